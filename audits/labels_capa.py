"""The words for corrective actions: stages, states, decisions, fields, and what each rule asks for."""

from audits.domain.capa import Decision, Effectiveness, Refusal, RoundCause, Severity, Stage, State
from audits.domain.capa_gates import ActionKind, Gate, Measure

SEVERITY_LABELS: dict[Severity, str] = {
    Severity.CRITICAL: "Critical",
    Severity.MAJOR: "Major",
    Severity.MINOR: "Minor",
}
CAPA_STAGE_LABELS: dict[Stage, str] = {
    Stage.CONTAINMENT: "Containment",
    Stage.ROOT_CAUSE: "Root cause",
    Stage.ACTIONS: "Actions",
    Stage.IMPLEMENTED: "Implemented",
    Stage.EFFECTIVENESS: "Effectiveness",
    Stage.CLOSURE: "To be closed",
    Stage.CLOSED: "Closed",
    Stage.CANCELLED: "Cancelled",
}
STEP_QUESTIONS: dict[Stage, str] = {
    Stage.CONTAINMENT: "What was done at once, so that no more defective parts reach us?",
    Stage.ROOT_CAUSE: "Why did it happen, why was it not caught, and why did the system allow both?",
    Stage.ACTIONS: "What will change, and how shall we see that it worked?",
    Stage.IMPLEMENTED: "What is in place, since when, and how was it validated?",
    Stage.EFFECTIVENESS: "What was observed against the criterion that was fixed before?",
}
STEP_STATE_LABELS: dict[State, str] = {
    State.WAITING: "Waits for its turn",
    State.OPEN: "Answer awaited",
    State.SUBMITTED: "Awaiting review",
    State.REJECTED: "Rejected, new answer awaited",
    State.ACCEPTED: "Accepted",
}
DECISION_LABELS: dict[Decision, str] = {
    Decision.ACCEPTED: "Accepted",
    Decision.REJECTED: "Rejected",
    Decision.WITHDRAWN: "Withdrawn",
}
ROUND_CAUSE_LABELS: dict[RoundCause, str] = {
    RoundCause.FINDING: "Opened from what was found",
    RoundCause.NOT_EFFECTIVE: "Actions were not effective",
    RoundCause.RECURRENCE: "The defect came back",
}
EFFECTIVENESS_LABELS: dict[Effectiveness, str] = {
    Effectiveness.EFFECTIVE: "Effective",
    Effectiveness.NOT_EFFECTIVE: "Not effective",
}
ACTION_KIND_LABELS: dict[ActionKind, str] = {
    ActionKind.PROCESS: "Process or its parameters",
    ActionKind.ERROR_PROOFING: "Error-proofing (fixture, sensor, interlock)",
    ActionKind.INSPECTION: "Inspection or measurement",
    ActionKind.DESIGN: "Design or specification",
    ActionKind.SUBCONTRACTOR: "Subcontractor or material",
    ActionKind.DOCUMENT: "Work instruction or form",
    ActionKind.TRAINING: "Training",
}
MEASURE_LABELS: dict[Measure, str] = {Measure.LOTS: "lots", Measure.DAYS: "days"}
GATE_MESSAGES: dict[Gate, str] = {
    Gate.TEXT_MISSING: "Say it in a sentence: what, where, how many.",
    Gate.DATE_MISSING: "Give the day, for instance 2027-03-12.",
    Gate.DATE_IN_FUTURE: "This day has not come yet. Give the day on which the answer reached us.",
    Gate.NOT_DONE: "This must be done, not planned: the day cannot be after the answer.",
    Gate.SAME_CAUSE: "This repeats another cause. Why it happened and why nobody caught it are two questions.",
    Gate.OPERATOR_ERROR: "A person's slip is where the question begins. Say what made it possible: the set-up, the "
    "fixture, the instruction, the check that was missing.",
    Gate.KIND_MISSING: "Choose what the actions change.",
    Gate.ONLY_TRAINING: "Training alone does not hold. Add one that changes the process, the check or the design.",
    Gate.COUNT_MISSING: "Give a whole number.",
    Gate.CRITERION_MISSING: "Fix how effectiveness will be judged before this can go on.",
    Gate.TOO_FEW: "Fewer lots than the criterion asks for. Wait for the rest, or say that it was not effective.",
    Gate.TOO_EARLY: "Too early: before this round began, before the last answer was rejected, or before the days of "
    "observation are over.",
    Gate.DEFECT_SEEN: "The same defect was seen again: then the actions were not effective.",
    Gate.EVIDENCE_MISSING: "Add a file, or say where it can be seen: a record number, a measurement, a place.",
    Gate.RESULT_MISSING: "Say whether the actions were effective.",
}
REFUSAL_MESSAGES: dict[Refusal, str] = {
    Refusal.NOT_ALLOWED_NOW: "This corrective action has moved on. Look at where it stands now.",
    Refusal.OWN_WORK: "You handed this answer in, or own the step. Somebody else must review it.",
    Refusal.REASON_MISSING: "Give the reason.",
}
FIELD_LABELS: dict[str, str] = {
    "done": "What was done",
    "searched": "Where else it was looked for",
    "done_on": "Finished on",
    "occurrence": "Why it happened",
    "escape": "Why it was not caught",
    "system": "Why the system allowed both",
    "against_occurrence": "Against the cause",
    "against_escape": "Against the escape",
    "kinds": "What the actions change",
    "criterion": "Effective when",
    "criterion_count": "Observed over",
    "in_place": "What is in place",
    "validation": "How it was validated",
    "documents": "FMEA and control plan",
    "implemented_on": "In place since",
    "observed": "What was observed",
    "lots": "Lots observed",
    "same_defects": "Same defect seen",
    "result": "Result",
}


def severity_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in SEVERITY_LABELS.items()]


def capa_stage_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in CAPA_STAGE_LABELS.items()]


def step_state_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in STEP_STATE_LABELS.items()]


def decision_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in DECISION_LABELS.items()]


def round_cause_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in ROUND_CAUSE_LABELS.items()]


def effectiveness_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in EFFECTIVENESS_LABELS.items()]


def action_kind_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in ACTION_KIND_LABELS.items()]


def measure_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in MEASURE_LABELS.items()]
