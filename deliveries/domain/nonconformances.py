"""Nonconformances: their states, what may be decided, and what speaks for a corrective action."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deliveries.domain.stages import OUR_STAGES, Stage


class Severity(StrEnum):
    """How serious it is, worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class KnownFrom(StrEnum):
    """How we know of it, strongest first. What we caught ourselves is always our own record."""

    OUR_RECORD = "our_record"
    THEIR_LOG = "their_log"
    THEIR_WORD = "their_word"


class Disposition(StrEnum):
    """What becomes of the parts (ISO 9001, 8.7.1)."""

    USE_AS_IS = "use_as_is"
    REWORK = "rework"
    REPAIR = "repair"
    SORT = "sort"
    RETURN = "return"
    SCRAP = "scrap"


class State(StrEnum):
    """Where it stands. Void means that it should not have been logged, with the reason kept."""

    OPEN = "open"
    DISPOSITIONED = "dispositioned"
    CLOSED = "closed"
    VOID = "void"


class Act(StrEnum):
    """What a person can do with it."""

    DECIDE = "decide"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"


MOVES: dict[tuple[State, Act], State] = {
    (State.OPEN, Act.DECIDE): State.DISPOSITIONED,
    (State.DISPOSITIONED, Act.DECIDE): State.DISPOSITIONED,
    (State.DISPOSITIONED, Act.CLOSE): State.CLOSED,
    (State.CLOSED, Act.REOPEN): State.DISPOSITIONED,
    (State.OPEN, Act.VOID): State.VOID,
    (State.DISPOSITIONED, Act.VOID): State.VOID,
    (State.VOID, Act.REOPEN): State.OPEN,
}


def target(state: State, act: Act) -> State | None:
    """Where an act leads, None when it is not allowed in this state."""
    return MOVES.get((state, act))


class Trigger(StrEnum):
    """What speaks for a corrective action of the supplier. A hint: a person decides."""

    SAFETY = "safety"
    LINE_STOPPED = "line_stopped"
    CUSTOMER = "customer"
    AGAIN = "again"
    WHOLE_LOT = "whole_lot"
    LARGE_SHARE = "large_share"


AGAIN_MONTHS = 12
LARGE_SHARE_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What the triggers read of one nonconformance."""

    stage: Stage
    severity: Severity
    stopped_line: bool = False
    lot_rejected: bool = False
    affected: int | None = None
    inspected: int | None = None
    earlier_same: int = 0
    """The same type of defect on the same part in the twelve months before."""


def triggers(seen: Seen) -> list[Trigger]:
    """Everything that speaks for a corrective action, in the order in which people weigh it."""
    holds = {
        Trigger.SAFETY: seen.severity is Severity.CRITICAL,
        Trigger.LINE_STOPPED: seen.stopped_line,
        Trigger.CUSTOMER: seen.stage is Stage.CUSTOMER,
        Trigger.AGAIN: seen.earlier_same > 0,
        Trigger.WHOLE_LOT: seen.lot_rejected,
        Trigger.LARGE_SHARE: _is_large(seen),
    }
    return [trigger for trigger, holds_here in holds.items() if holds_here]


def _is_large(seen: Seen) -> bool:
    """Affected parts are over 5 % of those inspected, or more than were inspected: then the lot is in question."""
    if not seen.affected or not seen.inspected:
        return False
    return seen.affected * 100 > seen.inspected * LARGE_SHARE_PERCENT


def same_since(found_on: date) -> date:
    """First day of the twelve months in which the same defect counts as coming again."""
    try:
        return found_on.replace(year=found_on.year - 1)
    except ValueError:  # 29 February
        return found_on.replace(year=found_on.year - 1, day=28)


def is_escape(stage: Stage) -> bool:
    """Caught by us or later: it had left the supplier."""
    return stage in OUR_STAGES
