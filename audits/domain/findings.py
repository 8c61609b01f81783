"""Grades and states of findings, when an answer is due, and the rule for one that comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class FindingGrade(StrEnum):
    """How serious a finding is, worst first."""

    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"
    OFI = "ofi"


DEFINITIONS: dict[FindingGrade, str] = {
    FindingGrade.MAJOR: (
        "A required process is absent or has broken down, nonconforming product was likely shipped, "
        "or many minors point at one thing."
    ),
    FindingGrade.MINOR: "An isolated lapse in a process that otherwise works; no product is likely affected.",
    FindingGrade.OBSERVATION: "Conforms today, and may not for long. The supplier should look at it.",
    FindingGrade.OFI: "An opportunity for improvement. The supplier need not answer.",
}
DUE_DAYS: dict[FindingGrade, int | None] = {
    FindingGrade.MAJOR: 30,
    FindingGrade.MINOR: 60,
    FindingGrade.OBSERVATION: None,
    FindingGrade.OFI: None,
}
"""Calendar days from the audit until the correction is in place; starters, since customers differ.
Observations and OFIs carry no duty and so no date unless somebody sets one."""
NONCONFORMITIES = frozenset({FindingGrade.MAJOR, FindingGrade.MINOR})
REPEAT_WINDOW_DAYS = 548
"""Eighteen months: "again next year" with room for an audit that slipped by half a year."""


class FindingState(StrEnum):
    """Where a finding stands. Withdrawn means that it should not have been raised, with the reason kept."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FindingMove:
    """One allowed change of state; each needs its words."""

    source: FindingState
    target: FindingState
    manager: bool = False


FINDING_MOVES = (
    FindingMove(FindingState.OPEN, FindingState.CLOSED),
    FindingMove(FindingState.OPEN, FindingState.WITHDRAWN, manager=True),
    FindingMove(FindingState.CLOSED, FindingState.OPEN),
    FindingMove(FindingState.WITHDRAWN, FindingState.OPEN, manager=True),
)
_BY_ENDS = {(move.source, move.target): move for move in FINDING_MOVES}


def find_finding_move(source: FindingState, target: FindingState) -> FindingMove | None:
    """The rule for this change of state, or None when it is not allowed at all."""
    return _BY_ENDS.get((source, target))


def due_date(grade: FindingGrade, found_on: date) -> date | None:
    """When the correction should be in place, or None where nothing is owed."""
    days = DUE_DAYS[grade]
    return None if days is None else found_on + timedelta(days=days)


def is_overdue(state: FindingState, due_on: date | None, on: date) -> bool:
    """Open past its date. The due day itself is still in time."""
    return state is FindingState.OPEN and due_on is not None and due_on < on


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A finding of an earlier audit at the same site."""

    pk: int
    question: str
    clause: str
    grade: FindingGrade
    found_on: date
    state: FindingState = FindingState.CLOSED


def repeated_from(
    question: str, clause: str, found_on: date, earlier: Iterable[EarlierFinding]
) -> EarlierFinding | None:
    """The latest earlier nonconformity on the same question (or clause, when no question is named).

    Where there is one, the same thing is found again: it should be graded major, against corrective action
    (10.2). A hint for the person, never an automatic regrading.
    """
    window_from = found_on - timedelta(days=REPEAT_WINDOW_DAYS)
    matches = [
        finding
        for finding in earlier
        if finding.grade in NONCONFORMITIES
        and finding.state is not FindingState.WITHDRAWN
        and window_from <= finding.found_on < found_on
        and _same_matter(finding, question, clause)
    ]
    return max(matches, key=lambda finding: (finding.found_on, finding.pk), default=None)


def _same_matter(finding: EarlierFinding, question: str, clause: str) -> bool:
    if question and finding.question:
        return finding.question == question
    return bool(clause) and finding.clause == clause
