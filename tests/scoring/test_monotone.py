"""The two monotonicity rows of the case table, for facts that nobody thought of."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.facts import (
    CertificateState,
    Criticality,
    Duty,
    Facts,
    Observation,
    Requirement,
    ScopeFact,
    Source,
    Trouble,
    TroubleKind,
    Verification,
)
from scoring.domain.replacement import Check, replaced_amounts
from tests.scoring.builders import ON, SCOPE, certificate, rate

KEYS = [one.key for one in DEFAULT_MODEL.indicators]
DAYS = st.integers(0, 1_600).map(lambda back: ON - timedelta(days=back))


@st.composite
def observations(draw, good=None):
    of = draw(st.integers(1, 60))
    return Observation(
        indicator=draw(st.sampled_from(KEYS)),
        observed_on=draw(DAYS),
        record=f"audit:{draw(st.integers(1, 9))}",
        source=draw(st.sampled_from(list(Source))),
        good=draw(st.integers(0, of)) if good is None else (of if good else 0),
        of=of,
        amount=of * 1_000,
        disclosed=True if good is not False else draw(st.booleans()),
    )


@st.composite
def certificates(draw, verified=False):
    standard = draw(st.sampled_from(["ISO 9001", "IATF 16949"]))
    if verified:
        return certificate(standard=standard, record="certificate:9")
    return certificate(
        record=f"certificate:{draw(st.integers(1, 5))}",
        standard=standard,
        state=draw(st.sampled_from(list(CertificateState))),
        verification=draw(st.sampled_from(list(Verification))),
    )


SCOPES = st.sampled_from(
    [
        SCOPE,
        replace(SCOPE, requirements=()),
        ScopeFact(
            SCOPE.key,
            "Machining",
            Criticality.MAJOR,
            (Requirement("ISO 9001", Duty.EXPECTED), Requirement("IATF 16949", Duty.MANDATORY)),
        ),
    ]
)
KNOWN = st.builds(
    lambda scope, seen, papers: Facts("supplier:1", (scope,), tuple(seen), tuple(papers)),
    SCOPES,
    st.lists(observations(), max_size=12),
    st.lists(certificates(), max_size=2),
)
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def limits(card):
    return {(cap.key, cap.record): cap.limit.rank for cap in card.caps if cap.key != "nothing_seen"}


def worst_limit(card):
    return max((rank for (_, _), rank in limits(card).items()), default=0)


def assert_no_better(after, before):
    assert after.score <= before.score
    assert worst_limit(after) >= worst_limit(before)
    assert ("coverage" in {k for k, _ in limits(after)}) >= ("coverage" in {k for k, _ in limits(before)})


def assert_no_worse(after, before):
    assert after.score >= before.score
    assert worst_limit(after) <= worst_limit(before)
    assert {key for key, _ in limits(after)} <= {key for key, _ in limits(before)}


@MANY
@given(KNOWN, observations(good=False))
def test_one_more_bad_observation_never_raises_the_score_and_lifts_no_cap(known, bad):
    assert_no_better(rate(replace(known, observations=(*known.observations, bad))), rate(known))


@MANY
@given(KNOWN, observations(good=True))
def test_one_more_good_observation_never_lowers_the_score_and_sets_no_cap(known, good):
    assert_no_worse(rate(replace(known, observations=(*known.observations, good))), rate(known))


@MANY
@given(KNOWN, certificates(verified=True))
def test_one_more_verified_certificate_never_lowers_the_score_and_sets_no_cap(known, fine):
    assert_no_worse(rate(replace(known, certificates=(*known.certificates, fine))), rate(known))


@MANY
@given(KNOWN, st.sampled_from([CertificateState.EXPIRED, CertificateState.SUSPENDED, CertificateState.WITHDRAWN]))
def test_a_lapse_never_raises_the_score_and_lifts_no_cap(known, state):
    gone = tuple(replace(one, state=state) for one in known.certificates)
    assert_no_better(rate(replace(known, certificates=gone)), rate(known))


@MANY
@given(KNOWN, st.sampled_from(list(TroubleKind)))
def test_an_added_major_finding_or_forgery_never_raises_the_score_and_lifts_no_cap(known, kind):
    trouble = Trouble(kind, "finding:1", "Finding 1", ON)
    assert_no_better(rate(replace(known, troubles=(trouble,))), rate(known))


@MANY
@given(st.lists(observations(), max_size=12), st.integers(1, 900))
def test_time_alone_never_raises_a_rating_without_replaced_evidence(seen, days):
    first = {}
    for one in seen:
        first.setdefault(one.indicator, one)
    known = Facts("supplier:1", (replace(SCOPE, requirements=()),), tuple(first.values()))
    later = rate(known, on=ON + timedelta(days=days))
    now = rate(known)
    assert later.score <= now.score
    assert later.likelihood.rank >= now.likelihood.rank or later.confidence < now.confidence


@MANY
@given(KNOWN)
def test_contributions_add_up_to_the_score_exactly(known):
    card = rate(known)
    assert sum(one.contribution for one in card.indicators) == card.score
    assert sum(one.contribution for one in card.pillars) == card.score
    assert sum(one.possible for one in card.indicators) == 1_000


@MANY
@given(KNOWN, st.randoms())
def test_the_order_of_facts_does_not_matter(known, random):
    seen, papers = list(known.observations), list(known.certificates)
    random.shuffle(seen)
    shuffled = rate(replace(known, observations=tuple(seen), certificates=tuple(papers)))
    assert (shuffled.score, shuffled.likelihood, shuffled.confidence) == (
        rate(known).score,
        rate(known).likelihood,
        rate(known).confidence,
    )


def checks(strengths):
    return st.lists(
        st.builds(
            lambda on, strength, weight, share: Check(on, strength, weight * share // 10, weight),
            DAYS,
            st.sampled_from(strengths),
            st.integers(1, 50),
            st.integers(0, 10),
        ),
        max_size=9,
    )


@MANY
@given(checks([1_000]))
def test_both_ways_of_replacing_agree_for_equal_sources(same):
    weaker_bystander = Check(ON + timedelta(days=1), 1, 0, 0)
    assert replaced_amounts(same) == replaced_amounts([*same, weaker_bystander])[:-1]


@MANY
@given(checks([150, 400, 1_000, 1_250]))
def test_no_check_replaces_more_than_it_weighs(mixed):
    replaced = replaced_amounts(mixed)
    assert sum(replaced) <= sum(check.weight for check in mixed)
    assert all(0 <= gone <= check.adverse for gone, check in zip(replaced, mixed, strict=True))


@pytest.mark.parametrize(("strength", "expected"), [(1_000, 40), (999, 0)])
def test_only_an_equal_or_stronger_later_check_replaces(strength, expected):
    bad = Check(ON - timedelta(days=100), 1_000, 40, 100)
    later = Check(ON, strength, 0, 100)
    assert replaced_amounts([bad, later])[0] == expected


def test_one_lucky_lot_replaces_one_bad_lot_only():
    bad_year = Check(ON - timedelta(days=100), 1_000, 50, 100)
    lucky = Check(ON, 1_000, 0, 1)
    assert replaced_amounts([bad_year, lucky])[0] == 1


def test_same_day_replaces_nothing():
    assert replaced_amounts([Check(ON, 1_000, 40, 100), Check(ON, 1_250, 0, 100)]) == [0, 0]
