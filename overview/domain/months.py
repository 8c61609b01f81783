"""What falls due when: what is overdue, then twelve months from the one that runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scoring.domain.months import month_of, next_month

AHEAD = BACK = 12


class Due(StrEnum):
    """What can fall due, in the order in which bars are stacked."""

    CERTIFICATE = "certificate"
    VERIFICATION = "verification"
    AUDIT = "audit"
    FINDING = "finding"
    ACTION = "action"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Span:
    """A bar: a month from its first day that is still ahead, or all that is past (`month` None)."""

    month: date | None
    since: date | None
    until: date

    @property
    def is_overdue(self) -> bool:
        return self.month is None


@dataclass(frozen=True, slots=True)
class Bar:
    """A span with how many of each kind fall into it."""

    span: Span
    counts: tuple[tuple[Due, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.counts)


def spans_from(today: date) -> tuple[Span, ...]:
    """Overdue, then twelve months; the first begins today, so that no day is in two bars."""
    found = [Span(None, None, today - timedelta(days=1))]
    month, since = month_of(today), today
    for _ in range(AHEAD):
        after = next_month(month)
        found.append(Span(month, since, after - timedelta(days=1)))
        month = since = after
    return tuple(found)


def months_before(today: date) -> list[date]:
    """The twelve months before the one that runs, newest first."""
    found = [month_of(today)]
    for _ in range(BACK):
        found.append(month_of(found[-1] - timedelta(days=1)))
    return found[1:]


def bars_of(
    spans: tuple[Span, ...], ahead: Mapping[Due, Mapping[date, int]], overdue: Mapping[Due, int]
) -> tuple[Bar, ...]:
    """Bars from counts by first day of the month, and counts of what is overdue."""
    return tuple(
        Bar(
            span,
            tuple(
                (kind, overdue.get(kind, 0) if span.month is None else ahead.get(kind, {}).get(span.month, 0))
                for kind in Due
            ),
        )
        for span in spans
    )
