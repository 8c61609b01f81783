"""Records become facts: what was seen, for the scopes it is true of, with the record behind it."""

from datetime import timedelta

import pytest

from audits.domain.audits import Strength
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from capability.domain.terms import Kind
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.engine import score, score_all
from scoring.domain.facts import Accreditation, CertificateState, Fit, Verification
from scoring.domain.model import Likelihood
from scoring.facts import gather_facts
from tests.audits.factories import make_finding
from tests.capability.factories import make_record
from tests.scoring.factories import (
    ON,
    SEEN,
    clean_paper,
    make_certificate,
    make_coverage,
    make_evidence,
    make_scope,
    make_stages,
    make_supplier,
    verify,
)
from tests.suppliers.factories import make_site

pytestmark = pytest.mark.django_db


def facts_of(supplier, on=ON):
    gathered = gather_facts([supplier.pk], on)
    assert not gathered.problems
    return gathered.facts[supplier.pk]


def card_of(supplier, on=ON):
    facts = facts_of(supplier, on)
    return score(facts, DEFAULT_MODEL, facts.scopes[0].key, on)


def indicators(facts):
    return {one.indicator for one in facts.observations}


def test_clean_paper_with_60_percent_coverage_is_high_from_its_records():
    card = card_of(clean_paper())
    assert card.likelihood is Likelihood.HIGH
    assert "144 of 240" in card.headline
    assert card.indicator("certificate:ISO 9001").points == 100_000


def test_a_sector_decides_what_is_asked_for():
    supplier = make_supplier(with_scope=True, sector="automotive")
    (requirement,) = facts_of(supplier).scopes[0].requirements
    assert (requirement.standard, requirement.duty.value) == ("IATF 16949", "mandatory")
    assert card_of(supplier).likelihood is Likelihood.HIGH


def test_a_supplier_without_scopes_is_rated_as_a_whole():
    supplier = make_supplier()
    facts = facts_of(supplier)
    assert [one.key for one in facts.scopes] == ["supplier"]
    assert card_of(supplier).likelihood is Likelihood.UNPROVEN


def test_an_audit_feeds_each_indicator_of_its_questions_and_weighs_one_audit():
    supplier = make_supplier(with_scope=True)
    audit = make_evidence(supplier)
    facts = facts_of(supplier)
    assert indicators(facts) >= {"audit_practice", "calibration", "disclosure", "chain_walk", "documented_procedures"}
    assert {one.record for one in facts.observations} == {f"audit:{audit.pk}"}
    practice = [one for one in facts.observations if one.indicator == "audit_practice"]
    assert 990 <= sum(one.amount for one in practice) <= 1_000


def test_a_refused_answer_is_poor_and_an_unlooked_one_is_no_evidence():
    supplier = make_supplier(with_scope=True)
    make_evidence(supplier, Grade.NOT_LOOKED_AT)
    assert not facts_of(supplier).observations
    other = make_supplier(with_scope=True)
    make_evidence(other, Grade.NOT_DISCLOSED)
    assert {one.good for one in facts_of(other).observations} == {0}


def test_an_audit_that_is_not_completed_is_no_evidence():
    supplier = make_supplier(with_scope=True)
    audit = make_evidence(supplier)
    type(audit).objects.filter(pk=audit.pk).update(state="in_progress", completed_at=None)
    assert not facts_of(supplier).observations


def test_what_was_seen_at_one_site_says_nothing_of_another():
    supplier = make_supplier(with_scope=True)
    other = make_scope(supplier, "milling", site=make_site(supplier))
    make_coverage(supplier)
    cards = score_all(facts_of(supplier), DEFAULT_MODEL, ON)
    first = next(key for key in cards if key != f"scope:{other.pk}")
    assert cards[first].coverage is not None
    assert cards[f"scope:{other.pk}"].coverage is None


def test_skip_lot_counts_as_covered_and_a_refusal_is_kept_as_such():
    supplier = make_supplier(with_scope=True)
    make_coverage(supplier, 100, 240, skip_lot=130)
    (seen,) = facts_of(supplier).observations
    assert (seen.good, seen.of) == (230, 240)
    refusing = make_supplier(with_scope=True)
    make_coverage(refusing, None, None, sampling="not_disclosed")
    (asked,) = facts_of(refusing).observations
    assert not asked.disclosed


def test_a_superseded_count_is_no_evidence_any_more():
    supplier = make_supplier(with_scope=True)
    row = make_coverage(supplier)
    type(row).objects.filter(pk=row.pk).update(
        superseded_at=row.recorded_at, superseded_by=supplier.owner, superseded_reason="counted twice"
    )
    assert not facts_of(supplier).observations


def test_where_defects_were_caught_and_what_escaped():
    supplier = make_supplier(with_scope=True)
    make_stages(supplier, in_process=18, final=2, caught_receiving=3, caught_line=1)
    seen = {one.indicator: (one.good, one.of) for one in facts_of(supplier).observations}
    assert seen == {"early_detection": (18, 20), "escapes": (20, 24)}


@pytest.mark.parametrize(
    ("outcome", "verification"),
    [("confirmed", Verification.CONFIRMED), ("not_found", Verification.NOT_FOUND), ("unreachable", Verification.NEVER)],
)
def test_the_outcome_of_a_verification(outcome, verification):
    supplier = make_supplier(with_scope=True)
    verify(make_certificate(supplier), outcome, checks={})
    (fact,) = facts_of(supplier).certificates
    assert fact.verification is verification


def test_a_certificate_that_nobody_checked_gives_no_points():
    supplier = make_supplier(with_scope=True)
    make_certificate(supplier)
    assert card_of(supplier).indicator("certificate:ISO 9001").points == 0


def test_another_holder_contradicts_and_a_stale_check_is_stale():
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier)
    verify(certificate, "mismatch", checks={"number": "match", "holder": "mismatch"})
    (fact,) = facts_of(supplier).certificates
    assert (fact.verification, fact.mismatch) == (Verification.CONTRADICTED, "the holder")
    other = make_supplier(with_scope=True)
    verify(make_certificate(other), on=ON - timedelta(days=300))
    assert facts_of(other).certificates[0].verification is Verification.STALE


def test_a_scope_that_differs_concerns_that_scope_only():
    supplier = make_supplier(with_scope=True)
    here = supplier.scopes.get()
    there = make_scope(supplier, "milling", site=here.site)
    certificate = make_certificate(supplier, sites=[here.site])
    fine = dict.fromkeys(("active", "number", "holder", "address", "accreditation"), "match")
    verify(certificate, "mismatch", checks=fine, scopes=[(here, "mismatch"), (there, "match")])
    by_scope = {one.scopes[0]: one for one in facts_of(supplier).certificates}
    assert by_scope[f"scope:{here.pk}"].verification is Verification.CONTRADICTED
    assert by_scope[f"scope:{there.pk}"].verification is Verification.CONFIRMED
    assert by_scope[f"scope:{there.pk}"].scope_fit is Fit.COVERS


def test_a_genuine_certificate_for_another_process_gives_no_assurance_and_no_cap():
    supplier = make_supplier(with_scope=True)
    scope = supplier.scopes.get()
    verify(make_certificate(supplier, sites=[scope.site]), scopes=[(scope, "mismatch")])
    card = card_of(supplier)
    assert card.indicator("certificate:ISO 9001").points == 0
    assert {cap.key for cap in card.caps} == {"nothing_seen"}


def test_a_certificate_of_another_site_does_not_cover_this_one():
    supplier = make_supplier(with_scope=True)
    verify(make_certificate(supplier, sites=[make_site(supplier)]))
    assert facts_of(supplier).certificates[0].site_fit is Fit.OTHER


def test_state_and_accreditation_on_the_day():
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier, expires_on=ON - timedelta(days=1))
    checks = dict.fromkeys(("active", "number", "holder", "address"), "match") | {"accreditation": "mismatch"}
    verify(certificate, checks=checks)
    (fact,) = facts_of(supplier).certificates
    assert fact.state is CertificateState.EXPIRED
    assert fact.accreditation is Accreditation.NOT_RECOGNISED
    assert facts_of(supplier, ON - timedelta(days=1)).certificates[0].state is CertificateState.ACTIVE


def test_a_register_that_says_suspended_beats_the_paper():
    supplier = make_supplier(with_scope=True)
    verify(make_certificate(supplier), "suspended_or_withdrawn", checks={"active": "mismatch"})
    assert facts_of(supplier).certificates[0].state is CertificateState.SUSPENDED


def test_a_retired_certificate_is_no_claim_any_more():
    supplier = make_supplier(with_scope=True)
    make_certificate(supplier, retired_on=ON, retired_reason="Recorded by mistake")
    assert not facts_of(supplier).certificates


def test_a_major_finding_past_its_date_holds_the_rating():
    supplier = clean_paper()
    audit = make_evidence(supplier)
    finding = make_finding(audit, grade=FindingGrade.MAJOR)
    type(finding).objects.filter(pk=finding.pk).update(due_on=ON - timedelta(days=3))
    card = card_of(supplier)
    assert "major_overdue" in {cap.key for cap in card.caps}
    assert card.indicator("findings_in_time").points < 35_000


def test_broken_records_of_one_supplier_do_not_touch_the_other():
    broken, fine = make_supplier(with_scope=True), clean_paper()
    audit = make_evidence(broken)
    type(audit).objects.filter(pk=audit.pk).update(checklist_version=99)
    gathered = gather_facts([broken.pk, fine.pk], ON)
    assert set(gathered.facts) == {fine.pk}
    assert "99" in gathered.problems[broken.pk]


def test_the_number_of_queries_does_not_depend_on_the_number_of_suppliers(django_assert_num_queries):
    suppliers = [clean_paper() for _ in range(3)]
    for supplier in suppliers:
        make_evidence(supplier)
        make_stages(supplier)
    with django_assert_num_queries(10):
        gather_facts([suppliers[0].pk], ON)
    with django_assert_num_queries(10):
        gather_facts([one.pk for one in suppliers], ON)


def test_what_is_seen_later_is_no_fact_yet():
    supplier = make_supplier(with_scope=True)
    make_coverage(supplier)
    assert not facts_of(supplier, SEEN - timedelta(days=1)).observations


def test_certification_never_weighs_more_than_a_fifth_of_what_applies():
    card = card_of(clean_paper())
    certification = next(pillar for pillar in card.pillars if pillar.key == "certification")
    assert certification.possible <= 200


def test_a_prospect_with_everything_seen_is_moderate_from_its_records():
    supplier = make_supplier(with_scope=True)
    scope = supplier.scopes.get()
    verify(make_certificate(supplier, sites=[scope.site]), scopes=[(scope, "match")])
    make_evidence(supplier, strength=Strength.UNANNOUNCED_ON_SITE)
    make_coverage(supplier, 238, 240)
    make_stages(supplier, in_process=40, final=2)
    for kind in (Kind.EQUIPMENT, Kind.METROLOGY, Kind.ENGINEERING):
        make_record(kind, supplier, source="unannounced", observed_on=SEEN)
    make_record(Kind.SAMPLE_RUN, supplier, received=2_000, conforming=2_000)
    for number in range(6):
        make_record(Kind.PRESHIPMENT, supplier, lot_number=f"L-{number}")
    for number in range(4):
        make_record(Kind.FIRST_ARTICLE, supplier, part_number=f"P-{number}")
    for company in ("Pumps", "Valves", "Gears"):
        make_record(Kind.REFERENCE, supplier, company=company)
    card = card_of(supplier)
    assert card.likelihood is Likelihood.MODERATE, (card.score, card.confidence, card.headline)
    assert card.confidence >= 400_000
