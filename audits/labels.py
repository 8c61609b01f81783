"""The words for an audit's states and kinds, as pages, exports and PDFs show them."""

from audits.domain.audits import AUDIT_STRENGTHS, AuditState, Purpose, Strength
from audits.domain.findings import FindingGrade, FindingState
from audits.domain.grading import Grade, Lack
from audits.domain.observations import Disclosure, Sampling

STATE_LABELS: dict[AuditState, str] = {
    AuditState.PLANNED: "Planned",
    AuditState.IN_PROGRESS: "In progress",
    AuditState.COMPLETED: "Completed",
    AuditState.CANCELLED: "Cancelled",
    AuditState.DECLINED: "Declined by the supplier",
}
STRENGTH_LABELS: dict[Strength, str] = {
    Strength.UNANNOUNCED_ON_SITE: "Unannounced, on site",
    Strength.ANNOUNCED_ON_SITE: "Announced, on site",
    Strength.REMOTE: "Remote",
    Strength.REGISTER_EXPORT: "Export of the supplier's register",
    Strength.DOCUMENT_REVIEW: "Document review",
    Strength.SUPPLIER_STATEMENT: "Supplier's own word",
}
PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.QUALIFICATION: "Qualification",
    Purpose.PERIODIC: "Periodic",
    Purpose.FOLLOW_UP: "Follow-up",
    Purpose.FOR_CAUSE: "For cause",
}
GRADE_LABELS: dict[Grade, str] = {
    Grade.FULL: "10 · met",
    Grade.MOSTLY: "8 · mostly met",
    Grade.PARTLY: "6 · partly met",
    Grade.POOR: "4 · poorly met",
    Grade.ABSENT: "0 · not met",
    Grade.NOT_APPLICABLE: "Not applicable",
    Grade.NOT_DISCLOSED: "Asked, not disclosed",
    Grade.NOT_LOOKED_AT: "Not looked at",
}
LACK_LABELS: dict[Lack, str] = {
    Lack.GRADE: "Needs a grade",
    Lack.EVIDENCE: "Say what you saw, or why not",
    Lack.SECOND_PERSON: "A second person has to agree",
}
GRADE_TONES: dict[Grade, str] = {
    Grade.FULL: "good",
    Grade.MOSTLY: "good",
    Grade.PARTLY: "warn",
    Grade.POOR: "bad",
    Grade.ABSENT: "worst",
    Grade.NOT_APPLICABLE: "",
    Grade.NOT_DISCLOSED: "bad",
    Grade.NOT_LOOKED_AT: "open",
}
"""How a grade looks as a chip; its words always stand in it."""
FINDING_GRADE_LABELS: dict[FindingGrade, str] = {
    FindingGrade.MAJOR: "Major",
    FindingGrade.MINOR: "Minor",
    FindingGrade.OBSERVATION: "Observation",
    FindingGrade.OFI: "Opportunity for improvement",
}
FINDING_STATE_LABELS: dict[FindingState, str] = {
    FindingState.OPEN: "Open",
    FindingState.CLOSED: "Closed",
    FindingState.WITHDRAWN: "Withdrawn",
}
SAMPLING_LABELS: dict[Sampling, str] = {
    Sampling.ALL_RECEIPTS: "All receipts of the period",
    Sampling.RANDOM_SAMPLE: "Random sample, chosen by us",
    Sampling.CONVENIENCE_SAMPLE: "Sample chosen by the supplier or by what was at hand",
    Sampling.REGISTER_EXPORT: "Export of the receiving log",
    Sampling.NOT_DISCLOSED: "Asked, not disclosed",
}
DISCLOSURE_LABELS: dict[Disclosure, str] = {
    Disclosure.DISCLOSED: "Shown to us",
    Disclosure.NOT_DISCLOSED: "Asked, not disclosed",
    Disclosure.NOT_ASKED: "Not asked; our own counts only",
}


def state_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in STATE_LABELS.items()]


def strength_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in STRENGTH_LABELS.items()]


def audit_strength_choices() -> list[tuple[str, str]]:
    """How an audit itself can be done."""
    return [(member.value, STRENGTH_LABELS[member]) for member in AUDIT_STRENGTHS]


def purpose_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in PURPOSE_LABELS.items()]


def grade_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in GRADE_LABELS.items()]


def finding_grade_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in FINDING_GRADE_LABELS.items()]


def finding_state_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in FINDING_STATE_LABELS.items()]


def sampling_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in SAMPLING_LABELS.items()]


def disclosure_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in DISCLOSURE_LABELS.items()]
