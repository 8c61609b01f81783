"""What is asked of each scope and how it stands, stored with the rating."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.domain.audits import AuditState, Strength
from scoring.models import RequirementItem
from scoring.services import drain_changes, rescore_suppliers
from suppliers.domain.profiles.terms import Shown, Standing
from suppliers.models import DocumentKind, EvidenceChange, ProfileRule, Scope, SupplierDocument, Waiver
from suppliers.services import mark_evidence_changed
from suppliers.services.agreement import differing_suppliers, repair_suppliers
from tests.accounts.factories import make_user
from tests.audits.factories import make_audit
from tests.scoring.factories import ON, make_certificate, make_evidence, make_supplier, verify
from tests.suppliers.factories import make_document, make_scope, make_site
from tests.suppliers.test_profile_rules import make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_our_rules():
    """The shipped documents and audits are a starting point that may change."""
    ProfileRule.objects.exclude(kind="standard").delete()


def items(supplier, on=ON):
    rescore_suppliers([supplier.pk], on)
    return {item.key: item for item in RequirementItem.objects.filter(supplier=supplier)}


def item(supplier, key, on=ON):
    return items(supplier, on)[key]


def accepted(**fields):
    return {"state": "accepted", "reviewed_by": make_user(), "reviewed_on": ON, **fields}


def plan_rule(**values):
    return make_rule(document_kind=DocumentKind.objects.get(code="control-plan"), **values)


def make_waiver(supplier, kind="standard", subject="IATF 16949", **fields):
    values = {
        "name": subject,
        "reason": "The new body audits in March.",
        "until": ON + timedelta(days=90),
        "state": "confirmed",
        "requested_by": make_user(),
        "requested_on": ON,
        "decided_by": make_user(),
        "decided_on": ON,
        "confirmed_on": ON,
    }
    return Waiver.objects.create(supplier=supplier, kind=kind, subject=subject, **values | fields)


def test_a_standard_without_a_certificate_is_missing_since_the_supplier_is_known():
    supplier = make_supplier(with_scope=True, sector="automotive")
    found = item(supplier, "standard:IATF 16949")
    assert (found.standing, found.duty, found.duty_rank) == ("missing", "mandatory", 0)
    assert found.due_on == timezone.localdate(supplier.created_at)


def test_a_certificate_that_nobody_checked_is_unverified_and_a_checked_one_is_held_until_it_expires():
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier, sites=[supplier.sites.get()])
    found = item(supplier, "standard:ISO 9001")
    assert (found.standing, found.record) == ("unverified", f"certificate:{certificate.pk}")
    assert found.note == "has not been verified by anybody"
    verify(certificate, scopes=[(supplier.scopes.get(), "match")])
    found = item(supplier, "standard:ISO 9001")
    assert (found.standing, found.due_on) == ("held", certificate.expires_on)
    assert found.shown_on(certificate.expires_on + timedelta(days=1)) is Shown.LAPSED


def test_a_certificate_of_another_site_is_no_answer_and_says_why():
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier, sites=[make_site(supplier)])
    found = item(supplier, "standard:ISO 9001")
    assert (found.standing, found.record, found.note) == (
        "missing",
        f"certificate:{certificate.pk}",
        "does not list this site",
    )


def test_a_document_answers_when_another_person_accepted_it():
    plan_rule(months=12)
    supplier = make_supplier(with_scope=True)
    assert item(supplier, "document:control-plan").standing == "missing"
    document = make_document(supplier, issued_on=date(2026, 10, 1))
    assert item(supplier, "document:control-plan").standing == "unverified"
    SupplierDocument.objects.filter(pk=document.pk).update(**accepted())
    found = item(supplier, "document:control-plan")
    assert (found.standing, found.due_on, found.record) == ("held", date(2027, 10, 1), f"document:{document.pk}")


def test_a_rejected_document_is_missing_with_its_reason_at_hand():
    plan_rule()
    supplier = make_supplier(with_scope=True)
    document = make_document(supplier, **accepted(state="rejected", review_note="Not signed."))
    found = item(supplier, "document:control-plan")
    assert (found.standing, found.record, found.note) == ("missing", f"document:{document.pk}", "was rejected")


def test_a_document_of_one_scope_says_nothing_about_the_other():
    plan_rule()
    supplier = make_supplier(with_scope=True)
    plating = make_scope(supplier, "plating")
    make_document(supplier, scope=plating, **accepted())
    rescore_suppliers([supplier.pk], ON)
    found = RequirementItem.objects.filter(supplier=supplier, kind="document")
    assert {row.scope_id == plating.pk: row.standing for row in found} == {True: "held", False: "missing"}


def test_the_last_audit_that_is_strong_enough_sets_the_day_of_the_next():
    make_rule(kind="audit", audit_type="announced_on_site", months=12)
    supplier = make_supplier(with_scope=True)
    assert item(supplier, "audit:").standing == "missing"
    site, scopes = supplier.sites.get(), list(supplier.scopes.all())
    remote = make_audit(
        supplier,
        AuditState.COMPLETED,
        site=site,
        conducted_on=date(2026, 9, 1),
        planned_on=date(2026, 9, 1),
        strength=Strength.REMOTE.value,
    )
    found = item(supplier, "audit:")
    assert (found.standing, found.record) == ("missing", f"audit:{remote.pk}")
    seen = make_evidence(supplier, on=date(2026, 3, 1), strength=Strength.UNANNOUNCED_ON_SITE)
    seen.scopes.set(scopes)
    found = item(supplier, "audit:")
    assert (found.standing, found.due_on, found.record) == ("held", date(2027, 3, 1), f"audit:{seen.pk}")


def test_a_clause_that_our_parts_need_and_the_certificate_excludes_is_an_item_of_its_own():
    make_rule(kind="clauses", clauses="8.3")
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier, exclusions="8.3 design", sites=[supplier.sites.get()])
    found = item(supplier, "clauses:8.3")
    assert (found.standing, found.record) == ("missing", f"certificate:{certificate.pk}")


def test_a_waived_standard_leaves_rating_and_list_until_its_end():
    supplier = make_supplier(with_scope=True, sector="automotive")
    make_waiver(supplier)
    found = item(supplier, "standard:IATF 16949")
    assert (found.standing, found.due_on) == ("waived", ON + timedelta(days=90))
    supplier.refresh_from_db()
    assert "IATF" not in supplier.headline
    after = ON + timedelta(days=91)
    assert item(supplier, "standard:IATF 16949", after).standing == "missing"


def test_a_waiver_counts_for_past_days_as_it_did_then():
    supplier = make_supplier(with_scope=True, sector="automotive")
    make_waiver(supplier, withdrawn_on=ON + timedelta(days=10), state="withdrawn")
    assert item(supplier, "standard:IATF 16949").standing == "waived"
    assert item(supplier, "standard:IATF 16949", ON + timedelta(days=10)).standing == "missing"


@pytest.mark.parametrize("adverse", ["lapsed", "contradicted"])
def test_no_waiver_takes_out_what_something_adverse_is_known_of(adverse):
    supplier = make_supplier(with_scope=True, sector="automotive")
    expires = ON - timedelta(days=3) if adverse == "lapsed" else ON + timedelta(days=300)
    certificate = make_certificate(supplier, standard="IATF 16949", expires_on=expires)
    if adverse == "contradicted":
        verify(certificate, "mismatch", checks={"number": "mismatch"})
    make_waiver(supplier)
    assert item(supplier, "standard:IATF 16949").standing != "waived"
    supplier.refresh_from_db()
    assert supplier.rating in ("high", "critical")


def test_a_waiver_of_one_scope_leaves_the_other():
    supplier = make_supplier(with_scope=True, sector="automotive")
    other = make_scope(supplier, "plating")
    make_waiver(supplier, scope=other)
    rescore_suppliers([supplier.pk], ON)
    found = RequirementItem.objects.filter(supplier=supplier, subject="IATF 16949")
    assert {row.scope_id == other.pk: row.standing for row in found} == {True: "waived", False: "missing"}


def test_a_scope_that_is_no_longer_bought_is_asked_for_nothing():
    supplier = make_supplier(with_scope=True)
    assert items(supplier)
    make_scope(supplier, "plating")
    Scope.objects.filter(supplier=supplier, process__code="turning").update(stage="ended")
    labels = {found.scope_label.split(",")[0] for found in items(supplier).values()}
    assert labels == {"Plating"}


def test_a_night_in_which_nothing_changed_writes_no_item():
    supplier = make_supplier(with_scope=True)
    make_certificate(supplier)
    before = {found.pk for found in items(supplier).values()}
    with CaptureQueriesContext(connection) as captured:
        rescore_suppliers([supplier.pk], ON + timedelta(days=1))
    assert not [one["sql"] for one in captured.captured_queries if "requirementitem" in one["sql"]]
    assert before == set(RequirementItem.objects.filter(supplier=supplier).values_list("pk", flat=True))


@pytest.mark.parametrize("shown", list(Shown))
def test_the_list_reads_in_sql_as_the_page_reads_in_python(shown):
    supplier = make_supplier(with_scope=True)
    scope = supplier.scopes.get()
    number = 0
    for kind in ("standard", "document", "audit"):
        for standing in Standing:
            for days in (-1, 0, 60, 61):
                number += 1
                RequirementItem.objects.create(
                    supplier=supplier,
                    scope=scope,
                    scope_key="x",
                    kind=kind,
                    subject=str(number),
                    duty="expected",
                    duty_rank=1,
                    standing=standing.value,
                    due_on=ON + timedelta(days=days),
                )
    by_page = {row.pk for row in RequirementItem.objects.all() if row.shown_on(ON) is shown}
    assert by_page
    assert by_page == set(RequirementItem.objects.shown(shown, ON).values_list("pk", flat=True))


def test_items_that_were_written_past_the_rating_are_noticed_and_made_anew():
    supplier = make_supplier(with_scope=True)
    items(supplier)
    EvidenceChange.objects.all().delete()
    assert list(differing_suppliers()) == []
    RequirementItem.objects.filter(supplier=supplier).update(standing="held")
    [difference] = differing_suppliers()
    assert difference.words == "requirement items is 1, must be 1"
    repair_suppliers([difference])
    drain_changes(ON)
    assert list(differing_suppliers()) == []


def test_items_of_a_supplier_that_waits_for_its_rating_are_not_complained_about():
    supplier = make_supplier(with_scope=True)
    items(supplier)
    plan_rule()
    mark_evidence_changed([supplier.pk])
    assert list(differing_suppliers()) == []
