"""Every list that a page exports comes to a program as the very same file."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.domain.permissions import Permission, Role
from capability.domain.terms import Kind
from common.api.exports import TABLES
from tests.accounts.factories import make_team, make_user
from tests.api.caller import Caller
from tests.api.test_mechanism import is_problem
from tests.capability.factories import make_record, make_visit
from tests.suppliers.factories import make_supplier
from tests.walk.endpoints import methods
from tests.walk.examples import OF_A_SUPPLIER

pytestmark = pytest.mark.django_db
PAGES = {
    "suppliers_api:export": "suppliers:export",
    "suppliers_api:documents_export": "suppliers:document_export",
    "certificates_api:export": "certificates:export",
    "deliveries_api:export": "deliveries:export",
    "deliveries_api:lots_export": "deliveries:lots_export",
    "deliveries_api:nonconformances_export": "deliveries:nonconformances_export",
    "audits_api:export": "audits:export",
    "audits_api:findings_export": "audits:findings_export",
    "audits_api:capas_export": "audits:capas_export",
    "capability_api:visits_export": "capability:visits_export",
    "scoring_api:requirements_export": "scoring:missing_export",
    "overview_api:scopes_export": "overview:scopes_export",
    "overview_api:movers_export": "overview:movers_export",
    "overview_api:visits_export": "overview:visits_export",
    **{f"capability_api:{kind.value}_export": "capability:records_export" for kind in Kind},
}
EXPORTS = [method for method in methods() if method.operation.permission == Permission.EXPORT]
EXAMPLES: tuple[str, ...] = ("suppliers_api:document.document_id", "certificate_id", "finding_id", "capa_id")
EXAMPLES += ("delivery_id", "lot_id", "nonconformance_id", "snapshot_id")


@pytest.fixture
def records(caller):
    """Something for every list, of two suppliers."""
    for name in ("Zulu", "Alpha"):
        supplier = make_supplier(legal_name=name, with_scope=True, owner=caller.user)
        for example in EXAMPLES:
            OF_A_SUPPLIER[example](supplier, caller.user)
        for kind in Kind:
            make_record(kind, supplier)
        make_visit(supplier)
    return caller


def page_of(name: str, kind: str) -> str:
    """The address of the page's own file."""
    own = name.removeprefix("capability_api:").removesuffix("_export")
    if PAGES[name] == "capability:records_export":
        return reverse(PAGES[name], args=[own, kind])
    return reverse(PAGES[name], args=[kind])


def file_of(answer) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer)


def test_every_export_is_known_here():
    assert {method.page.name for method in EXPORTS} == set(PAGES)
    assert all(method.operation.media == TABLES for method in EXPORTS)


def test_a_file_is_the_pages_own_byte_for_byte(records):
    page = records.client
    page.force_login(records.user)
    empty = []
    for name in PAGES:
        for kind in ("csv", "xlsx"):
            with time_machine.travel(datetime.now(UTC), tick=False):  # a workbook carries the moment it was made
                ours, theirs = records.get(f"{reverse(name)}?as={kind}"), page.get(page_of(name, kind))
                data, own = file_of(ours), file_of(theirs)
            assert data == own, name
            for header in ("Content-Type", "Content-Disposition"):
                assert ours[header] == theirs[header]
            empty += [name] if kind == "csv" and data.count(b"\n") < 2 else []
    assert empty == ["overview_api:movers_export"]


def test_filters_and_order_are_those_of_the_list(records):
    page = records.client
    page.force_login(records.user)
    for query in ("sort=-name", "q=alpha", "sort=name&status=prospect"):
        data = file_of(records.get(f"suppliers/export/?{query}"))
        assert data == file_of(page.get(f"{reverse('suppliers:export', args=['csv'])}?{query}"))
    assert b"Zulu" not in file_of(records.get("suppliers/export/?q=alpha"))
    names = [row.split(",")[1] for row in file_of(records.get("suppliers/export/?sort=-name")).decode().splitlines()]
    assert names.index("Zulu") < names.index("Alpha")


def test_what_is_not_offered_is_refused_and_not_left_aside(caller):
    for query in ("as=pdf", "colour=red", "sort=luck", "rating=splendid", "limit=5"):
        is_problem(caller.get(f"suppliers/export/?{query}"), 400, "parameters")
    is_problem(caller.get("certificates/export/?within=yesterday"), 400, "parameters")
    is_problem(caller.get("deliveries/export/?since=never"), 400, "parameters")


@pytest.mark.parametrize(
    "query",
    [
        "certificates/?within=yesterday",
        "audits/?since=never",
        "findings/?until=later",
        "corrective-actions/?since=2026-02-30",
        "deliveries/?month=2026-13",
        "inspection-lots/?result=splendid",
        "nonconformances/?since=never",
    ],
)
def test_a_list_refuses_it_as_its_file_does(caller, query):
    is_problem(caller.get(query), 400, "parameters")


def test_a_restricted_supplier_of_others_is_in_no_file(records):
    hidden = make_supplier(
        legal_name="Hidden Forge", is_restricted=True, team=make_team(), owner=make_user(Role.MANAGER)
    )
    for example in EXAMPLES[:3]:
        OF_A_SUPPLIER[example](hidden, hidden.owner)
    auditor = Caller(Role.AUDITOR)
    telling = [name for name in PAGES if b"Hidden Forge" in file_of(auditor.get(reverse(name)))]
    assert telling == []
    assert b"Hidden Forge" in file_of(records.get("suppliers/export/"))


def test_the_kinds_of_file_are_documented():
    from config.api_docs import description

    content = description()["paths"]["/api/v1/suppliers/export/"]["get"]["responses"]["200"]["content"]
    assert set(content) == set(TABLES)
