from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audits.domain.capa import Decision, Effectiveness, RoundCause, Severity, Stage
from audits.domain.capa_facts import (
    Attempt,
    CapaRecord,
    RoundRecord,
    StepRecord,
    follow_through,
    step_outcome,
)

BEGAN = date(2026, 3, 2)
DUE = date(2026, 3, 16)


def day(n):
    return BEGAN + timedelta(days=n)


def step(*attempts, due_on=DUE, kind=Stage.ROOT_CAUSE, began_on=BEGAN, missed_on=None):
    return StepRecord(kind, due_on, began_on, missed_on, tuple(attempts))


def capa(*steps, cause=RoundCause.FINDING, cancelled_on=None, **round_values):
    one = RoundRecord(cause, BEGAN, tuple(steps), **round_values)
    return CapaRecord(7, Severity.MAJOR, 3, BEGAN, (one,), cancelled_on)


def accepted(answered, decided, due=DUE):
    return Attempt(day(answered), due, Decision.ACCEPTED, day(decided))


def rejected(answered, decided, due=DUE):
    return Attempt(day(answered), due, Decision.REJECTED, day(decided))


def test_a_capa_just_opened_says_nothing():
    facts = follow_through(capa(step()), DUE)
    assert (facts.due_steps, facts.late_steps, facts.overdue_since) == (0, 0, None)


def test_a_step_accepted_in_time_counts_from_its_acceptance():
    facts = follow_through(capa(step(accepted(10, 40))), day(50))
    assert (facts.due_steps, facts.late_steps) == (1, 0)
    assert facts.outcomes[0].on == day(40)


def test_an_answer_in_time_is_not_late_however_long_we_review():
    pending = Attempt(DUE, DUE)
    assert step_outcome(step(pending), DUE + timedelta(days=300)) is None


def test_an_answer_after_its_date_is_late_even_when_accepted():
    facts = follow_through(capa(step(accepted(15, 16))), day(20))
    assert facts.late_steps == 1
    assert facts.outcomes[0].on == DUE + timedelta(days=1)


def test_no_answer_past_the_date_is_late_and_overdue():
    facts = follow_through(capa(step()), DUE + timedelta(days=1))
    assert (facts.due_steps, facts.late_steps) == (1, 1)
    assert facts.overdue_since == DUE + timedelta(days=1)


def test_a_missed_date_stays_missed_after_it_was_moved():
    moved = step(accepted(20, 21, due=day(30)), due_on=day(30), missed_on=day(15))
    assert follow_through(capa(moved), day(40)).late_steps == 1


def test_a_rejected_root_cause_is_counted_and_its_step_waits_again():
    reworked = step(rejected(10, 12), due_on=day(18))
    facts = follow_through(capa(reworked), day(18))
    assert facts.root_causes_rejected == (day(12),)
    assert facts.due_steps == 0
    assert follow_through(capa(reworked), day(19)).late_steps == 1


def test_a_withdrawn_answer_is_as_if_it_had_never_come():
    withdrawn = Attempt(day(3), DUE, Decision.WITHDRAWN, day(4))
    facts = follow_through(capa(step(withdrawn)), DUE + timedelta(days=1))
    assert facts.late_steps == 1
    assert facts.root_causes_rejected == ()


def test_a_step_that_waits_for_its_turn_is_not_late():
    assert step_outcome(step(began_on=None), DUE + timedelta(days=30)) is None


def test_effectiveness_belongs_to_us_and_never_makes_the_supplier_late():
    facts = follow_through(capa(step(kind=Stage.EFFECTIVENESS)), DUE + timedelta(days=30))
    assert (facts.due_steps, facts.late_steps, facts.overdue_since) == (0, 0, None)


def test_the_result_of_the_check_counts_from_the_day_it_was_judged():
    checked = capa(step(accepted(1, 2)), result=Effectiveness.EFFECTIVE, judged_on=day(100), closed_on=day(101))
    assert follow_through(checked, day(99)).found_effective == ()
    facts = follow_through(checked, day(101))
    assert (facts.found_effective, facts.closed_on) == ((day(100),), day(101))


def test_a_recurrence_reopens_and_the_old_closing_no_longer_stands():
    closed = capa(step(accepted(1, 2)), result=Effectiveness.EFFECTIVE, judged_on=day(9), closed_on=day(10))
    again = RoundRecord(RoundCause.RECURRENCE, day(200), (step(began_on=day(200), due_on=day(202)),))
    both = replace(closed, rounds=(*closed.rounds, again))
    facts = follow_through(both, day(201))
    assert facts.recurred == (day(200),)
    assert facts.closed_on is None
    assert follow_through(both, day(150)).recurred == ()


def test_a_cancelled_one_says_nothing_from_the_day_it_was_cancelled():
    late = capa(step(), cancelled_on=day(60))
    assert follow_through(late, day(59)).late_steps == 1
    assert follow_through(late, day(60)).outcomes == ()


def in_turn(rows):
    """Attempts as they really come: each after the decision on the one before, only the last undecided."""
    tries, clock = [], 0
    for wait, review, decision in rows:
        answered, decided = clock + wait, clock + wait + review
        tries.append(Attempt(day(answered), DUE, decision, day(decided)))
        clock = decided
        if decision is Decision.ACCEPTED:
            break
    return tuple(tries)


judged = st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from(list(Decision)))
attempts = st.lists(judged, max_size=4).map(in_turn)


@given(attempts, st.integers(0, 60), st.integers(0, 60))
def test_what_is_late_once_stays_late(tries, first, later):
    earlier, after = sorted((first, later))
    record = step(*tries)
    before = step_outcome(record, day(earlier))
    if before is not None and before.late:
        now = step_outcome(record, day(after))
        assert now is not None
        assert now.late


@given(attempts, st.integers(0, 60))
def test_opening_a_capa_never_adds_a_late_step_before_its_date(tries, on):
    in_time = all(each.answered_on <= DUE for each in tries)
    if day(on) <= DUE and in_time:
        assert follow_through(capa(step(*tries)), day(on)).late_steps == 0
