"""When the steps of a CAPA are due, and how the clock stops while we review.

All times are calendar days. The table is a dated starter after customers' practice: containment within 48
hours, root cause in 10 to 15 days, implemented in 30 to 60, effectiveness after 90 days or a number of lots.
Customers differ, so a date may be changed for a step, with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from audits.domain.capa import STEPS, Severity, Stage


@dataclass(frozen=True, slots=True)
class DueDays:
    """Days after the start of a round by which each step is due, and the least time for a rework."""

    containment: int
    root_cause: int
    actions: int
    implemented: int
    watch: int
    """Days after implementation in which effectiveness is observed, unless the criterion differs."""
    rework: int
    """Least days after a decision: for the next attempt, and for a step that only now has its turn."""


@dataclass(frozen=True, slots=True)
class DueTable:
    """Due days by severity, with the day from which they hold and where they come from."""

    valid_from: date
    source: str
    checked_on: date
    days: Mapping[Severity, DueDays]


DUE_TABLES = (
    DueTable(
        valid_from=date(2000, 1, 1),
        source="Published customer practice (8D handbooks, SCAR requirements), middle values",
        checked_on=date(2026, 11, 21),
        days={
            Severity.CRITICAL: DueDays(1, 10, 15, 30, watch=90, rework=2),
            Severity.MAJOR: DueDays(2, 14, 21, 45, watch=90, rework=3),
            Severity.MINOR: DueDays(5, 15, 30, 60, watch=90, rework=5),
        },
    ),
)
"""Newest last. A changed table gets a new row and leaves running rounds as they are."""


def due_days(severity: Severity, on: date) -> DueDays:
    """The due days that hold for a round begun on this day."""
    valid = [table for table in DUE_TABLES if table.valid_from <= on]
    return max(valid, key=lambda table: table.valid_from).days[severity]


def planned_due_dates(severity: Severity, began_on: date) -> dict[Stage, date]:
    """Due date of every step of a round that begins on this day."""
    days = due_days(severity, began_on)
    offsets = (
        days.containment,
        days.root_cause,
        days.actions,
        days.implemented,
        days.implemented + days.watch,
    )
    return {step: began_on + timedelta(days=offset) for step, offset in zip(STEPS, offsets, strict=True)}


@dataclass(frozen=True, slots=True)
class Review:
    """One review: when the answer came, when it was due, when it was judged."""

    answered_on: date
    due_on: date
    decided_on: date

    @property
    def days(self) -> timedelta:
        """Days that nobody but us used up."""
        return max(self.decided_on - self.answered_on, timedelta())


def due_after_rejection(review: Review, rework_days: int) -> date:
    """New due date of a rejected step: the time that was left, at least the days for a rework."""
    left = max(review.due_on - review.answered_on, timedelta(days=rework_days))
    return max(review.decided_on, review.answered_on) + left


def shifted_due_dates(later: Mapping[Stage, date], review: Review, *, not_before: date) -> dict[Stage, date]:
    """Due dates of the steps still waiting, moved by the days of review and never before `not_before`.

    Keeps their order: a later step is never due before an earlier one.
    """
    shifted: dict[Stage, date] = {}
    floor = not_before
    for step in (step for step in STEPS if step in later):
        floor = max(later[step] + review.days, floor)
        shifted[step] = floor
    return shifted


def earliest_due(decided_on: date, rework_days: int) -> date:
    """A step that gets its turn today is never due before this day."""
    return decided_on + timedelta(days=rework_days)


def watch_ends_on(implemented_on: date, days: int) -> date:
    """Last day of the time in which effectiveness is observed."""
    return implemented_on + timedelta(days=days)


def is_overdue(due_on: date, on: date) -> bool:
    """Whether the day has passed. The due day itself is in time."""
    return due_on < on


def missed_by_change(due_on: date, on: date, missed_on: date | None) -> date | None:
    """The day a step was first missed, kept when its due date is moved afterwards.

    Moving a date ahead of time is an agreement; moving it after it has passed does not undo the lateness.
    """
    if missed_on is not None:
        return missed_on
    return due_on + timedelta(days=1) if is_overdue(due_on, on) else None


def recurrence_ends_on(closed_on: date) -> date:
    """Last day on which the same defect counts as coming back: twelve months after closing."""
    try:
        return closed_on.replace(year=closed_on.year + 1)
    except ValueError:  # 29 February
        return closed_on.replace(year=closed_on.year + 1, day=28)


def is_recurrence(closed_on: date, seen_on: date) -> bool:
    """Whether a defect seen on this day reopens a CAPA closed on that day."""
    return closed_on <= seen_on <= recurrence_ends_on(closed_on)
