"""The words a supplier record speaks."""

from enum import StrEnum


class Status(StrEnum):
    """Where a supplier stands with us (approved supplier list)."""

    PROSPECT = "prospect"
    UNDER_EVALUATION = "under_evaluation"
    CONDITIONAL = "conditional"
    APPROVED = "approved"
    PREFERRED = "preferred"
    PROBATION = "probation"
    SUSPENDED = "suspended"
    DISQUALIFIED = "disqualified"
    INACTIVE = "inactive"


class Criticality(StrEnum):
    """What a failure of the bought part would cost: the impact side of the risk matrix."""

    CRITICAL = "critical"
    MAJOR = "major"
    STANDARD = "standard"


class Rating(StrEnum):
    """The rating as lists show it: worst first. Made by scoring, stored here."""

    CRITICAL = "critical"
    HIGH = "high"
    UNPROVEN = "unproven"
    MODERATE = "moderate"
    LOW = "low"


class ScopeStage(StrEnum):
    """Whether we buy this process from this site now, might, or did."""

    ACTIVE = "active"
    POTENTIAL = "potential"
    ENDED = "ended"


class IdentifierKind(StrEnum):
    """Numbers that others gave the supplier, and our own."""

    OWN_NUMBER = "own_number"
    VAT = "vat"
    DUNS = "duns"
    LEI = "lei"
    GLN = "gln"
    REGISTER = "register"


class Claim(StrEnum):
    """How well founded the certification baseline is, as chips show it: solid = verified, hollow = claimed."""

    NONE = "none"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    CONTRADICTED = "contradicted"
    LAPSED = "lapsed"
