from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.domain.capa import STEPS, Severity, Stage
from audits.domain.capa_due import (
    DUE_TABLES,
    Review,
    due_after_rejection,
    due_days,
    is_overdue,
    is_recurrence,
    missed_by_change,
    planned_due_dates,
    recurrence_ends_on,
    shifted_due_dates,
)

START = date(2026, 3, 2)
days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))


def test_a_major_has_two_days_for_containment_and_fourteen_for_the_root_cause():
    due = planned_due_dates(Severity.MAJOR, START)
    assert due[Stage.CONTAINMENT] == date(2026, 3, 4)
    assert due[Stage.ROOT_CAUSE] == date(2026, 3, 16)


@pytest.mark.parametrize("severity", Severity)
def test_every_table_has_every_severity_with_steps_due_in_order(severity):
    for table in DUE_TABLES:
        assert severity in table.days
        assert table.source
    due = list(planned_due_dates(severity, START).values())
    assert due == sorted(due)
    assert len(due) == len(STEPS)


def test_worse_defects_are_never_given_more_time():
    by_severity = [list(planned_due_dates(severity, START).values()) for severity in Severity]
    for worse, milder in pairwise(by_severity):
        assert all(first <= second for first, second in zip(worse, milder, strict=True))


def test_a_rejected_step_gets_back_the_time_that_was_left():
    review = Review(answered_on=date(2026, 3, 6), due_on=date(2026, 3, 16), decided_on=date(2026, 3, 13))
    assert due_after_rejection(review, rework_days=3) == date(2026, 3, 23)


def test_a_rejected_step_gets_the_least_time_for_a_rework_even_when_it_came_late():
    review = Review(answered_on=date(2026, 3, 20), due_on=date(2026, 3, 16), decided_on=date(2026, 3, 21))
    assert due_after_rejection(review, rework_days=3) == date(2026, 3, 24)


@given(days, days, days, st.integers(1, 10))
def test_review_never_costs_the_supplier_a_day(answered, due, decided, rework):
    review = Review(answered, due, decided)
    left_before = due - answered
    left_after = due_after_rejection(review, rework) - max(decided, answered)
    assert left_after >= max(left_before, timedelta(days=rework))


@given(st.lists(days, min_size=3, max_size=3), days, days, days)
def test_later_steps_move_by_the_review_and_keep_their_order(dates, answered, decided, floor):
    later = dict(zip(STEPS[2:], sorted(dates), strict=True))
    review = Review(answered, answered, decided)
    shifted = shifted_due_dates(later, review, not_before=floor)
    assert list(shifted) == list(later)
    assert list(shifted.values()) == sorted(shifted.values())
    assert all(shifted[step] >= max(later[step] + review.days, floor) for step in later)


def test_the_due_day_itself_is_in_time():
    assert not is_overdue(START, START)
    assert is_overdue(START, START + timedelta(days=1))


def test_a_date_moved_after_it_passed_stays_missed_and_one_moved_before_does_not():
    assert missed_by_change(START, START + timedelta(days=5), None) == START + timedelta(days=1)
    assert missed_by_change(START, START, None) is None
    assert missed_by_change(START, START, date(2026, 1, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("seen_on", "counts"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2027, 3, 2), True),
        (date(2027, 3, 3), False),
    ],
)
def test_the_same_defect_counts_as_recurrence_for_twelve_months(seen_on, counts):
    assert is_recurrence(START, seen_on) is counts


def test_a_leap_day_ends_on_the_last_of_february():
    assert recurrence_ends_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_new_table_leaves_older_rounds_as_they_are():
    assert due_days(Severity.MAJOR, date(2001, 1, 1)) is DUE_TABLES[0].days[Severity.MAJOR]
