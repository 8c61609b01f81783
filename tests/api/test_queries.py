"""Every list costs the same number of statements with one row and with three, and never more than five with a token."""

import uuid

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.permissions import Role
from capability.domain.terms import Kind
from common import clock
from common.models import BulkItem
from deliveries.domain.on_time import Base, Rule
from deliveries.services import By, change_rule
from imports.models import Line, SupplierName
from scoring.models import ScopeMonth
from scoring.services import rescore_suppliers
from suppliers.models import ImportRow
from tests.accounts.factories import make_team, make_user
from tests.api.caller import Caller
from tests.capability.factories import make_visit
from tests.deliveries.factories import defect_type
from tests.imports.factories import uploaded
from tests.suppliers.factories import make_scope, make_site, make_supplier
from tests.suppliers.importing.factories import upload
from tests.walk.endpoints import methods
from tests.walk.examples import OF_A_PERSON, OF_A_SUPPLIER, kwargs_for

pytestmark = pytest.mark.django_db
LISTS = [method for method in methods() if method.operation.listing]


def example(name):
    return OF_A_SUPPLIER.get(name) or OF_A_PERSON[name]


def another(name: str, supplier, user, parts) -> None:
    """One more row for the list of this name."""
    if name in ROWS:
        ROWS[name](supplier, user, parts)


def change_on_time(user):
    """One more rule, written down by this person."""
    today = clock.today()
    return change_rule(Rule(Base.REQUESTED, 3, 0), By(user, clock.now(), today), from_on=today, source="Terms")


def moved(supplier) -> None:
    """A rating of this month that stood two points higher before."""
    example("snapshot_id")(supplier, None)
    before = {"opening": F("closing"), "opening_tenths": F("closing_tenths") + 20}
    ScopeMonth.objects.filter(supplier=supplier).update(**before, opening_likelihood=F("closing_likelihood"))


def outcome_of(supplier, parts) -> None:
    """One more record of the bulk change that the address names."""
    BulkItem.objects.create(bulk_id=parts["bulk_id"], subject_id=supplier.pk, outcome="done", version=2)


def named_in(parts) -> None:
    """One more name of the file, with suppliers of its own that it may be."""
    supplier = make_supplier()
    values = {"key": str(uuid.uuid4()), "name": "N", "rows": 1, "decision": "existing", "supplier": supplier}
    candidates = [{"supplier": make_supplier().pk, "score": 90, "reason": "Similar"}]
    SupplierName.objects.create(batch_id=parts["import_id"], candidates=candidates, **values)


def row_in(supplier, parts) -> None:
    """One more row of the file, of a supplier of its own."""
    number = Line.objects.filter(batch_id=parts["import_id"]).count() + 10
    Line.objects.create(batch_id=parts["import_id"], number=number, supplier=make_supplier())


def listed_in(parts) -> None:
    """One more row of the list, that resembles a supplier of its own and became part of another."""
    number = ImportRow.objects.filter(batch_id=parts["import_id"]).count() + 10
    resembled = make_supplier()
    make_site(resembled)
    known = {"supplier": resembled.pk, "kind": "near", "score": 90, "reason": "Similar", "pair": str(uuid.uuid4())}
    like = {"match": "near", "candidates": [known], "target": resembled, "supplier": make_supplier()}
    ImportRow.objects.create(batch_id=parts["import_id"], number=number, cells=["A"], parsed={}, **like)


def another_record(kind: Kind):
    """A record of this kind, of a process and by a person of its own."""
    return lambda supplier, user, parts: example(f"capability_api:{kind.value}.record_id")(supplier, user)


ROWS = {
    "accounts_api:notices": lambda s, u, p: example("notice_id")(s, u),
    "accounts_api:my_tokens": lambda s, u, p: example("token_id")(s, u),
    "accounts_api:tokens": lambda s, u, p: example("token_id")(s, make_user()),
    "accounts_api:saved_views": lambda s, u, p: example("view_id")(s, u),
    "accounts_api:people": lambda s, u, p: make_team(make_user()),
    "accounts_api:teams": lambda s, u, p: make_team(make_user()),
    "accounts_api:invitations": lambda s, u, p: example("invitation_id")(s, u),
    "bulk_api:changes": lambda s, u, p: example("bulk_id")(s, u),
    "bulk_api:records": lambda s, u, p: outcome_of(make_supplier(), p),
    "jobs_api:jobs": lambda s, u, p: example("job_id")(s, u),
    "suppliers_api:suppliers": lambda s, u, p: make_supplier(with_scope=True),
    "suppliers_api:imports": lambda s, u, p: upload("Name,Country\nAcme,DE\n", user=u),
    "suppliers_api:import_rows": lambda s, u, p: listed_in(p),
    "suppliers_api:import_duplicates": lambda s, u, p: listed_in(p),
    "suppliers_api:names": lambda s, u, p: example("suppliers_api:name.part_id")(s, u),
    "suppliers_api:numbers": lambda s, u, p: example("suppliers_api:number.part_id")(s, u),
    "suppliers_api:contacts": lambda s, u, p: s.contacts.create(name="Li Wei", site=make_site(s)),
    "suppliers_api:sites": lambda s, u, p: make_site(s),
    "suppliers_api:scopes": lambda s, u, p: make_scope(s, site=make_site(s)),
    "imports_api:imports": lambda s, u, p: uploaded("Supplier,Person\nAcme,A\n", user=u),
    "imports_api:names": lambda s, u, p: named_in(p),
    "imports_api:rows": lambda s, u, p: row_in(s, p),
    "certificates_api:certificates": lambda s, u, p: example("certificate_id")(make_supplier(), u),
    "certificates_api:of_supplier": lambda s, u, p: example("certificate_id")(s, u),
    "audits_api:audits": lambda s, u, p: example("audit_id")(make_supplier(with_scope=True), u),
    "audits_api:supplier_audits": lambda s, u, p: example("audit_id")(s, u),
    "audits_api:findings": lambda s, u, p: example("finding_id")(s, u),
    "audits_api:supplier_findings": lambda s, u, p: example("finding_id")(s, u),
    "audits_api:capas": lambda s, u, p: example("capa_id")(make_supplier(with_scope=True), u),
    "audits_api:supplier_capas": lambda s, u, p: example("capa_id")(s, u),
    "audits_api:supplier_coverages": lambda s, u, p: example("audits_api:coverage.observation_id")(s, u),
    "audits_api:supplier_stages": lambda s, u, p: example("audits_api:stages.observation_id")(s, u),
    "deliveries_api:deliveries": lambda s, u, p: example("delivery_id")(make_supplier(), u),
    "deliveries_api:lots": lambda s, u, p: example("lot_id")(make_supplier(), u),
    "deliveries_api:nonconformances": lambda s, u, p: example("nonconformance_id")(make_supplier(), u),
    "deliveries_api:on_time_rules": lambda s, u, p: change_on_time(u),
    "deliveries_api:defect_types": lambda s, u, p: defect_type(str(uuid.uuid4())),
    "overview_api:scopes": lambda s, u, p: example("snapshot_id")(make_supplier(with_scope=True), u),
    "overview_api:movers": lambda s, u, p: moved(make_supplier(with_scope=True)),
    **{f"capability_api:{kind.value}_list": another_record(kind) for kind in Kind},
    **{f"capability_api:supplier_{kind.value}": another_record(kind) for kind in Kind},
    "capability_api:visits": lambda s, u, p: make_visit(make_supplier(with_scope=True)),
    "capability_api:supplier_visits": lambda s, u, p: make_visit(s),
    "suppliers_api:documents": lambda s, u, p: example("suppliers_api:document.document_id")(make_supplier(), u),
    "suppliers_api:supplier_documents": lambda s, u, p: example("suppliers_api:document.document_id")(s, u),
    "scoring_api:requirements": lambda s, u, p: rescore_suppliers([make_supplier(with_scope=True).pk], clock.today()),
    "scoring_api:supplier_requirements": lambda s, u, p: (
        make_scope(s, site=make_site(s)),
        rescore_suppliers([s.pk], clock.today()),
    ),
    "scoring_api:ratings": lambda s, u, p: example("snapshot_id")(make_supplier(with_scope=True), u),
    "scoring_api:snapshots": lambda s, u, p: (make_scope(s, site=make_site(s)), example("snapshot_id")(s, u)),
    "scoring_api:bundles": lambda s, u, p: example("bundle_id")(s, u),
    "scoring_api:scorecards": lambda s, u, p: example("document_id")(s, u),
}
"""How a list grows. What is not here is asked as it is: reference data, and histories."""
MOST = 5
ALSO_THE_RECORD_ITSELF = 1
"""Lists below a record look that up first."""


@pytest.mark.parametrize("method", LISTS, ids=str)
def test_a_list_costs_the_same_with_more_rows(method, settings):
    settings.API_PER_MINUTE = 10_000
    caller = Caller(Role.ADMINISTRATOR)
    supplier = make_supplier(with_scope=True, owner=caller.user)
    parts = kwargs_for(method.page, supplier, caller.user)
    path = reverse(method.page.name, kwargs=parts)

    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            answer = caller.get(path)
        assert answer.status_code == 200, answer.content
        return [query["sql"] for query in captured.captured_queries]

    another(method.page.name, supplier, caller.user, parts)
    statements()  # the first use of a token is written down
    before = statements()
    for _ in range(2):
        another(method.page.name, supplier, caller.user, parts)
    after = statements()
    assert len(after) == len(before), "\n".join(after)
    assert len(after) <= MOST + bool(parts) * ALSO_THE_RECORD_ITSELF, "\n".join(after)


def test_every_list_that_can_grow_is_grown():
    histories = {name for method in LISTS if (name := method.page.name).endswith("history")}
    reference = {"standards_api:standards", "suppliers_api:processes", "certificates_api:bodies"}
    reference |= {"certificates_api:accreditors", "certificates_api:files", "audits_api:photos"}
    reference |= {"audits_api:audit_findings", "suppliers_api:rules", "suppliers_api:document_kinds"}
    assert {method.page.name for method in LISTS} - histories - reference <= set(ROWS)
