"""The transition table of corrective actions, tried exhaustively."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.domain.capa import (
    ANSWERABLE,
    CANCELLED,
    CLOSED,
    ENDED,
    NEEDS_REASON,
    POSITIONS,
    REVIEWS,
    START,
    STEPS,
    TO_CLOSE,
    TRANSITIONS,
    Act,
    ActRefused,
    People,
    Position,
    Refusal,
    Stage,
    State,
    acts_at,
    decide,
)

OTHERS = People(actor=1, submitter=2, owner=3)
EVERYTHING = list(product([Position(stage, state) for stage in Stage for state in State], Act))


@pytest.mark.parametrize(("position", "act"), EVERYTHING)
def test_what_is_not_in_the_table_is_refused_and_what_is_leads_where_it_says(position, act):
    target = TRANSITIONS.get((position, act))
    if target is None:
        with pytest.raises(ActRefused) as refused:
            decide(position, act, OTHERS, "a reason")
        assert refused.value.refusal is Refusal.NOT_ALLOWED_NOW
    else:
        assert decide(position, act, OTHERS, "a reason") == target


def test_the_table_has_no_transition_beyond_these():
    assert len(TRANSITIONS) == 2 * 5 + 5 + 5 + 4 + 2 + 1 + 1 + 16
    assert {source for source, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(POSITIONS)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_left_forward_only_by_a_review(step):
    forward = {
        (source, act)
        for (source, act), target in TRANSITIONS.items()
        if source.stage is step and target.stage not in {step, Stage.CANCELLED}
    }
    assert forward
    assert all(source.state is State.SUBMITTED and act in REVIEWS for source, act in forward)


@pytest.mark.parametrize("act", sorted(REVIEWS))
@pytest.mark.parametrize("people", [People(1, submitter=1), People(1, submitter=2, owner=1)])
def test_nobody_judges_what_they_handed_in_or_own(act, people):
    position = next(source for source, possible in TRANSITIONS if possible is act)
    with pytest.raises(ActRefused) as refused:
        decide(position, act, people, "a reason")
    assert refused.value.refusal is Refusal.OWN_WORK


@pytest.mark.parametrize("act", sorted(NEEDS_REASON))
def test_acts_that_need_a_reason_are_refused_with_a_blank_one(act):
    position = next(source for source, possible in TRANSITIONS if possible is act)
    with pytest.raises(ActRefused) as refused:
        decide(position, act, OTHERS, " \n")
    assert refused.value.refusal is Refusal.REASON_MISSING


def test_a_cancelled_one_stays_cancelled_and_a_closed_one_can_only_be_reopened():
    assert acts_at(CANCELLED) == frozenset()
    assert acts_at(CLOSED) == {Act.REOPEN}
    assert acts_at(TO_CLOSE) == {Act.CLOSE, Act.CANCEL}


moves = st.lists(st.tuples(st.sampled_from(list(Act)), st.integers(1, 3), st.sampled_from(["", "why"])), max_size=80)
willing = st.lists(st.tuples(st.sampled_from([*REVIEWS, Act.SUBMIT, Act.CLOSE]), st.integers(1, 3)), max_size=80)


def walk(steps, owner):
    """Try every act; yield (act, actor, submitter, before, after) for those that were possible."""
    position, submitter = START, None
    for act, actor, reason in steps:
        try:
            after = decide(position, act, People(actor, submitter, owner), reason)
        except ActRefused:
            continue
        yield act, actor, submitter, position, after
        submitter = actor if act is Act.SUBMIT else submitter
        position = after


def check(steps, owner):
    accepted = []
    for act, actor, submitter, before, after in walk(steps, owner):
        if act is Act.SUBMIT:
            assert before.state in ANSWERABLE
        if act in REVIEWS:
            assert actor not in {submitter, owner}
        if act in {Act.ACCEPT, Act.FIND_EFFECTIVE}:
            accepted.append(before.stage)
        if after == START:
            accepted.clear()
        if after == CLOSED:
            assert tuple(accepted) == STEPS
        elif after.stage not in ENDED | {Stage.CLOSURE}:
            assert tuple(accepted) == STEPS[: STEPS.index(after.stage)]


@given(moves, st.integers(1, 4))
def test_no_path_skips_a_step_or_lets_anybody_review_their_own(steps, owner):
    check(steps, owner)


@given(willing, st.integers(1, 4))
def test_no_long_path_closes_without_every_step_accepted_by_somebody_else(steps, owner):
    check([(act, actor, "why") for act, actor in steps], owner)
