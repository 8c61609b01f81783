"""The words for a supplier's states and kinds, as pages, exports and PDFs show them."""

from suppliers.domain.terms import Claim, Criticality, IdentifierKind, Rating, ScopeStage, Status

STATUS_LABELS: dict[Status, str] = {
    Status.PROSPECT: "Prospect",
    Status.UNDER_EVALUATION: "Under evaluation",
    Status.CONDITIONAL: "Conditional",
    Status.APPROVED: "Approved",
    Status.PREFERRED: "Preferred",
    Status.PROBATION: "Probation",
    Status.SUSPENDED: "Suspended",
    Status.DISQUALIFIED: "Disqualified",
    Status.INACTIVE: "Inactive",
}
CRITICALITY_LABELS: dict[Criticality, str] = {
    Criticality.CRITICAL: "Critical",
    Criticality.MAJOR: "Major",
    Criticality.STANDARD: "Standard",
}
RATING_LABELS: dict[Rating, str] = {
    Rating.CRITICAL: "Critical",
    Rating.HIGH: "High",
    Rating.UNPROVEN: "Unproven",
    Rating.MODERATE: "Moderate",
    Rating.LOW: "Low",
}
STAGE_LABELS: dict[ScopeStage, str] = {
    ScopeStage.ACTIVE: "Bought now",
    ScopeStage.POTENTIAL: "May be bought",
    ScopeStage.ENDED: "No longer bought",
}
IDENTIFIER_LABELS: dict[IdentifierKind, str] = {
    IdentifierKind.OWN_NUMBER: "Our supplier number",
    IdentifierKind.VAT: "VAT number",
    IdentifierKind.DUNS: "D-U-N-S number",
    IdentifierKind.LEI: "Legal Entity Identifier (LEI)",
    IdentifierKind.GLN: "Global Location Number (GLN)",
    IdentifierKind.REGISTER: "Company register number",
}
CLAIM_LABELS: dict[Claim, str] = {
    Claim.NONE: "None recorded",
    Claim.CLAIMED: "Claimed",
    Claim.VERIFIED: "Verified",
    Claim.CONTRADICTED: "Contradicted",
    Claim.LAPSED: "Lapsed",
}


def status_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in STATUS_LABELS.items()]


def criticality_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in CRITICALITY_LABELS.items()]


def rating_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in RATING_LABELS.items()]


def stage_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in STAGE_LABELS.items()]


def identifier_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in IDENTIFIER_LABELS.items()]


def claim_choices() -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in CLAIM_LABELS.items()]
