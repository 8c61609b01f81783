"""Whom to visit first: points for each reason, added up; the same for everybody on the same day.

A visit is to a site. Its points come from the most pressing of the scopes bought there:

| reason | points |
|---|---|
| risk of the scope's cell in the matrix | critical 40, high 25, moderate 10, low 0 |
| criticality of what is bought | critical 10, major 5 |
| process practice that nobody has seen | a quarter of the percent that is missing (at most 25) |
| never visited | 20 |
| last visit longer ago than the cell's interval | 2 for each month over it (at most 20) |
| last visit within the interval | 15 taken off |
| overdue major findings of the site           | 10 each (at most 20) |
| paper ahead of practice by 10 points or more | a fifth of the gap (at most 15) |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood, MatrixCell

RISK_POINTS = {"critical": 40, "high": 25, "moderate": 10}
CRITICALITY_POINTS = {Criticality.CRITICAL: 10, Criticality.MAJOR: 5}
NEVER, PER_MONTH_LATE, MOST_LATE, RECENT = 20, 2, 20, -15
PER_FINDING, MOST_FINDINGS = 10, 20
GAP_FROM, MOST_GAP = 100, 15


class Why(StrEnum):
    """A reason to visit, or to wait."""

    RISK = "risk"
    CRITICALITY = "criticality"
    PRACTICE = "practice"
    NEVER = "never"
    LATE = "late"
    RECENT = "recent"
    FINDINGS = "findings"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scope at a site with what is known of it. Gap in tenths of a point; None: not yet measurable."""

    rating: int
    supplier: int
    site: int | None
    name: str
    cell: MatrixCell
    practice_percent: int
    gap_tenths: int | None
    visited_on: date | None
    overdue_findings: int

    @property
    def likelihood(self) -> Likelihood:
        return self.cell.likelihood


class Reason(NamedTuple):
    """Points with their reason; `amount` is the percent, months, findings or tenths that it speaks of."""

    why: Why
    points: int
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A site with its most pressing scope, the reasons, and the other scopes there that were looked at."""

    first: Candidate
    reasons: tuple[Reason, ...]
    others: int

    @property
    def points(self) -> int:
        return sum(one.points for one in self.reasons)


class Weighed(NamedTuple):
    """A candidate with its points; of equals the one whose name comes first is visited first."""

    points: int
    name: str
    rating: int
    supplier: int
    site: int | None


def first_of_sites(weighed: Iterable[Weighed], most: int | None = None) -> list[tuple[int, int]]:
    """Of each site the rating of its most pressing scope, highest points first, and how many others it has.

    `most`: only so many sites.
    """
    sites: dict[tuple[int, int | None], list[int]] = {}
    for _, _, rating, supplier, site in sorted(weighed, key=lambda one: (-one[0], one[1], one[2])):
        sites.setdefault((supplier, site), []).append(rating)
    return [(first, len(others)) for first, *others in islice(sites.values(), most)]


def points_of(one: Candidate, today: date) -> int:
    """All points of a candidate together."""
    return sum(points for _, points, _ in _reasons(one, today))


def reasons_for(one: Candidate, today: date) -> tuple[Reason, ...]:
    """The reasons with points, most points first."""
    found = (reason for reason in _reasons(one, today) if reason.points)
    return tuple(sorted(found, key=lambda each: (-each.points, each.why)))


def _reasons(one: Candidate, today: date) -> list[Reason]:
    found = [
        Reason(Why.RISK, RISK_POINTS.get(one.cell.risk, 0)),
        Reason(Why.CRITICALITY, CRITICALITY_POINTS.get(one.cell.criticality, 0)),
        Reason(Why.PRACTICE, (100 - one.practice_percent) // 4, one.practice_percent),
        _last_visit(one, today),
        Reason(Why.FINDINGS, min(MOST_FINDINGS, PER_FINDING * one.overdue_findings), one.overdue_findings),
    ]
    if one.gap_tenths is not None and one.gap_tenths >= GAP_FROM:
        found.append(Reason(Why.GAP, min(MOST_GAP, one.gap_tenths // 50), one.gap_tenths))
    return found


def _last_visit(one: Candidate, today: date) -> Reason:
    if one.visited_on is None:
        return Reason(Why.NEVER, NEVER)
    over = whole_months(one.visited_on, today) - one.cell.re_evaluate_months
    if over > 0:
        return Reason(Why.LATE, min(MOST_LATE, PER_MONTH_LATE * over), over)
    return Reason(Why.RECENT, RECENT, -over)


def whole_months(since: date, until: date) -> int:
    """Whole months from a day to another."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
