"""An address needs records: for each variable part of an address, how to get one that hangs on a given supplier."""

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.domain.permissions import Role
from accounts.domain.tokens import TokenScope
from accounts.models import SavedView, User
from accounts.services import notify
from accounts.services.invitations import invite, token_for
from accounts.services.tokens import make_token
from audits.models import Capa
from capability.domain.terms import Kind
from common import clock
from common.bulk.changing import draft_change
from common.bulk.selecting import keep_selection
from common.mail import queue_mail
from common.models import Job, JobState
from deliveries.models import OnTimeRule
from imports import kinds
from imports import urls as record_imports
from imports.api import urls as record_imports_api
from imports.models import Batch
from overview.services import MAKE_DOCUMENT, document_name
from scoring.domain.bundles import BundleForm, BundleState
from scoring.models import ScorecardBundle, ScorecardDocument, Snapshot
from scoring.services import ask_for_bundle, rescore_suppliers
from suppliers.models import DocumentKind, ProfileRule, Supplier, Waiver
from suppliers.services import SUPPLIER_EDIT, DocumentData, record_document
from tests.accounts.factories import make_team, make_user
from tests.audits.capa_factories import make_capa, pdf_file, submit
from tests.audits.factories import make_audit, make_coverage, make_finding, make_photo, make_stages
from tests.capability.factories import fill, make_record, make_visit, make_visit_photo
from tests.certificates.factories import make_certificate, make_file
from tests.deliveries.factories import (
    defect_type,
    make_delivery,
    make_lot,
    make_nonconformance,
    make_nonconformance_file,
)
from tests.imports import factories as record_imports_for_tests
from tests.imports.kinds import PEOPLE
from tests.suppliers.factories import make_scope, make_site
from tests.suppliers.importing.factories import checked, upload
from tests.walk.pages import Page

Example = Callable[[Supplier, User], Any]


def _record_import(user: User) -> Batch:
    """An import of this person, from a time when they might import, with a name that waits for its supplier."""
    kinds.register(PEOPLE)
    known = Batch.objects.filter(created_by=user).first()
    if known:
        return known
    role = user.role
    User.objects.filter(pk=user.pk).update(role=Role.ADMINISTRATOR)
    batch = record_imports_for_tests.checked("Supplier,Person\nNobody Knows Ltd,A\n", user=user)
    User.objects.filter(pk=user.pk).update(role=role)
    return batch


def _job(supplier: Supplier, user: User) -> uuid.UUID:
    """A job that this person started and that is over."""
    now = clock.now()
    values = {"kind": "walk", "state": JobState.DONE.value, "created_by": user, "created_at": now, "heartbeat_at": now}
    return Job.objects.create(**values).pk


def _invitation(supplier: Supplier, user: User) -> Any:
    email = f"{uuid.uuid4()}@example.com"
    return invite(email=email, role=Role.AUDITOR, teams=[], actor=user, at=clock.now())


def _mail(supplier: Supplier, user: User) -> int:
    mail = queue_mail(to="a@example.com", subject="S", text="T", html="<p>T</p>", key=str(uuid.uuid4()))
    assert mail is not None
    return mail.pk


def _token(supplier: Supplier, user: User) -> int:
    """A token of this very person."""
    until = clock.today() + timedelta(days=9)
    return make_token(user, name=str(uuid.uuid4()), scope=TokenScope.READ, expires_on=until, at=clock.now()).token.pk


def _overview_document(supplier: Supplier, user: User) -> uuid.UUID:
    """A document that this person had made; what is in it does not matter to who may read it."""
    job_id = _job(supplier, user)
    Job.objects.filter(pk=job_id).update(kind=MAKE_DOCUMENT)
    default_storage.save(document_name(job_id), ContentFile(b"%PDF-1.7"))
    return job_id


def _notice(supplier: Supplier, user: User) -> int:
    """A notice of this very person."""
    notice = notify(user, kind="walk", text="Text", url="/", key=str(uuid.uuid4()))
    assert notice is not None
    return notice.pk


def _saved_view(supplier: Supplier, user: User) -> int:
    """A view of this very person."""
    values = {"page": "suppliers:list", "name": str(uuid.uuid4()), "query": "rating=high", "created_at": clock.now()}
    return SavedView.objects.create(owner=user, **values).pk


def _capa(supplier: Supplier, user: User) -> Capa:
    """A corrective action of people who see every supplier."""
    people = {"responsible": make_user(Role.MANAGER), "reviewer": make_user(Role.MANAGER)}
    return make_capa(supplier=supplier, **people)


def _capa_file(supplier: Supplier, user: User) -> int:
    """A file that came with an answer."""
    capa = _capa(supplier, user)
    return submit(capa, capa.opened_on, files=[pdf_file()]).files.get().pk


def _certificate_file(supplier: Supplier, user: User) -> int:
    """A PDF with a page that can be drawn."""
    pdf = io.BytesIO()
    Image.new("RGB", (60, 40)).save(pdf, "PDF")
    return make_file(supplier, pdf.getvalue()).pk


def _snapshot(supplier: Supplier, user: User) -> int:
    """A rating of one of the supplier's scopes, as it was written down."""
    rescore_suppliers([supplier.pk], clock.today())
    return Snapshot.objects.filter(supplier=supplier).latest("pk").pk


def _scorecard(supplier: Supplier, user: User) -> int:
    """A scorecard that was handed out; what is in the file does not matter to who may read it."""
    document = ScorecardDocument(
        supplier=supplier,
        snapshot_id=_snapshot(supplier, user),
        job_id=uuid.uuid4(),
        pages=1,
        sha256="0" * 64,
        made_by=user,
        made_at=clock.now(),
    )
    document.file.save("scorecard.pdf", ContentFile(b"%PDF-1.7"))
    return document.pk


def _document(supplier: Supplier, user: User) -> int:
    """A document with a file that can be read."""
    kind = DocumentKind.objects.get(code="control-plan")
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF\n")
    data = DocumentData(kind=kind, received_on=clock.today())
    return record_document(supplier, data, file, actor=supplier.owner, at=clock.now()).pk


def _waiver(supplier: Supplier, user: User) -> int:
    """A waiver that waits for a second person."""
    now = clock.today()
    return Waiver.objects.create(
        supplier=supplier,
        kind="standard",
        subject=str(uuid.uuid4()),
        name="ISO 9001",
        reason="A reason.",
        until=now,
        requested_by=supplier.owner,
        requested_on=now,
    ).pk


def _capability_record(kind: Kind, supplier: Supplier) -> int:
    """A record of this kind; the same first article is submitted only once."""
    own = {"part_number": str(uuid.uuid4())} if kind is Kind.FIRST_ARTICLE else {}
    return make_record(kind, supplier, **own).pk


OF_A_SUPPLIER: dict[str, Example] = {
    "suppliers:document.document_id": _document,
    "suppliers:document_review.document_id": _document,
    "suppliers:document_file.document_id": _document,
    "waiver_id": _waiver,
    "snapshot_id": _snapshot,
    "document_id": _scorecard,
    "supplier_id": lambda supplier, user: supplier.pk,
    "certificate_id": lambda supplier, user: make_certificate(supplier).pk,
    "certificates:file.file_id": _certificate_file,
    "certificates:preview.file_id": _certificate_file,
    "certificates_api:file.file_id": _certificate_file,
    "certificates_api:content.file_id": _certificate_file,
    "audit_id": lambda supplier, user: make_audit(supplier).pk,
    "finding_id": lambda supplier, user: make_finding(make_audit(supplier)).pk,
    "photo_id": lambda supplier, user: make_photo(make_finding(make_audit(supplier))).pk,
    "audits:observation.pk": lambda supplier, user: make_coverage(make_audit(supplier)).pk,
    "audits:observation_correct.pk": lambda supplier, user: make_coverage(make_audit(supplier)).pk,
    "audits:observation_retract.pk": lambda supplier, user: make_coverage(make_audit(supplier)).pk,
    "capa_id": lambda supplier, user: _capa(supplier, user).pk,
    "step_id": lambda supplier, user: _capa(supplier, user).current_step_id,
    "file_id": _capa_file,
    "delivery_id": lambda supplier, user: make_delivery(supplier).pk,
    "lot_id": lambda supplier, user: make_lot(supplier).pk,
    "nonconformance_id": lambda supplier, user: make_nonconformance(supplier).pk,
    "nonconformance_file_id": lambda supplier, user: make_nonconformance_file(supplier).pk,
    "visit_id": lambda supplier, user: make_visit(supplier).pk,
    **{
        f"capability_api:visit_{part}.visit_id": lambda supplier, user: fill(make_visit(supplier)).pk
        for part in ("count", "measurement", "question")
    },
    "visit_photo_id": lambda supplier, user: make_visit_photo(make_visit(supplier)).pk,
    "capability:record.pk": lambda supplier, user: make_record(Kind.EQUIPMENT, supplier).pk,
    "capability:record_correct.pk": lambda supplier, user: make_record(Kind.EQUIPMENT, supplier).pk,
    "capability:record_retract.pk": lambda supplier, user: make_record(Kind.EQUIPMENT, supplier).pk,
}
SUPPLIER_PARTS: dict[str, tuple[Example, str]] = {
    "alias": (lambda supplier, user: supplier.aliases.create(name=str(uuid.uuid4())).pk, "edit remove"),
    "identifier": (lambda supplier, user: supplier.identifiers.create(value=str(uuid.uuid4())).pk, "edit remove"),
    "contact": (lambda supplier, user: supplier.contacts.create(name="Li Wei").pk, "edit remove"),
    "site": (lambda supplier, user: make_site(supplier).pk, "edit close reopen main"),
    "scope": (lambda supplier, user: make_scope(supplier, site=make_site(supplier)).pk, "edit"),
}
for _kind, (_make, _verbs) in SUPPLIER_PARTS.items():
    OF_A_SUPPLIER |= {f"suppliers:{_kind}_{verb}.part_id": _make for verb in _verbs.split()}
for _name in ("coverage", "coverage_correct", "coverage_retract"):
    OF_A_SUPPLIER[f"audits_api:{_name}.observation_id"] = lambda supplier, user: make_coverage(make_audit(supplier)).pk
for _name in ("stages", "stages_correct", "stages_retract"):
    OF_A_SUPPLIER[f"audits_api:{_name}.observation_id"] = lambda supplier, user: make_stages(make_audit(supplier)).pk
for _record in Kind:
    for _name in ("", "_correct", "_retract"):
        OF_A_SUPPLIER[f"capability_api:{_record.value}{_name}.record_id"] = lambda supplier, user, kind=_record: (
            _capability_record(kind, supplier)
        )
for _name in ("document", "document_content", "document_accept", "document_reject"):
    OF_A_SUPPLIER[f"suppliers_api:{_name}.document_id"] = _document
_site = SUPPLIER_PARTS["site"][0]
OF_A_SUPPLIER |= {f"suppliers_api:{name}.part_id": _site for name in ("site_close", "site_reopen", "site_main")}
for _name, _kind in {
    "name": "alias",
    "number": "identifier",
    "contact": "contact",
    "site": "site",
    "scope": "scope",
}.items():
    OF_A_SUPPLIER[f"suppliers_api:{_name}.part_id"] = SUPPLIER_PARTS[_kind][0]


def _selection(list_key: str) -> Example:
    """One supplier that this person selected in a list."""
    return lambda supplier, user: keep_selection(user, list_key, [supplier.pk], "/").pk


def _bulk_change(supplier: Supplier, user: User) -> uuid.UUID:
    """A bulk change that this person has not begun yet."""
    selection = keep_selection(user, "suppliers", [supplier.pk], "/suppliers/")
    return draft_change(SUPPLIER_EDIT, selection, {"sector": "automotive"}, "Why", by=user, at=clock.now()).pk


def _bundle(supplier: Supplier, user: User) -> uuid.UUID:
    """Scorecards that this person asked for."""
    every: dict[str, Any] = {"form": BundleForm.ZIP, "every_scope": False, "by": user, "at": clock.now()}
    return ask_for_bundle([supplier.pk], **every).pk


def _made_bundle(supplier: Supplier, user: User) -> uuid.UUID:
    """Scorecards that this person can download; what is in the file does not matter to who may read it."""
    bundle_id = _bundle(supplier, user)
    name = default_storage.save(f"bundles/{bundle_id.hex}/scorecards.zip", ContentFile(b"PK"))
    done = {"state": BundleState.DONE.value, "file": name, "finished_at": clock.now()}
    ScorecardBundle.objects.filter(pk=bundle_id).update(**done)
    return bundle_id


OF_A_PERSON: dict[str, Example] = {
    "bundle_id": _bundle,
    "scoring_api:bundle_content.bundle_id": _made_bundle,
    "scoring:bundle_new.selection_id": _selection("suppliers"),
    "bulk_id": _bulk_change,
    "certificates:bulk_due.selection_id": _selection("certificates"),
    "audits:capas_people.selection_id": _selection("corrective actions"),
    "suppliers:bulk_edit.selection_id": _selection("suppliers"),
    "overview:compare_selected.selection_id": _selection("suppliers"),
    "overview:document_file.job_id": _overview_document,
    "overview_api:document_content.job_id": _overview_document,
    "job_id": _job,
    "person_id": lambda supplier, user: make_user().pk,
    "team_id": lambda supplier, user: make_team().pk,
    "invitation_id": lambda supplier, user: _invitation(supplier, user).pk,
    "token": lambda supplier, user: token_for(_invitation(supplier, user)),
    "mail_id": _mail,
    "token_id": _token,
    "on_time_rule_id": lambda supplier, user: OnTimeRule.objects.in_force(clock.today()).pk,
    "defect_type_id": lambda supplier, user: defect_type().pk,
    "notice_id": _notice,
    "view_id": _saved_view,
    "import_id": lambda supplier, user: upload("Name,Country\nAcme,DE\n", user=user).pk,
}
OF_A_PERSON["suppliers_api:import_row.import_id"] = lambda supplier, user: checked("Name\nAcme\n", user=user).pk
for _space, _places in (("imports", record_imports), ("imports_api", record_imports_api)):
    for _place in _places.urlpatterns:
        OF_A_PERSON[f"{_space}:{_place.name}.import_id"] = lambda supplier, user: _record_import(user).pk
OF_A_PERSON |= {
    "rule_id": lambda supplier, user: ProfileRule.objects.order_by("pk")[0].pk,
    "kind_id": lambda supplier, user: DocumentKind.objects.order_by("pk")[0].pk,
}
WORDS: dict[str, Example] = {
    "imports:start.kind": lambda supplier, user: "certificates",
    "imports:template.kind": lambda supplier, user: "certificates",
    "imports_api:template.kind": lambda supplier, user: "certificates",
    "imports:name.name_id": lambda supplier, user: _record_import(user).names.get().pk,
    "imports:rejected.form": lambda supplier, user: "csv",
    "suppliers:document_export.kind": lambda supplier, user: "csv",
    "scoring:missing_export.kind": lambda supplier, user: "csv",
    "suppliers:export.kind": lambda supplier, user: "csv",
    "certificates:export.kind": lambda supplier, user: "csv",
    "suppliers:import_row.number": lambda supplier, user: 2,
    "suppliers_api:import_row.number": lambda supplier, user: 2,
    "suppliers:import_rejected.kind": lambda supplier, user: "csv",
    "deliveries:export.kind": lambda supplier, user: "csv",
    "deliveries:lots_export.kind": lambda supplier, user: "csv",
    "deliveries:nonconformances_export.kind": lambda supplier, user: "csv",
    "deliveries:nonconformance_move.step": lambda supplier, user: "void",
    "audits:findings_export.kind": lambda supplier, user: "csv",
    "audits:export.form": lambda supplier, user: "csv",
    "audits:answer.code": lambda supplier, user: "R1",
    "audits:confirm.code": lambda supplier, user: "R1",
    "audits_api:answer.code": lambda supplier, user: "R1",
    "audits_api:confirm.code": lambda supplier, user: "R1",
    "audits:move.step": lambda supplier, user: "complete",
    "audits:finding_move.step": lambda supplier, user: "close",
    "audits:observation.kind": lambda supplier, user: "coverage",
    "audits:observation_new.kind": lambda supplier, user: "coverage",
    "audits:observation_correct.kind": lambda supplier, user: "coverage",
    "audits:observation_retract.kind": lambda supplier, user: "coverage",
    "capability:records.kind": lambda supplier, user: "first_article",
    "capability:records_export.kind": lambda supplier, user: "first_article",
    "capability:records_export.form": lambda supplier, user: "csv",
    "capability:record.kind": lambda supplier, user: "equipment",
    "capability:record_new.kind": lambda supplier, user: "equipment",
    "capability:record_correct.kind": lambda supplier, user: "equipment",
    "capability:record_retract.kind": lambda supplier, user: "equipment",
    "capability:visits_export.form": lambda supplier, user: "csv",
    "capability_api:visit_count.what": lambda supplier, user: "receipts",
    "capability_api:visit_measurement.number": lambda supplier, user: 1,
    "capability_api:visit_question.code": lambda supplier, user: "stop",
    "capability:row.part": lambda supplier, user: "count",
    "capability:row.place": lambda supplier, user: "receipts",
    "capability:row_remove.part": lambda supplier, user: "count",
    "capability:row_remove.place": lambda supplier, user: "receipts",
    "audits:capas_export.kind": lambda supplier, user: "csv",
    "overview:document_new.kind": lambda supplier, user: "overview",
    "overview:scopes_export.kind": lambda supplier, user: "csv",
    "overview:visits_export.kind": lambda supplier, user: "csv",
    "overview:movers_export.kind": lambda supplier, user: "csv",
}


def kwargs_for(page: Page, supplier: Supplier, user: User) -> dict[str, Any]:
    """Values for the variable parts of the page's address; a part without an example fails here."""
    return {param: _example(page, param)(supplier, user) for param in page.params}


def hangs_on_a_supplier(page: Page) -> bool:
    """Whether the page shows or changes something of one supplier."""
    return any(_key(page, param) in OF_A_SUPPLIER for param in page.params)


def _key(page: Page, param: str) -> str:
    own = f"{page.name}.{param}"
    return own if any(own in table for table in (OF_A_SUPPLIER, OF_A_PERSON, WORDS)) else param


def _example(page: Page, param: str) -> Example:
    key = _key(page, param)
    for table in (OF_A_SUPPLIER, OF_A_PERSON, WORDS):
        if key in table:
            return table[key]
    raise AssertionError(f"tests/walk/examples.py has no example for {param!r} of {page.name}: add one")
