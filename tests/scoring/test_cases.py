"""Every row of the case table: what is known → what the rating must do. Named after the rows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scoring.domain.facts import (
    Accreditation,
    CertificateState,
    Criticality,
    Duty,
    Fit,
    Observation,
    OwnTarget,
    Requirement,
    ScopeFact,
    Source,
    Verification,
)
from scoring.domain.model import Likelihood
from scoring.domain.scorecard import State
from tests.scoring.builders import (
    IATF_DUTY,
    ON,
    SCOPE,
    VISIT,
    audit,
    cap_keys,
    certificate,
    counted,
    defects,
    facts,
    lots,
    rate,
    seen,
    steps,
)


def clean_paper(covered=144, of=240):
    return facts(
        counted("incoming_coverage", covered, of),
        steps(10, 10),
        certificates=[certificate()],
    )


def paper_only():
    return facts(certificates=[certificate()])


def real_practice():
    strong = Source.UNANNOUNCED_AUDIT
    return facts(
        *audit(92, source=strong),
        *audit(92, source=strong, keys=("equipment", "metrology", "engineering")),
        counted("incoming_coverage", 230, 240, source=strong),
        *defects(40, 4),
        counted("parts_right", 9_900, 10_000, on=ON - timedelta(days=300), source=Source.DOCUMENT),
        counted("parts_right", 9_985, 10_000, source=Source.DOCUMENT),
        lots(40, 41),
        counted("references", 3, 3, source=Source.OUR_RECORD),
        counted("effectiveness", 3, 4, source=Source.DOCUMENT),
        counted("steps_on_time", 8, 10, source=Source.DOCUMENT),
    )


def old_deliveries(good=700, of=754, years=10):
    """A long record of deliveries with some late, and nothing since."""
    day = ON - timedelta(days=365 * years)
    return facts(counted("on_time", good, of, on=day, source=Source.OUR_RECORD, record="deliveries:1"))


def certified_without_follow_through():
    return facts(
        *audit(70),
        counted("incoming_coverage", 200, 240),
        *defects(8, 10, escaped=3),
        steps(9, 20),
        counted("effectiveness", 1, 6, source=Source.OUR_RECORD, record="capa:2"),
        counted("root_causes", 2, 6, source=Source.OUR_RECORD, record="capa:2"),
        counted("recurrence", 3, 6, source=Source.OUR_RECORD, record="capa:3"),
        lots(52, 55),
        certificates=[certificate()],
    )


def nothing_to_correct():
    return facts(
        *audit(93),
        *audit(90, keys=("equipment", "metrology", "engineering")),
        counted("incoming_coverage", 235, 240),
        counted("early_detection", 18, 20),
        lots(200),
        counted("parts_right", 100_000, 100_000, source=Source.OUR_RECORD),
        counted("on_time", 196, 200, source=Source.OUR_RECORD),
        certificates=[certificate()],
    )


def perfect_prospect():
    strong = Source.UNANNOUNCED_AUDIT
    return facts(
        *audit(97, source=strong),
        *audit(97, source=strong, keys=("equipment", "metrology", "engineering")),
        counted("incoming_coverage", 240, 240, source=strong),
        *defects(40, 2),
        lots(6),
        counted("parts_right", 5_000, 5_000, source=Source.OUR_RECORD),
        counted("first_pass", 4, 4, source=Source.OUR_RECORD),
        counted("references", 3, 3, source=Source.OUR_RECORD),
        certificates=[certificate()],
    )


def test_clean_paper_60_percent_coverage_is_high_with_coverage_as_first_reason():
    card = rate(clean_paper())
    assert card.likelihood is Likelihood.HIGH
    assert card.binding_cap is not None
    assert card.binding_cap.key == "coverage"
    assert "144 of 240 material receipts (60 %, at most 66 %)" in card.headline
    assert card.gap.points is not None
    assert card.gap.points > 50_000


def test_clean_paper_with_good_coverage_is_not_held():
    assert "coverage" not in cap_keys(rate(clean_paper(covered=230)))


def test_paper_only_is_unproven_and_the_first_action_is_to_visit_or_measure():
    card = rate(paper_only())
    assert card.likelihood is Likelihood.UNPROVEN
    assert card.improvements[0].action in {"visit", "coverage"}
    assert card.gap.points is None
    assert "nothing_seen" in cap_keys(card)


def test_paper_only_cannot_leave_unproven_by_more_paper():
    written = facts(
        seen("documented_procedures", 100),
        counted("steps_on_time", 500, 500, source=Source.OUR_RECORD),
        certificates=[certificate()],
    )
    assert rate(written).likelihood is Likelihood.UNPROVEN


def test_no_certificate_real_practice_ranks_above_paper_only_and_above_weak_follow_through():
    real, weak, paper = (rate(one()) for one in (real_practice, certified_without_follow_through, paper_only))
    assert real.score > weak.score > paper.score
    assert real.likelihood.rank <= Likelihood.MODERATE.rank + 1
    assert real.likelihood.rank <= weak.likelihood.rank
    assert not real.caps


def test_detection_stage_early_catches_beat_final_inspection():
    early = rate(facts(*defects(18, 2), certificates=[certificate()]))
    late = rate(facts(*defects(1, 19), certificates=[certificate()]))
    assert early.score > late.score


def test_detection_stage_escapes_never_count_as_early():
    without = rate(facts(*defects(18, 2)))
    escaped = rate(facts(*defects(18, 2, escaped=10)))
    assert escaped.score < without.score


def test_honest_reporter_is_never_worse_for_logging_more():
    quiet = facts(*audit(80), *defects(6, 4), counted("effectiveness", 2, 3), lots(50))
    honest = facts(*audit(80), *defects(16, 4), counted("effectiveness", 12, 13), lots(50))
    assert rate(honest).score >= rate(quiet).score


def test_nothing_to_correct_is_not_held_back_and_can_be_low():
    card = rate(nothing_to_correct())
    assert card.likelihood is Likelihood.LOW
    follow_through = next(one for one in card.pillars if one.key == "follow_through")
    assert follow_through.state is State.NOT_APPLICABLE


def test_nothing_to_correct_a_first_verified_closure_does_not_cost_a_point():
    known = nothing_to_correct()
    closed = replace(known, observations=(*known.observations, counted("effectiveness", 1, 1), steps(1, 1)))
    assert rate(closed).score >= rate(known).score


def test_perfect_prospect_is_moderate_or_better_with_its_confidence():
    card = rate(perfect_prospect())
    assert card.likelihood in (Likelihood.LOW, Likelihood.MODERATE)
    assert card.confidence >= 400_000


def test_wrong_scope_gives_no_assurance_here_and_is_fine_where_it_covers():
    moulding = ScopeFact("scope:2", "Moulding", Criticality.MAJOR, SCOPE.requirements)
    certificates = [
        certificate(scope_fit=Fit.OTHER, scopes=(SCOPE.key,)),
        certificate(scope_fit=Fit.COVERS, scopes=(moulding.key,)),
    ]
    here = rate(facts(certificates=certificates))
    there = rate(facts(certificates=certificates, scope=moulding))
    assert here.indicator("certificate:ISO 9001").points == 0
    assert there.indicator("certificate:ISO 9001").points == 100_000
    assert any("does not cover" in flag.text for flag in here.flags)


def test_wrong_site_or_name_is_flagged_then_contradicted_when_a_person_confirms():
    flagged = rate(facts(certificates=[certificate(verification=Verification.MISMATCH, mismatch="the address")]))
    assert any("the address differs" in flag.text for flag in flagged.flags)
    assert "mismatch" not in cap_keys(flagged)
    confirmed = rate(facts(certificates=[certificate(verification=Verification.CONTRADICTED, mismatch="the address")]))
    assert "mismatch" in cap_keys(confirmed)
    assert confirmed.likelihood is Likelihood.HIGH


def test_not_in_the_register_gives_no_assurance_and_is_no_accusation():
    card = rate(facts(certificates=[certificate(verification=Verification.NOT_FOUND)]))
    assert card.indicator("certificate:ISO 9001").points == 0
    assert card.likelihood is Likelihood.UNPROVEN
    assert any("no assurance" in flag.text for flag in card.flags)


def test_not_in_the_register_holds_a_sector_duty_at_moderate():
    scope = replace(SCOPE, requirements=(IATF_DUTY,))
    known = facts(certificates=[certificate(standard="IATF 16949", verification=Verification.NOT_FOUND)], scope=scope)
    assert "duty_unverified" in cap_keys(rate(known))


def test_never_checked_is_no_better_than_not_found():
    def with_(verification):
        return rate(facts(*audit(80), certificates=[certificate(verification=verification)])).score

    assert with_(Verification.NEVER) <= with_(Verification.NOT_FOUND)


def test_weak_registrar_counts_clearly_less():
    strong = rate(paper_only())
    weak = rate(facts(certificates=[certificate(accreditation=Accreditation.NOT_RECOGNISED)]))
    assert weak.score <= strong.score - 50


@pytest.mark.parametrize("standard", ["IATF 16949", "AS9100", "ISO 13485"])
def test_sector_duty_unmet_is_capped_whatever_else_is_there(standard):
    scope = replace(SCOPE, requirements=(Requirement(standard, Duty.MANDATORY),))
    known = replace(nothing_to_correct(), scopes=(scope,))
    card = rate(known)
    assert card.likelihood is Likelihood.HIGH
    assert "duty_unmet" in cap_keys(card)


@pytest.mark.parametrize("state", [CertificateState.EXPIRED, CertificateState.SUSPENDED, CertificateState.WITHDRAWN])
def test_sector_duty_lapsed_suspended_or_withdrawn_is_capped(state):
    scope = replace(SCOPE, requirements=(IATF_DUTY,))
    known = facts(*audit(95), certificates=[certificate(standard="IATF 16949", state=state)], scope=scope)
    assert "duty_unmet" in cap_keys(rate(known))


def test_sector_duty_is_not_capped_high_for_sixty_days_after_the_body_confirmed_the_renewal():
    scope = replace(SCOPE, requirements=(IATF_DUTY,))
    renewing = certificate(
        standard="IATF 16949", state=CertificateState.EXPIRED, renewal_confirmed_on=ON - timedelta(days=60)
    )
    known = facts(*audit(95), certificates=[renewing], scope=scope)
    assert "duty_unmet" not in cap_keys(rate(known))
    assert "duty_unmet" in cap_keys(rate(known, on=ON + timedelta(days=1)))


def test_merely_expected_standard_costs_points_and_caps_nothing():
    lapsed = rate(facts(*audit(95), certificates=[certificate(state=CertificateState.EXPIRED)]))
    valid = rate(facts(*audit(95), certificates=[certificate()]))
    assert lapsed.score == valid.score - 150
    assert not lapsed.caps


def test_excluded_clause_that_the_part_needs_is_flagged_and_makes_the_scope_partial():
    scope = replace(SCOPE, needed_clauses=("8.3",))
    card = rate(facts(certificates=[certificate(excluded_clauses=("8.3",))], scope=scope))
    assert card.indicator("certificate:ISO 9001").points == 50_000
    assert any("excludes clause 8.3" in flag.text for flag in card.flags)


def test_paper_closure_counts_less_than_verified_effectiveness():
    verified = rate(facts(counted("effectiveness", 4, 4)))
    closed_only = rate(facts(counted("effectiveness", 0, 4)))
    assert closed_only.score < verified.score


def test_paper_closure_a_defect_that_came_back_counts_less():
    stayed_away = rate(facts(counted("effectiveness", 4, 4), counted("recurrence", 4, 4)))
    came_back = rate(facts(counted("effectiveness", 3, 4), counted("recurrence", 3, 4)))
    assert came_back.score < stayed_away.score


def test_own_target_is_shown_and_earns_nothing():
    target = OwnTarget("early_detection", "under 30 % defects", "document:1")
    with_target = rate(facts(*audit(80), own_targets=(target,)))
    assert with_target.own_targets == (target,)
    assert with_target.score == rate(facts(*audit(80))).score


def test_refused_re_audit_is_not_better_than_on_the_day_of_the_audit():
    long_ago = ON - timedelta(days=730)
    poor = facts(
        *audit(35, on=long_ago),
        counted("incoming_coverage", 80, 240, on=long_ago),
        certificates=[certificate()],
    )
    then, now = rate(poor, on=long_ago), rate(poor, on=ON)
    assert now.score <= then.score
    assert now.likelihood.rank >= then.likelihood.rank
    assert cap_keys(then) <= cap_keys(now)


def test_refused_re_audit_a_later_equal_audit_does_replace_it():
    long_ago = ON - timedelta(days=730)
    poor = audit(35, on=long_ago)
    assert rate(facts(*poor, *audit(90, record="audit:2"))).score > rate(facts(*poor)).score + 50


def test_refused_re_audit_the_suppliers_own_word_does_not_replace_it():
    long_ago = ON - timedelta(days=730)
    poor = counted("incoming_coverage", 80, 240, on=long_ago)
    claim = counted("incoming_coverage", 500, 500, source=Source.OWN_WORD, record="question:Q07")
    assert "coverage" in cap_keys(rate(facts(poor, claim)))


def test_small_sample_is_not_capped_and_says_how_many_more_to_sample():
    small = rate(clean_paper(23, 30))
    assert "coverage" not in cap_keys(small)
    assert small.coverage is not None
    assert small.coverage.more_to_sample > 100
    assert "coverage" in cap_keys(rate(clean_paper(144, 240)))


def test_nothing_at_all_is_unproven_not_low_not_critical():
    card = rate(facts())
    assert card.likelihood is Likelihood.UNPROVEN
    assert card.confidence == 0


def test_asked_not_disclosed_is_a_poor_observation():
    refused = Observation("incoming_coverage", VISIT, "audit:1", Source.ANNOUNCED_AUDIT, 0, 1, 1_000, disclosed=False)
    assert rate(facts(refused)).score < rate(facts()).score


def test_small_bad_evidence_alone_does_not_make_anybody_critical():
    assert rate(facts(steps(0, 1))).likelihood is Likelihood.UNPROVEN


def test_unproven_is_no_hiding_place_for_a_poor_audit():
    assert rate(facts(*audit(30))).likelihood in (Likelihood.HIGH, Likelihood.CRITICAL)


def test_what_was_measured_long_ago_is_shown_no_worse_than_it_was_measured():
    """Good fades and adverse does not: a supplier without news for years became critical by that alone."""
    for years in (1, 10, 25):
        card = rate(old_deliveries(years=years))
        [on_time] = [one for one in card.indicators if one.key == "on_time"]
        assert on_time.measured == 700 * 1_000_000 // 754, years
        assert card.likelihood is Likelihood.UNPROVEN, years


def test_waiting_hides_nothing_that_was_measured_badly():
    shown = [rate(old_deliveries(good=100, years=years)).likelihood for years in (1, 3, 10)]
    assert shown == [Likelihood.CRITICAL] * 3
