"""Curves, freshness, intervals, models and snapshots: the parts that the case table leans on."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from common.days import add_months
from common.proportion import wilson
from scoring.domain.bands import band_of
from scoring.domain.coverage import lies_under
from scoring.domain.curves import Curve
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.engine import score_all, worst
from scoring.domain.facts import (
    Criticality,
    Facts,
    NotApplicable,
    Observation,
    ScopeFact,
    Source,
    Trouble,
    TroubleKind,
)
from scoring.domain.fixed import PPM, freshness
from scoring.domain.matrix import consequence
from scoring.domain.model import Band, Likelihood, Pillar
from scoring.domain.model_checks import InvalidModel, check_model
from scoring.domain.pillars import apportion
from scoring.domain.plain import canonical, to_plain
from scoring.domain.scorecard import State
from scoring.domain.snapshot import freeze, reproduce, thaw_card, thaw_facts, thaw_model
from tests.scoring.builders import ON, SCOPE, audit, cap_keys, certificate, counted, facts, lots, rate
from tests.scoring.test_cases import certified_without_follow_through, clean_paper, nothing_to_correct


def test_freshness_halves_at_the_half_life_and_never_rises():
    assert freshness(0, 548) == PPM
    assert freshness(548, 548) == PPM // 2
    assert freshness(1_096, 548) == PPM // 4
    ages = [freshness(age, 548) for age in range(3_000)]
    assert ages == sorted(ages, reverse=True)


def test_freshness_is_the_true_halving_between_the_half_lives():
    assert abs(freshness(274, 548) - 707_107) <= 2


def test_curve_rounds_down_and_never_falls():
    curve = Curve(((0, 0), (600_000, 20_000), (PPM, 100_000)))
    values = [curve.points(share) for share in range(0, PPM + 1, 997)]
    assert values == sorted(values)
    assert curve.points(600_000) == 20_000


@pytest.mark.parametrize(
    ("good", "of", "low", "high"), [(144, 240, 537_000, 660_000), (23, 30, 591_000, 883_000), (0, 10, 0, 278_000)]
)
def test_wilson_interval(good, of, low, high):
    lower, upper = wilson(good, of)
    assert abs(lower - low) < 1_000
    assert abs(upper - high) < 1_000


@pytest.mark.parametrize("good", range(0, 241, 7))
def test_lies_under_agrees_with_the_interval(good):
    assert lies_under(good, 240, 800_000) == (wilson(good, 240)[1] < 800_000)


def test_apportion_adds_up_and_gives_the_rest_to_the_largest_remainder():
    assert apportion([1, 1, 1], 100) == [34, 33, 33]
    assert sum(apportion([7, 11, 13, 0], 547)) == 547
    assert apportion([0, 0], 0) == [0, 0]


def test_the_shipped_model_passes_its_own_rules():
    assert check_model(DEFAULT_MODEL) is DEFAULT_MODEL


def _with_certification(weight):
    first, second, *rest = DEFAULT_MODEL.pillars
    return (replace(first, weight=weight), replace(second, weight=400 - weight), *rest)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pillars": _with_certification(201)}, "never weigh more than 20 %"),
        ({"pillars": (Pillar("certification", "Certification", 150),)}, "add up to 100 %"),
        ({"bands": tuple(replace(band, floor=500) for band in DEFAULT_MODEL.bands)}, "reachable"),
        ({"bands": (*DEFAULT_MODEL.bands[:-1], Band(Likelihood.CRITICAL, 100))}, "no gap"),
        ({"matrix": DEFAULT_MODEL.matrix[1:]}, "one cell for each"),
        ({"strengths": DEFAULT_MODEL.strengths[1:]}, "each source"),
        ({"indicators": (replace(DEFAULT_MODEL.indicators[0], prior=PPM), *DEFAULT_MODEL.indicators[1:])}, "prior"),
        (
            {
                "indicators": (
                    replace(DEFAULT_MODEL.indicators[0], curve=Curve(((0, 50_000), (PPM, 0)))),
                    *DEFAULT_MODEL.indicators[1:],
                )
            },
            "never falls",
        ),
    ],
)
def test_a_model_that_breaks_a_rule_is_refused_with_the_reason(changes, says):
    with pytest.raises(InvalidModel, match=says):
        check_model(replace(DEFAULT_MODEL, **changes))


def test_certification_may_weigh_exactly_20_percent():
    check_model(replace(DEFAULT_MODEL, pillars=_with_certification(200)))


@pytest.mark.parametrize(
    ("score", "band"), [(800, "low"), (799, "moderate"), (650, "moderate"), (500, "high"), (0, "critical")]
)
def test_bands_are_half_open(score, band):
    assert band_of(score, DEFAULT_MODEL) == band


def test_snapshot_recomputed_from_its_own_facts_gives_the_same_bytes():
    known = certified_without_follow_through()
    card = rate(known)
    kept = freeze(known, card)
    model = thaw_model(to_plain(DEFAULT_MODEL))
    again = reproduce(kept.facts, model, card.engine, card.scope, card.on)
    assert canonical(again.result) == canonical(kept.result)
    assert again.sha256 == kept.sha256


def test_facts_card_and_model_survive_the_round_trip_through_json():
    known = clean_paper()
    card = rate(known)
    kept = freeze(known, card)
    assert thaw_facts(kept.facts) == known
    assert thaw_card(kept.result) == card
    assert thaw_model(to_plain(DEFAULT_MODEL)) == DEFAULT_MODEL


def test_a_changed_fact_changes_the_hash():
    known = clean_paper()
    card = rate(known)
    changed = facts(*known.observations, certificates=[certificate(label="ISO 9001 certificate 4712")])
    assert freeze(known, card).sha256 != freeze(changed, card).sha256


def test_one_rating_with_a_hundred_observations_takes_less_than_three_milliseconds():
    known = nothing_to_correct()
    many = [counted("steps_on_time", n % 7 != 0, 1, on=ON - timedelta(days=n), record=f"capa:{n}") for n in range(80)]
    known = replace(known, observations=(*known.observations, *many))
    best = min(_timed(known) for _ in range(20))
    assert best < 0.003


def _timed(known):
    start = time.perf_counter()
    rate(known)
    return time.perf_counter() - start


def test_facts_after_the_day_are_not_known_yet():
    later = audit(10, on=ON + timedelta(days=1))
    assert rate(facts(*later)).score == rate(facts()).score


def test_an_overdue_major_finding_holds_at_high_with_its_record():
    trouble = Trouble(TroubleKind.MAJOR_OVERDUE, "finding:3", "Major finding 3", ON - timedelta(days=2))
    card = rate(replace(nothing_to_correct(), troubles=(trouble,)))
    assert card.likelihood is Likelihood.HIGH
    assert card.binding_cap is not None
    assert card.binding_cap.record == "finding:3"
    assert "19 Nov 2026" in card.headline


def test_confirmed_forgery_is_critical_whatever_else_is_there():
    trouble = Trouble(TroubleKind.FORGERY, "audit:1", "Invented inspection records", ON)
    card = rate(replace(nothing_to_correct(), troubles=(trouble,)))
    assert card.likelihood is Likelihood.CRITICAL


def test_coverage_cap_lifts_after_thirty_covered_receipts_not_after_one_lucky_lot():
    bad = counted("incoming_coverage", 144, 240, on=ON - timedelta(days=200))
    lucky = counted("incoming_coverage", 29, 29, record="audit:2")
    enough = counted("incoming_coverage", 30, 30, record="audit:2")
    assert "coverage" in cap_keys(rate(facts(bad, lucky)))
    assert "coverage" not in cap_keys(rate(facts(bad, enough)))


def test_coverage_split_into_small_checks_is_still_under_the_limit():
    small = [counted("incoming_coverage", 6, 10, on=ON - timedelta(days=n), record=f"audit:{n}") for n in range(20)]
    assert "coverage" in cap_keys(rate(facts(*small)))


def test_what_the_profile_sets_aside_leaves_the_sum_until_something_is_observed():
    scope = replace(SCOPE, not_applicable=(NotApplicable("lot_acceptance", "nothing is bought by the lot"),))
    aside = rate(facts(*audit(80), scope=scope)).indicator("lot_acceptance")
    assert aside.state is State.NOT_APPLICABLE
    assert aside.note == "nothing is bought by the lot"
    back = rate(facts(*audit(80), lots(3, 5), scope=scope)).indicator("lot_acceptance")
    assert back.state is State.MEASURED


def test_what_would_raise_it_names_at_most_three_offered_actions_largest_first():
    found = rate(clean_paper()).improvements
    assert len(found) <= 3
    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    assert all(DEFAULT_MODEL.action(one.action).offered for one in found)


def test_reaching_the_target_of_an_improvement_gains_about_what_was_promised():
    strong = (*audit(100, source=Source.UNANNOUNCED_AUDIT), lots(40), counted("parts_right", 40_000, 40_000))
    before = rate(facts(*strong, counted("incoming_coverage", 0, 400)))
    promised = next(one.gain for one in before.improvements if one.action == "coverage")
    after = rate(facts(*strong, counted("incoming_coverage", 95_000, 100_000)))
    assert abs((after.score - before.score) - promised) <= 2


def test_the_gap_per_clause_group_uses_what_was_asked_about_that_clause():
    paper = Observation(
        "documented_procedures", ON, "audit:1", Source.ANNOUNCED_AUDIT, 95, 100, 200, clause_group="7.1.5"
    )
    practice = Observation("audit_practice", ON, "audit:1", Source.ANNOUNCED_AUDIT, 30, 100, 200, clause_group="7.1.5")
    groups = {one.group: one for one in rate(facts(paper, practice)).gap.groups}
    assert groups["7.1.5"].gap is not None
    assert groups["7.1.5"].gap > 60_000
    assert groups["8.7"].gap is None


@pytest.mark.parametrize("likelihood", list(Likelihood))
@pytest.mark.parametrize("criticality", list(Criticality))
def test_every_pair_of_the_matrix_has_a_consequence(likelihood, criticality):
    assert consequence(likelihood, criticality, DEFAULT_MODEL, ON).re_evaluate_on > ON


def test_months_end_on_the_last_day_of_a_short_month():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_the_suppliers_line_is_its_worst_active_scope():
    good = ScopeFact("scope:1", "Casting", Criticality.MAJOR, SCOPE.requirements)
    bad = ScopeFact("scope:2", "Assembly", Criticality.STANDARD, SCOPE.requirements)
    ended = ScopeFact("scope:3", "Painting", Criticality.CRITICAL, SCOPE.requirements, active=False)
    seen = (
        counted("incoming_coverage", 240, 240, scopes=("scope:1",)),
        counted("incoming_coverage", 100, 240, scopes=("scope:2",)),
        counted("incoming_coverage", 10, 240, scopes=("scope:3",)),
    )
    known = Facts("supplier:1", (good, bad, ended), seen)
    line = worst(score_all(known, DEFAULT_MODEL, ON), known)
    assert line is not None
    assert line.scope == "scope:2"


def test_an_observation_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="not an observation"):
        counted("incoming_coverage", 5, 4)
