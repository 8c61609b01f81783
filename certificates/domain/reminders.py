"""The reminder ladder: which reminder is due on a day, and when the next one is.

Thresholds hang on an anchor: the expiry, or the day a verification is due. Steps above zero are days before
the anchor, zero is the day itself, steps below zero are months after it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from common.days import add_months


class ReminderKind(StrEnum):
    """What the reminder is about."""

    EXPIRY = "expiry"
    VERIFICATION = "verification"


DAYS_BEFORE: dict[ReminderKind, tuple[int, ...]] = {
    ReminderKind.EXPIRY: (90, 60, 30, 7, 0),
    ReminderKind.VERIFICATION: (0,),
}


@dataclass(frozen=True, order=True)
class Threshold:
    """One rung: due on a day, named by its step (90 … 0 days before, then -1, -2 … months after)."""

    due_on: date
    step: int


@lru_cache(maxsize=4_096)
def latest_passed(kind: ReminderKind, anchor: date, day: date) -> Threshold | None:
    """The newest rung reached by `day`. After an outage this one is sent and those before it are not."""
    if day > anchor and (late := _latest_monthly(anchor, day)) is not None:
        return late
    passed = [rung for rung in _before(kind, anchor) if rung.due_on <= day]
    return max(passed, default=None)


@lru_cache(maxsize=4_096)
def first_after(kind: ReminderKind, anchor: date, day: date) -> Threshold:
    """The first rung that lies after `day`; there always is one, the monthly ones do not end."""
    ahead = [rung for rung in _before(kind, anchor) if rung.due_on > day]
    if ahead:
        return min(ahead)
    late = _latest_monthly(anchor, day)
    months = 1 if late is None else -late.step + 1
    return Threshold(add_months(anchor, months), -months)


def next_reminder_on(kind: ReminderKind, anchor: date, day: date) -> date:
    """When to remind next of something recorded or changed on `day`: the first rung from that very day on.

    Rungs that were passed before the record existed are not made up for.
    """
    return first_after(kind, anchor, day - timedelta(days=1)).due_on


def _before(kind: ReminderKind, anchor: date) -> list[Threshold]:
    return [Threshold(anchor - timedelta(days=days), days) for days in DAYS_BEFORE[kind]]


def _latest_monthly(anchor: date, day: date) -> Threshold | None:
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    if months > 0 and add_months(anchor, months) > day:
        months -= 1
    return Threshold(add_months(anchor, months), -months) if months > 0 else None
