"""Verbs about audits. Each writes, in one transaction, the record, its history and the news for scoring."""

from audits.services.answers import AnswerInput, confirm_not_applicable, save_answer, take_over_answers
from audits.services.audits import (
    AuditPlan,
    cancel_audit,
    change_plan,
    complete_audit,
    decline_audit,
    plan_audit,
    reopen_audit,
    replan_audit,
    start_audit,
)
from audits.services.errors import Incomplete, Invalid, NotAllowed
from audits.services.findings import (
    FindingInput,
    close_finding,
    correct_finding,
    raise_finding,
    reopen_finding,
    withdraw_finding,
)
from audits.services.observations import (
    Recorded,
    Source,
    correct_coverage,
    correct_stages,
    record_coverage,
    record_stages,
    retract_observation,
)
from audits.services.photos import add_photo, remove_photo

__all__ = [
    "AnswerInput",
    "AuditPlan",
    "FindingInput",
    "Incomplete",
    "Invalid",
    "NotAllowed",
    "Recorded",
    "Source",
    "add_photo",
    "cancel_audit",
    "change_plan",
    "close_finding",
    "complete_audit",
    "confirm_not_applicable",
    "correct_coverage",
    "correct_finding",
    "correct_stages",
    "decline_audit",
    "plan_audit",
    "raise_finding",
    "record_coverage",
    "record_stages",
    "remove_photo",
    "reopen_audit",
    "reopen_finding",
    "replan_audit",
    "retract_observation",
    "save_answer",
    "start_audit",
    "take_over_answers",
    "withdraw_finding",
]
