from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.reminders import (
    ReminderKind,
    Threshold,
    first_after,
    latest_passed,
    next_reminder_on,
)
from common.days import add_months

EXPIRY = date(2027, 3, 31)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("step", [90, 60, 30, 7, 0])
def test_each_rung_of_the_expiry_ladder_is_due_that_many_days_before(step):
    rung = latest_passed(ReminderKind.EXPIRY, EXPIRY, EXPIRY - timedelta(days=step))
    assert rung == Threshold(EXPIRY - timedelta(days=step), step)


def test_nothing_is_due_before_the_first_rung():
    day = EXPIRY - timedelta(days=91)
    assert latest_passed(ReminderKind.EXPIRY, EXPIRY, day) is None
    assert first_after(ReminderKind.EXPIRY, EXPIRY, day).step == 90


def test_after_expiry_the_ladder_goes_on_monthly_at_month_ends_too():
    assert latest_passed(ReminderKind.EXPIRY, EXPIRY, date(2027, 4, 29)) == Threshold(EXPIRY, 0)
    assert latest_passed(ReminderKind.EXPIRY, EXPIRY, date(2027, 4, 30)) == Threshold(date(2027, 4, 30), -1)
    assert latest_passed(ReminderKind.EXPIRY, EXPIRY, date(2027, 5, 31)) == Threshold(date(2027, 5, 31), -2)
    assert first_after(ReminderKind.EXPIRY, EXPIRY, date(2028, 2, 10)) == Threshold(date(2028, 2, 29), -11)


def test_after_an_outage_only_the_latest_passed_rung_remains():
    assert latest_passed(ReminderKind.EXPIRY, EXPIRY, EXPIRY - timedelta(days=25)).step == 30


def test_a_due_verification_is_reminded_on_its_day_then_monthly():
    assert first_after(ReminderKind.VERIFICATION, EXPIRY, date(2026, 1, 1)).step == 0
    assert first_after(ReminderKind.VERIFICATION, EXPIRY, EXPIRY).step == -1


def test_a_certificate_recorded_late_starts_with_the_rung_ahead():
    assert next_reminder_on(ReminderKind.EXPIRY, EXPIRY, EXPIRY - timedelta(days=45)) == EXPIRY - timedelta(30)
    assert next_reminder_on(ReminderKind.EXPIRY, EXPIRY, EXPIRY) == EXPIRY
    assert next_reminder_on(ReminderKind.EXPIRY, EXPIRY, EXPIRY + timedelta(days=1)) == date(2027, 4, 30)


def test_months_are_clamped_to_the_last_day():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 15), 2) == date(2027, 2, 15)


@given(st.sampled_from(ReminderKind), DAYS, DAYS)
def test_the_latest_passed_and_the_next_rung_embrace_the_day(kind, anchor, day):
    passed, ahead = latest_passed(kind, anchor, day), first_after(kind, anchor, day)
    assert ahead.due_on > day
    assert passed is None or passed.due_on <= day
    if passed is not None:
        assert first_after(kind, anchor, passed.due_on) == ahead


@given(st.sampled_from(ReminderKind), DAYS)
def test_walking_the_ladder_never_repeats_a_step(kind, anchor):
    day, steps = anchor - timedelta(days=120), []
    for _ in range(12):
        rung = first_after(kind, anchor, day)
        assert rung == latest_passed(kind, anchor, rung.due_on)
        steps.append(rung.step)
        day = rung.due_on
    assert steps == sorted(set(steps), reverse=True)
