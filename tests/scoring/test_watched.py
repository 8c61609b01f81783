"""A watched day: what follows from its comparisons is the same until the day it names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.watched import watch

ON = date(2027, 12, 4)
NEAR = st.integers(-40, 40).map(lambda days: ON + timedelta(days=days))


def _answers(on, days, shift):
    past, later = on - timedelta(days=shift), timedelta(days=shift) + on
    return [
        value
        for day in days
        for value in (
            day < on,
            day <= on,
            on > day,
            on >= day,
            day == on,
            past <= day,
            day > past,
            day < later,
            max(day, on) == day,
            on.year,
            past.year,
        )
    ]


@given(days=st.lists(NEAR, max_size=4), shift=st.integers(0, 30))
def test_no_answer_changes_before_the_day_that_was_noted(days, shift):
    on = watch(ON)
    before = _answers(on, days, shift)
    assert before == _answers(ON, days, shift)
    for ahead in range(1, 80):
        day = ON + timedelta(days=ahead)
        if on.changes_on is not None and day >= on.changes_on:
            break
        assert _answers(day, days, shift) == before


def test_the_day_that_is_noted_is_the_first_one_ahead():
    on = watch(ON)
    assert [ON + timedelta(days=9) <= on, on < ON + timedelta(days=4), ON - timedelta(days=1) < on] == [
        False,
        True,
        True,
    ]
    assert on.changes_on == ON + timedelta(days=4)


def test_what_lies_behind_changes_nothing_any_more():
    on = watch(ON)
    assert date(2020, 1, 1) < on
    assert on.changes_on is None


@pytest.mark.parametrize(
    "use",
    [
        lambda on: on.month,
        lambda on: (on - date(2027, 1, 1)).days,
        lambda on: (date(2028, 5, 1) - on).days,
        lambda on: on.isoformat(),
        lambda on: f"{on:%d}",
        lambda on: {on: 1},
        lambda on: on.replace(day=1),
        lambda on: (on - timedelta(days=3)).weekday(),
    ],
)
def test_any_other_use_may_be_different_tomorrow_and_gives_what_a_date_gives(use):
    on = watch(ON)
    assert use(on) == use(ON)
    assert on.changes_on == ON + timedelta(days=1)
