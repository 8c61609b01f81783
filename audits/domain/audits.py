"""States of an audit, who may move it, how strong its evidence is, and when it may be completed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audits.domain.checklist import Checklist, Question
from audits.domain.grading import Given, Lack, lacks_of


class AuditState(StrEnum):
    """Where an audit stands. Only a completed one is evidence."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class Strength(StrEnum):
    """How close to the process somebody stood, strongest first. The rating weighs evidence by it."""

    UNANNOUNCED_ON_SITE = "unannounced_on_site"
    ANNOUNCED_ON_SITE = "announced_on_site"
    REMOTE = "remote"
    REGISTER_EXPORT = "register_export"
    DOCUMENT_REVIEW = "document_review"
    SUPPLIER_STATEMENT = "supplier_statement"


AUDIT_STRENGTHS = (
    Strength.UNANNOUNCED_ON_SITE,
    Strength.ANNOUNCED_ON_SITE,
    Strength.REMOTE,
    Strength.DOCUMENT_REVIEW,
)
"""How an audit itself can be done; the other two are sources of single observations."""


class Purpose(StrEnum):
    """Why an audit is made."""

    QUALIFICATION = "qualification"
    PERIODIC = "periodic"
    FOLLOW_UP = "follow_up"
    FOR_CAUSE = "for_cause"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed change of state. `manager` limits it to those who may overrule; `reason` must be given."""

    source: AuditState
    target: AuditState
    reason: bool = False
    manager: bool = False


MOVES = (
    Move(AuditState.PLANNED, AuditState.IN_PROGRESS),
    Move(AuditState.PLANNED, AuditState.CANCELLED, reason=True),
    Move(AuditState.PLANNED, AuditState.DECLINED, reason=True),
    Move(AuditState.IN_PROGRESS, AuditState.COMPLETED),
    Move(AuditState.IN_PROGRESS, AuditState.CANCELLED, reason=True),
    Move(AuditState.COMPLETED, AuditState.IN_PROGRESS, reason=True, manager=True),
    Move(AuditState.CANCELLED, AuditState.PLANNED, reason=True),
    Move(AuditState.DECLINED, AuditState.PLANNED, reason=True),
)
_BY_ENDS = {(move.source, move.target): move for move in MOVES}
OPEN_STATES = frozenset({AuditState.PLANNED, AuditState.IN_PROGRESS})


def find_move(source: AuditState, target: AuditState) -> Move | None:
    """The rule for this change of state, or None when it is not allowed at all."""
    return _BY_ENDS.get((source, target))


def is_overdue(state: AuditState, planned_on: date, on: date) -> bool:
    """A planned audit whose day has passed; one in progress is being worked on and is not overdue."""
    return state is AuditState.PLANNED and planned_on < on


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing before completion: which question, and what of it."""

    question: Question
    lack: Lack


def completion_gaps(checklist: Checklist, answers: Mapping[str, Given]) -> tuple[Gap, ...]:
    """Everything that stands between this audit and completion, in walking order."""
    return tuple(
        Gap(question, lack)
        for question in checklist.questions
        for lack in lacks_of(question, answers.get(question.code))
    )
