"""The words for requirement profiles, documents and waivers."""

from suppliers.domain.profiles.terms import AuditType, RequirementKind, ReviewState, Shown, WaiverState
from suppliers.labels import CRITICALITY_LABELS

KIND_LABELS: dict[RequirementKind, str] = {
    RequirementKind.STANDARD: "Certificate",
    RequirementKind.DOCUMENT: "Document",
    RequirementKind.AUDIT: "Audit",
    RequirementKind.CLAUSES: "Clauses that must not be excluded",
}
AUDIT_TYPE_LABELS: dict[AuditType, str] = {
    AuditType.UNANNOUNCED_ON_SITE: "Unannounced, on site",
    AuditType.ANNOUNCED_ON_SITE: "Announced, on site",
    AuditType.REMOTE: "Remote",
    AuditType.DOCUMENT_REVIEW: "Document review",
}
REVIEW_LABELS: dict[ReviewState, str] = {
    ReviewState.RECEIVED: "To be reviewed",
    ReviewState.ACCEPTED: "Accepted",
    ReviewState.REJECTED: "Rejected",
}
WAIVER_LABELS: dict[WaiverState, str] = {
    WaiverState.REQUESTED: "Waits for a second person",
    WaiverState.CONFIRMED: "Confirmed",
    WaiverState.DECLINED: "Declined",
    WaiverState.WITHDRAWN: "Withdrawn",
}
SHOWN_LABELS: dict[Shown, str] = {
    Shown.MISSING: "Missing",
    Shown.LAPSED: "Lapsed",
    Shown.OVERDUE: "Overdue",
    Shown.UNVERIFIED: "Not checked yet",
    Shown.DUE_SOON: "Due soon",
    Shown.WAIVED: "Waived",
    Shown.MET: "There",
}


def kind_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in KIND_LABELS.items()]


def audit_type_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in AUDIT_TYPE_LABELS.items()]


def review_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in REVIEW_LABELS.items()]


def waiver_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in WAIVER_LABELS.items()]


def least_criticality_choices() -> list[tuple[str, str]]:
    """A criticality as the condition of a rule: this one or a higher one."""
    words: list[tuple[str, str]] = []
    higher: list[str] = []
    for member, label in CRITICALITY_LABELS.items():
        higher.append(label if not higher else label.lower())
        words.append((member.value, " or ".join(higher) if len(higher) < len(CRITICALITY_LABELS) else "Any"))
    return words[:-1]
