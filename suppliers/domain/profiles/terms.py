"""The words of requirement profiles, documents and waivers."""

from enum import StrEnum


class RequirementKind(StrEnum):
    """What a rule asks for. The order is that of lists and pages."""

    STANDARD = "standard"
    DOCUMENT = "document"
    AUDIT = "audit"
    CLAUSES = "clauses"


class AuditType(StrEnum):
    """How close somebody must have stood to the process, strongest first; a stronger audit answers for a weaker one."""

    UNANNOUNCED_ON_SITE = "unannounced_on_site"
    ANNOUNCED_ON_SITE = "announced_on_site"
    REMOTE = "remote"
    DOCUMENT_REVIEW = "document_review"

    def is_at_least(self, other: "AuditType") -> bool:
        """Whether this audit is as strong as `other`, or stronger."""
        return _STRENGTH[self] >= _STRENGTH[other]


_STRENGTH = {each: -rank for rank, each in enumerate(AuditType)}


class ReviewState(StrEnum):
    """Where a supplier's document stands. Only an accepted one answers a requirement."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class WaiverState(StrEnum):
    """A waiver counts from its confirmation by a second person until its end or its withdrawal."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How a requirement stands, apart from the calendar: what is stored."""

    MISSING = "missing"
    UNVERIFIED = "unverified"
    HELD = "held"
    WAIVED = "waived"


class Shown(StrEnum):
    """How a requirement stands on a day: what is read. Lapsed and overdue follow from the stored day."""

    MISSING = "missing"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    UNVERIFIED = "unverified"
    DUE_SOON = "due_soon"
    WAIVED = "waived"
    MET = "met"
