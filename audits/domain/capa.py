"""Corrective action (CAPA): its stages, the one table of what may happen when, and the four-eyes rule.

A CAPA walks containment, root cause, actions, implemented and effectiveness, each submitted and reviewed,
then closure. A round is one such walk: actions that proved ineffective, or the defect coming back within
twelve months of closing, begin the next round at containment. No path leads around a step.
"""

from dataclasses import dataclass
from enum import StrEnum

from audits.domain.findings import FindingGrade
from deliveries.domain.nonconformances import Severity as Seriousness


class Severity(StrEnum):
    """How serious the defect is, worst first. It sets the due days."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


def severities_for(grade: FindingGrade) -> tuple[Severity, ...]:
    """Severities a CAPA from a finding of this grade can have: its own or worse. None for an OFI, which owes no answer.

    `CRITICAL` is a person's judgement (safety, regulation, a stopped line): no grade demands it.
    """
    if grade is FindingGrade.OFI:
        return ()
    return (Severity.MAJOR, Severity.CRITICAL) if grade is FindingGrade.MAJOR else tuple(reversed(Severity))


def severities_for_nonconformance(severity: Seriousness) -> tuple[Severity, ...]:
    """Severities a CAPA from a nonconformance can have: its own or worse, mildest first."""
    mildest_first = tuple(reversed(Severity))
    return mildest_first[mildest_first.index(Severity(severity.value)) :]


class Stage(StrEnum):
    """Where a CAPA stands. The first five are steps that somebody answers and somebody else reviews."""

    CONTAINMENT = "containment"
    ROOT_CAUSE = "root_cause"
    ACTIONS = "actions"
    IMPLEMENTED = "implemented"
    EFFECTIVENESS = "effectiveness"
    CLOSURE = "closure"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STEPS = (Stage.CONTAINMENT, Stage.ROOT_CAUSE, Stage.ACTIONS, Stage.IMPLEMENTED, Stage.EFFECTIVENESS)
SUPPLIER_STEPS = STEPS[:4]
"""Steps whose punctuality is the supplier's. Effectiveness is observed by us and waits for deliveries."""
ENDED = frozenset({Stage.CLOSED, Stage.CANCELLED})


class State(StrEnum):
    """State of one step, and of the CAPA at its current stage."""

    WAITING = "waiting"
    """Not yet its turn."""
    OPEN = "open"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    """Reviewed and taken; for an ended CAPA: nothing is left to do."""


ANSWERABLE = frozenset({State.OPEN, State.REJECTED})
"""States in which it is the owner's turn and the clock runs."""


class Act(StrEnum):
    """What a person can do to a CAPA."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    REJECT = "reject"
    FIND_EFFECTIVE = "find_effective"
    FIND_NOT_EFFECTIVE = "find_not_effective"
    CLOSE = "close"
    CANCEL = "cancel"
    REOPEN = "reopen"


class Decision(StrEnum):
    """How an attempt at a step ended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RoundCause(StrEnum):
    """Why a round began."""

    FINDING = "finding"
    NOT_EFFECTIVE = "not_effective"
    RECURRENCE = "recurrence"


class Effectiveness(StrEnum):
    """What the check of a round's actions showed."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"


@dataclass(frozen=True, slots=True)
class Position:
    """Stage of a CAPA with the state of that stage."""

    stage: Stage
    state: State


START = Position(Stage.CONTAINMENT, State.OPEN)
CLOSED = Position(Stage.CLOSED, State.ACCEPTED)
CANCELLED = Position(Stage.CANCELLED, State.ACCEPTED)
TO_CLOSE = Position(Stage.CLOSURE, State.OPEN)
_LIVE = (
    *(Position(step, state) for step in STEPS for state in (State.OPEN, State.SUBMITTED, State.REJECTED)),
    TO_CLOSE,
)
POSITIONS = (*_LIVE, CLOSED, CANCELLED)


def _after(step: Stage) -> Position:
    following = STEPS.index(step) + 1
    return Position(STEPS[following], State.OPEN)


TRANSITIONS: dict[tuple[Position, Act], Position] = {
    **{(Position(step, state), Act.SUBMIT): Position(step, State.SUBMITTED) for step in STEPS for state in ANSWERABLE},
    **{(Position(step, State.SUBMITTED), Act.WITHDRAW): Position(step, State.OPEN) for step in STEPS},
    **{(Position(step, State.SUBMITTED), Act.REJECT): Position(step, State.REJECTED) for step in STEPS},
    **{(Position(step, State.SUBMITTED), Act.ACCEPT): _after(step) for step in SUPPLIER_STEPS},
    (Position(Stage.EFFECTIVENESS, State.SUBMITTED), Act.FIND_EFFECTIVE): TO_CLOSE,
    (Position(Stage.EFFECTIVENESS, State.SUBMITTED), Act.FIND_NOT_EFFECTIVE): START,
    (TO_CLOSE, Act.CLOSE): CLOSED,
    (CLOSED, Act.REOPEN): START,
    **{(position, Act.CANCEL): CANCELLED for position in _LIVE},
}
"""Everything that may happen to a CAPA. What is not in this table does not exist."""

REVIEWS = frozenset({Act.ACCEPT, Act.REJECT, Act.FIND_EFFECTIVE, Act.FIND_NOT_EFFECTIVE})
"""Judgements of somebody's answer: never by who wrote it or who owned the step."""
NEEDS_REASON = frozenset({Act.WITHDRAW, Act.REJECT, Act.FIND_NOT_EFFECTIVE, Act.CANCEL, Act.REOPEN})


class Refusal(StrEnum):
    """Why an act is refused."""

    NOT_ALLOWED_NOW = "not_allowed_now"
    OWN_WORK = "own_work"
    REASON_MISSING = "reason_missing"


class ActRefused(Exception):
    """The act is not possible; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class People:
    """Who is involved, by id: who acts, who handed the answer in, who of ours owns the step."""

    actor: int
    submitter: int | None = None
    owner: int | None = None


def decide(position: Position, act: Act, people: People, reason: str = "") -> Position:
    """The position after `act`.

    Raises `ActRefused` when the table has no such transition, when somebody would judge their own work, or
    when a required reason is missing.
    """
    target = TRANSITIONS.get((position, act))
    if target is None:
        raise ActRefused(Refusal.NOT_ALLOWED_NOW)
    if act in REVIEWS and is_own_work(people):
        raise ActRefused(Refusal.OWN_WORK)
    if act in NEEDS_REASON and not reason.strip():
        raise ActRefused(Refusal.REASON_MISSING)
    return target


def is_own_work(people: People) -> bool:
    """Whether the actor handed in the answer under review, or owns the step it belongs to."""
    return people.actor in {people.submitter, people.owner}


def acts_at(position: Position) -> frozenset[Act]:
    """What the table allows here, whoever asks."""
    return frozenset(act for source, act in TRANSITIONS if source == position)
