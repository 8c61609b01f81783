"""The list of what is missing, and the checklist of a supplier with what to do about each line."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from scoring.models import RequirementItem
from scoring.services import rescore_suppliers
from suppliers.models import DocumentKind, ProfileRule
from tests.accounts.factories import make_team, make_user
from tests.audits.factories import make_audit
from tests.queries import assert_same_queries
from tests.scoring.factories import ON, make_certificate, make_supplier, verify
from tests.suppliers.factories import make_scope
from tests.suppliers.test_profile_rules import make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr("common.clock.today", lambda: ON)


@pytest.fixture(autouse=True)
def only_our_rules():
    ProfileRule.objects.exclude(kind="standard").delete()
    make_rule(document_kind=DocumentKind.objects.get(code="control-plan"), months=12)
    make_rule(kind="audit", audit_type="announced_on_site", months=24, duty="mandatory")


def sign_in(client, role=Role.QUALITY_ENGINEER):
    user = make_user(role)
    client.force_login(user)
    return user


def rated(**fields):
    supplier = make_supplier(with_scope=True, **fields)
    rescore_suppliers([supplier.pk], ON)
    return supplier


def listed(client, query=""):
    return [row.item for row in client.get(reverse("scoring:missing") + query).context["rows"]]


def test_the_checklist_says_what_is_there_and_leads_to_the_form_that_does_the_rest(client):
    sign_in(client)
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier, sites=[supplier.sites.get()])
    rescore_suppliers([supplier.pk], ON)
    response = client.get(reverse("scoring:requirements", args=[supplier.pk]))
    [(label, unmet, lines)] = response.context["checklists"]
    assert (label.split(",")[0], unmet) == ("Turning", 3)
    steps = {line.title: (line.state, line.step.text, line.step.url) for line in lines}
    scope = supplier.scopes.get().pk
    verifying = reverse("certificates:verify", args=[certificate.pk])
    recording = f"{reverse('suppliers:document_new', args=[supplier.pk])}?kind=control-plan&for=scope%3A{scope}"
    planning = f"{reverse('audits:plan', args=[supplier.pk])}?strength=announced_on_site&scope={scope}"
    assert steps == {
        "ISO 9001": ("Not checked yet", "Verify it", verifying),
        "Control plan, every 12 months": ("Missing", "Record the document", recording),
        "Audit: announced, on site, every 24 months": ("Missing", "Plan the audit", planning),
    }
    form = client.get(planning).context["form"]
    assert (form["strength"].value(), form["scopes"].value()) == ("announced_on_site", [scope])


def test_a_verified_certificate_is_ticked_and_asks_for_nothing(client):
    sign_in(client)
    supplier = make_supplier(with_scope=True)
    scope = supplier.scopes.get()
    verify(make_certificate(supplier, sites=[scope.site]), scopes=[(scope, "match")])
    rescore_suppliers([supplier.pk], ON)
    response = client.get(reverse("scoring:requirements", args=[supplier.pk]))
    [line] = [line for line in response.context["checklists"][0][2] if line.item.kind == "standard"]
    assert line.is_met
    assert (line.step, line.waive_url) == (None, "")


def test_buttons_are_those_of_the_role(client):
    supplier = rated()
    sign_in(client, Role.AUDITOR)
    page = client.get(reverse("scoring:requirements", args=[supplier.pk])).content.decode()
    assert "Plan the audit" not in page
    assert "Set aside" not in page
    sign_in(client)
    assert "Set aside" in client.get(reverse("scoring:requirements", args=[supplier.pk])).content.decode()


def test_a_planned_audit_stands_beside_the_audit_that_is_missing(client):
    sign_in(client)
    supplier = rated()
    make_audit(supplier, AuditState.PLANNED, planned_on=ON)
    assert "Planned for 21 Nov 2026" in client.get(reverse("scoring:requirements", args=[supplier.pk])).content.decode()


def test_each_line_names_the_rules_it_comes_from(client):
    make_rule(document_kind=DocumentKind.objects.get(code="control-plan"), criticality="major", source="Handbook 4")
    sign_in(client)
    supplier = make_supplier()
    make_scope(supplier, criticality="critical")
    rescore_suppliers([supplier.pk], ON)
    page = client.get(reverse("scoring:requirements", args=[supplier.pk])).content.decode()
    assert "critical or major criticality" in page
    assert "Handbook 4" in page


def test_the_portfolio_is_narrowed_by_its_address(client):
    team = make_team()
    mate = make_user(Role.PROCUREMENT)
    team.members.add(mate)
    me = sign_in(client, Role.PROCUREMENT)
    mine, other = rated(owner=me, legal_name="Mine AG"), rated(owner=mate, sector="automotive")
    plating = make_scope(other, "plating", criticality="critical")
    rescore_suppliers([other.pk], ON)
    assert {item.supplier_id for item in listed(client)} == {mine.pk, other.pk}
    assert {item.supplier_id for item in listed(client, "?mine=on")} == {mine.pk}
    assert {item.supplier_id for item in listed(client, f"?team={team.pk}")} == {other.pk}
    assert {item.kind for item in listed(client, "?kind=audit")} == {"audit"}
    assert {item.duty for item in listed(client, "?duty=mandatory")} == {"mandatory"}
    assert {item.scope_id for item in listed(client, "?process=plating")} == {plating.pk}
    assert {item.scope_id for item in listed(client, "?criticality=critical")} == {plating.pk}
    assert {item.supplier_id for item in listed(client, "?q=mine")} == {mine.pk}
    assert listed(client, "?state=met") == []
    assert listed(client, "?sort=duty")[0].duty == "mandatory"


def test_what_is_there_or_set_aside_is_not_in_the_list_and_archived_suppliers_are_not(client):
    sign_in(client)
    supplier = rated()
    RequirementItem.objects.filter(kind="audit").update(standing="waived")
    assert {item.kind for item in listed(client)} == {"standard", "document"}
    supplier.archived_at = supplier.created_at
    supplier.save()
    assert listed(client) == []


def test_the_export_has_what_the_list_shows(client):
    sign_in(client)
    rated(legal_name="Zinc Works")
    lines = b"".join(client.get(reverse("scoring:missing_export", args=["csv"]) + "?kind=audit")).decode().splitlines()
    assert len(lines) == 2
    assert "Zinc Works" in lines[1]
    assert "Plan the audit" in lines[1]


def test_the_lists_cost_the_same_for_one_and_for_three(client):
    sign_in(client)
    assert_same_queries(client, "scoring:missing", rated)
    assert_same_queries(client, "scoring:missing_export", rated, args=["csv"])


def test_the_checklist_costs_the_same_for_one_scope_and_for_three(client):
    sign_in(client)
    supplier = make_supplier(with_scope=True)
    codes = iter(["plating", "milling", "grinding", "bending"])

    def one_more():
        make_scope(supplier, next(codes))
        rescore_suppliers([supplier.pk], ON)

    assert_same_queries(client, "scoring:requirements", one_more, args=[supplier.pk])


def test_the_start_page_shows_procurement_what_is_missing_at_its_own_suppliers(client):
    me = sign_in(client, Role.PROCUREMENT)
    mine = rated(owner=me, legal_name="Mine AG")
    rated(legal_name="Foreign AG")
    page = client.get(reverse("start:home")).content.decode()
    assert reverse("scoring:requirements", args=[mine.pk]) in page
    assert "Foreign AG: Turning" not in page
