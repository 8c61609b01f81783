"""On time or not: one order line, its receipts, a window around its due day.

A line is on time when all that was ordered arrived inside the window, in however many receipts: a split delivery that
is complete in time is on time, and more than ordered is no fault. It is late when the window closed on less, also when
nothing came at all. Too early lies outside the window as too late does. A part counts as its share of the line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deliveries.domain.shares import rounded

THOUSAND = 1_000


class Base(StrEnum):
    """The day a line is measured against. Where only the other one is known, that one is taken."""

    PROMISED = "promised"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True)
class Rule:
    """The window: so many calendar days before and after the due day still count as on time."""

    base: Base
    early_days: int
    late_days: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came in on one day, in thousandths of the unit; with `on` None nothing has come yet (an open line)."""

    on: date | None
    quantity: int
    ordered: int | None = None
    requested_on: date | None = None
    promised_on: date | None = None

    def due(self, base: Base) -> date | None:
        """The due day that this receipt names."""
        if base is Base.REQUESTED:
            return self.requested_on or self.promised_on
        return self.promised_on or self.requested_on


class Verdict(StrEnum):
    """What can be said of a line on a day."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line on a day. `share`: thousandths of what was ordered that arrived inside the window, all only of all."""

    verdict: Verdict
    due_on: date | None
    share: int
    settled_on: date | None = None


def judge_line(receipts: Sequence[Receipt], rule: Rule, on: date) -> Judged:
    """The verdict on an order line as it was known on a day.

    The due day is the earliest that any of its receipts names: a promise that is moved later does not make a line
    punctual. Where the ordered quantity is unknown, what came is taken for what was ordered.
    """
    due = min((day for one in receipts if (day := one.due(rule.base))), default=None)
    if due is None:
        return Judged(Verdict.UNDATED, None, 0)
    first, last = due - timedelta(days=rule.early_days), due + timedelta(days=rule.late_days)
    known = [(one.on, one.quantity) for one in receipts if one.on is not None and one.on <= on]
    inside = [(day, quantity) for day, quantity in known if first <= day <= last]
    arrived = sum(quantity for _, quantity in inside)
    needed = max((one.ordered for one in receipts if one.ordered), default=0) or sum(amount for _, amount in known)
    share = rounded(min(arrived, needed), needed, THOUSAND) if needed else 0
    if needed and arrived >= needed:
        return Judged(Verdict.ON_TIME, due, share, max(day for day, _ in inside))
    if on > last:
        return Judged(Verdict.LATE, due, share, last + timedelta(days=1))
    return Judged(Verdict.OPEN, due, share)


def window_words(rule: Rule) -> str:
    """The rule in words, as it stands beside every figure that follows from it."""
    day = "promised" if rule.base is Base.PROMISED else "requested"
    return f"{_days(rule.early_days)} early to {_days(rule.late_days)} late, against the {day} day"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class OnTime:
    """Order lines due in a period: how many are settled, how many of them on time, and the mean share in time."""

    lines: int
    on_time: int
    shares: int
    """Sum of the lines' shares, in thousandths."""

    @property
    def line_permille(self) -> int | None:
        """Lines complete in time, in thousandths of those settled; None where none is."""
        return rounded(self.on_time, self.lines, THOUSAND) if self.lines else None

    @property
    def quantity_permille(self) -> int | None:
        """The mean share of a line that came in time: units of different parts do not add up, lines do."""
        return rounded(self.shares, self.lines * THOUSAND, THOUSAND) if self.lines else None


def sum_up(found: Iterable[OnTime]) -> OnTime:
    """Several periods as one."""
    rows = list(found)
    return OnTime(sum(one.lines for one in rows), sum(one.on_time for one in rows), sum(one.shares for one in rows))
