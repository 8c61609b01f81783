"""Which days a record may name: a year half typed, or with a digit too many, is no day on which anything happened."""

from collections.abc import Iterator
from datetime import date, timedelta

from common.problems import Problem

FIRST_DAY = date(1990, 1, 1)
"""Nothing is older. Lists that are imported reach back to 2006 and in places to the nineties; what was delivered before
is in no system that still writes lists, so that an earlier day is a slip: 26, 206 or 1026 for 2026."""
PLANNED_WITHIN = timedelta(days=5 * 366)
"""How far a planned day may lie from the day of delivery, or ahead of today while nothing has come: frame orders are
agreed for some years, and five are more than any of them. Systems write 9999 for a day that nobody planned."""


def told(day: date) -> str:
    """A day as these sentences name it, with all four digits of its year."""
    return f"{day.day} {day:%b} {day.year:04d}"


def happened_problems(field: str, label: str, day: date | None, today: date) -> Iterator[Problem]:
    """What cannot be true of a day on which something happened: neither before the records begin nor to come."""
    if day is None:
        return
    if day < FIRST_DAY:
        yield _too_early(field, label, day)
    elif day > today:
        yield Problem(field, "This day is in the future. Give the day on which it happened.")


def planned_problems(
    field: str, label: str, day: date | None, delivered_on: date | None, today: date
) -> Iterator[Problem]:
    """What cannot be true of a requested or promised day: long before or after the delivery, or years ahead of today.

    A line that is still open may be due since long: old lists hold lines that nobody ever closed.
    """
    if day is None:
        return
    came = delivered_on if delivered_on is not None and FIRST_DAY <= delivered_on <= today else None
    if day < FIRST_DAY:
        yield _too_early(field, label, day)
    elif day - (came or today) > PLANNED_WITHIN:
        beside = f"the delivery of {told(came)}" if came else "today"
        yield Problem(field, f"{label} {told(day)} is more than five years after {beside}. {_REMEDY}")
    elif came and came - day > PLANNED_WITHIN:
        yield Problem(
            field, f"{label} {told(day)} is more than five years before the delivery of {told(came)}. {_REMEDY}"
        )


_REMEDY = "Check the year; leave it empty if no day was planned."


def _too_early(field: str, label: str, day: date) -> Problem:
    return Problem(field, f"{label} {told(day)} cannot be. Give the year with four digits, {FIRST_DAY.year} or later.")
