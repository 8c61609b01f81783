"""The words for deliveries, lots and nonconformances, as pages, exports and PDFs show them."""

from collections.abc import Mapping
from typing import Any

from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import Disposition, KnownFrom, Severity, State, Trigger
from deliveries.domain.on_time import Base, Verdict
from deliveries.domain.stages import Stage

Choices = list[tuple[str, str]]

STAGE_LABELS: dict[Stage, str] = {
    Stage.INCOMING: "Incoming inspection",
    Stage.SUBASSEMBLY: "Subassembly",
    Stage.IN_PROCESS: "In process",
    Stage.FINAL: "Final inspection",
    Stage.RECEIVING: "Our receiving",
    Stage.LINE: "Our line",
    Stage.CUSTOMER: "Our customer",
}
RESULT_LABELS: dict[LotResult, str] = {
    LotResult.ACCEPTED: "Accepted",
    LotResult.REJECTED: "Rejected",
    LotResult.CONCESSION: "Accepted under concession",
    LotResult.SKIP_LOT: "Not inspected: skip-lot",
}
RESULT_TONES: dict[LotResult, str] = {
    LotResult.ACCEPTED: "good",
    LotResult.REJECTED: "bad",
    LotResult.CONCESSION: "warn",
    LotResult.SKIP_LOT: "open",
}
SEVERITY_LABELS: dict[Severity, str] = {
    Severity.CRITICAL: "Critical: safety or regulation",
    Severity.MAJOR: "Major: does not function or fit",
    Severity.MINOR: "Minor: no effect on use",
}
KNOWN_FROM_LABELS: dict[KnownFrom, str] = {
    KnownFrom.OUR_RECORD: "We saw it ourselves",
    KnownFrom.THEIR_LOG: "The supplier's log, shown to us",
    KnownFrom.THEIR_WORD: "The supplier told us",
}
DISPOSITION_LABELS: dict[Disposition, str] = {
    Disposition.USE_AS_IS: "Use as is, under concession",
    Disposition.REWORK: "Rework",
    Disposition.REPAIR: "Repair",
    Disposition.SORT: "Sort",
    Disposition.RETURN: "Return to the supplier",
    Disposition.SCRAP: "Scrap",
}
STATE_LABELS: dict[State, str] = {
    State.OPEN: "Open",
    State.DISPOSITIONED: "Disposition decided",
    State.CLOSED: "Closed",
    State.VOID: "Void",
}
STATE_TONES: dict[State, str] = {
    State.OPEN: "warn",
    State.DISPOSITIONED: "accent",
    State.CLOSED: "good",
    State.VOID: "open",
}
TRIGGER_LABELS: dict[Trigger, str] = {
    Trigger.SAFETY: "Safety or regulation is concerned",
    Trigger.LINE_STOPPED: "It stopped our line",
    Trigger.CUSTOMER: "It reached our customer",
    Trigger.AGAIN: "The same type of defect on the same part within twelve months",
    Trigger.WHOLE_LOT: "A whole lot was rejected",
    Trigger.LARGE_SHARE: "More than 5 % of what was inspected is affected",
}
BASE_LABELS: dict[Base, str] = {
    Base.PROMISED: "The day the supplier promised",
    Base.REQUESTED: "The day we asked for",
}
VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.ON_TIME: "On time",
    Verdict.LATE: "Late",
    Verdict.OPEN: "Not due yet",
    Verdict.UNDATED: "No due day",
}
VERDICT_TONES: dict[Verdict, str] = {
    Verdict.ON_TIME: "good",
    Verdict.LATE: "bad",
    Verdict.OPEN: "accent",
    Verdict.UNDATED: "open",
}


def _choices(labels: Mapping[Any, str]) -> Choices:
    return [(member.value, label) for member, label in labels.items()]


def stage_choices() -> Choices:
    return _choices(STAGE_LABELS)


def result_choices() -> Choices:
    return _choices(RESULT_LABELS)


def severity_choices() -> Choices:
    return _choices(SEVERITY_LABELS)


def known_from_choices() -> Choices:
    return _choices(KNOWN_FROM_LABELS)


def disposition_choices() -> Choices:
    return _choices(DISPOSITION_LABELS)


def state_choices() -> Choices:
    return _choices(STATE_LABELS)


def base_choices() -> Choices:
    return _choices(BASE_LABELS)
