"""An address needs records: for each variable part of an address, how to get one that hangs on a given supplier."""

import io
import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from accounts.domain.permissions import Role
from accounts.models import User
from accounts.services import notify
from accounts.services.invitations import invite, token_for
from audits.models import Capa
from common import clock
from common.mail import queue_mail
from common.models import Job, JobState
from scoring.models import ScorecardDocument, Snapshot
from scoring.services import rescore_suppliers
from suppliers.models import Supplier
from tests.accounts.factories import make_team, make_user
from tests.audits.capa_factories import make_capa, pdf_file, submit
from tests.audits.factories import make_audit, make_coverage, make_finding, make_photo
from tests.certificates.factories import make_certificate, make_file
from tests.suppliers.factories import make_scope, make_site
from tests.suppliers.importing.factories import upload
from tests.walk.pages import Page

Example = Callable[[Supplier, User], Any]


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


def _notice(supplier: Supplier, user: User) -> int:
    """A notice of this very person."""
    notice = notify(user, kind="walk", text="Text", url="/", key=str(uuid.uuid4()))
    assert notice is not None
    return notice.pk


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


OF_A_SUPPLIER: dict[str, Example] = {
    "snapshot_id": _snapshot,
    "document_id": _scorecard,
    "supplier_id": lambda supplier, user: supplier.pk,
    "certificate_id": lambda supplier, user: make_certificate(supplier).pk,
    "certificates:file.file_id": _certificate_file,
    "certificates:preview.file_id": _certificate_file,
    "audit_id": lambda supplier, user: make_audit(supplier).pk,
    "finding_id": lambda supplier, user: make_finding(make_audit(supplier)).pk,
    "photo_id": lambda supplier, user: make_photo(make_finding(make_audit(supplier))).pk,
    "audits:observation.pk": lambda supplier, user: make_coverage(make_audit(supplier)).pk,
    "audits:observation_correct.pk": lambda supplier, user: make_coverage(make_audit(supplier)).pk,
    "audits:observation_retract.pk": lambda supplier, user: make_coverage(make_audit(supplier)).pk,
    "capa_id": lambda supplier, user: _capa(supplier, user).pk,
    "step_id": lambda supplier, user: _capa(supplier, user).current_step_id,
    "file_id": _capa_file,
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
OF_A_PERSON: dict[str, Example] = {
    "job_id": _job,
    "person_id": lambda supplier, user: make_user().pk,
    "team_id": lambda supplier, user: make_team().pk,
    "invitation_id": lambda supplier, user: _invitation(supplier, user).pk,
    "token": lambda supplier, user: token_for(_invitation(supplier, user)),
    "mail_id": _mail,
    "notice_id": _notice,
    "import_id": lambda supplier, user: upload("Name,Country\nAcme,DE\n", user=user).pk,
}
WORDS: dict[str, Example] = {
    "suppliers:export.kind": lambda supplier, user: "csv",
    "certificates:export.kind": lambda supplier, user: "csv",
    "suppliers:import_row.number": lambda supplier, user: 2,
    "suppliers:import_rejected.kind": lambda supplier, user: "csv",
    "audits:export.form": lambda supplier, user: "csv",
    "audits:answer.code": lambda supplier, user: "R1",
    "audits:confirm.code": lambda supplier, user: "R1",
    "audits:move.step": lambda supplier, user: "complete",
    "audits:finding_move.step": lambda supplier, user: "close",
    "audits:observation.kind": lambda supplier, user: "coverage",
    "audits:observation_new.kind": lambda supplier, user: "coverage",
    "audits:observation_correct.kind": lambda supplier, user: "coverage",
    "audits:observation_retract.kind": lambda supplier, user: "coverage",
    "audits:capas_export.kind": lambda supplier, user: "csv",
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
