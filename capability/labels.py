"""The words for what capability records and visit notes say, as pages and exports show them."""

from collections.abc import Mapping
from typing import Any

from capability.domain.measuring import Agreement, Conformity
from capability.domain.terms import (
    SOURCES,
    ArticleResult,
    Calibration,
    Condition,
    Extent,
    Kind,
    LotResult,
    Manner,
    Performs,
    ReferenceOutcome,
    Scheme,
    Source,
    Support,
    ToleranceUnit,
    Traceability,
    Unit,
    VisitState,
)

Choices = list[tuple[str, str]]

SOURCE_LABELS: dict[Source, str] = {
    Source.UNANNOUNCED: "Unannounced, on site",
    Source.ANNOUNCED: "Announced, on site",
    Source.OUR_CHECK: "Our own check",
    Source.REMOTE: "Remote",
    Source.DOCUMENT: "Document or report",
    Source.OWN_WORD: "Supplier's own word",
}
PERFORMS_LABELS: dict[Performs, str] = {
    Performs.IN_HOUSE: "In house",
    Performs.PARTLY: "Partly; some steps elsewhere",
    Performs.OUTSOURCED: "Not here: bought from others",
}
TOLERANCE_UNIT_LABELS: dict[ToleranceUnit, str] = {
    ToleranceUnit.MILLIMETRE: "mm",
    ToleranceUnit.IT_GRADE: "IT grade",
}
CONDITION_LABELS: dict[Condition, str] = {
    Condition.AS_NEW: "As new",
    Condition.MAINTAINED: "Used and maintained",
    Condition.WORN: "Worn, still in use",
    Condition.NEGLECTED: "Neglected",
    Condition.NOT_SEEN: "Not looked at",
}
CALIBRATION_LABELS: dict[Calibration, str] = {
    Calibration.CALIBRATED: "Calibrated",
    Calibration.NOT_CALIBRATED: "Not calibrated",
    Calibration.NOT_SEEN: "Not looked at",
}
TRACEABILITY_LABELS: dict[Traceability, str] = {
    Traceability.ACCREDITED: "Laboratory accredited to ISO/IEC 17025",
    Traceability.TRACEABLE: "Traceable standard, laboratory not accredited",
    Traceability.NONE: "No certificate behind it",
    Traceability.NOT_SEEN: "Not looked at",
}
SUPPORT_LABELS: dict[Support, str] = {
    Support.FULL: "Yes, shown",
    Support.PARTLY: "In part",
    Support.NONE: "No",
    Support.REFUSED: "Asked, not disclosed",
    Support.NOT_ASKED: "Not asked",
}
OUTCOME_LABELS: dict[ReferenceOutcome, str] = {
    ReferenceOutcome.CONFIRMED: "Confirmed",
    ReferenceOutcome.MIXED: "Mixed",
    ReferenceOutcome.DENIED: "Denied",
    ReferenceOutcome.UNREACHABLE: "Could not be reached",
}
SCHEME_LABELS: dict[Scheme, str] = {Scheme.AS9102: "AS9102 first article", Scheme.PPAP: "PPAP"}
EXTENT_LABELS: dict[Extent, str] = {
    Extent.FULL: "Full",
    Extent.PARTIAL: "Partial",
    Extent.DELTA: "Delta after a change",
}
ARTICLE_LABELS: dict[ArticleResult, str] = {
    ArticleResult.FIRST_TIME: "Approved the first time",
    ArticleResult.RESUBMITTED: "Approved after resubmission",
    ArticleResult.REJECTED: "Rejected",
}
LOT_LABELS: dict[LotResult, str] = {
    LotResult.PASSED: "Passed",
    LotResult.FAILED: "Failed",
    LotResult.ON_HOLD: "On hold",
}
VISIT_STATE_LABELS: dict[VisitState, str] = {
    VisitState.DRAFT: "Draft",
    VisitState.COMPLETED: "Completed",
    VisitState.DISCARDED: "Discarded",
}
MANNER_LABELS: dict[Manner, str] = {
    Manner.WITH_EVIDENCE: "Shown",
    Manner.VERBALLY: "Only said",
    Manner.EVADED: "Evaded",
    Manner.SOMETHING_ELSE: "Showed something else",
    Manner.REFUSED: "Refused",
}
MANNER_TONES: dict[Manner, str] = {
    Manner.WITH_EVIDENCE: "good",
    Manner.VERBALLY: "warn",
    Manner.EVADED: "bad",
    Manner.SOMETHING_ELSE: "bad",
    Manner.REFUSED: "worst",
}
UNIT_LABELS: dict[Unit, str] = {
    Unit.MILLIMETRE: "mm",
    Unit.MICROMETRE: "µm",
    Unit.DEGREE: "°",
    Unit.GRAM: "g",
    Unit.NEWTON: "N",
    Unit.NEWTON_METRE: "Nm",
    Unit.HRC: "HRC",
    Unit.RA: "µm Ra",
    Unit.VOLT: "V",
    Unit.OHM: "Ω",
}
AGREEMENT_LABELS: dict[Agreement, str] = {
    Agreement.AGREES: "Agrees",
    Agreement.DIFFERS: "Differs",
    Agreement.CONTRADICTED: "Contradicts their record",
}
AGREEMENT_TONES: dict[Agreement, str] = {
    Agreement.AGREES: "good",
    Agreement.DIFFERS: "bad",
    Agreement.CONTRADICTED: "worst",
}
CONFORMITY_LABELS: dict[Conformity, str] = {
    Conformity.INSIDE: "inside its limits",
    Conformity.OUTSIDE: "outside its limits",
    Conformity.NOT_PROVEN: "too near a limit to tell",
    Conformity.NO_LIMITS: "no limits given",
}
RESULT_TONES: dict[str, str] = {
    ReferenceOutcome.CONFIRMED: "good",
    ReferenceOutcome.MIXED: "warn",
    ReferenceOutcome.DENIED: "worst",
    ReferenceOutcome.UNREACHABLE: "open",
    ArticleResult.FIRST_TIME: "good",
    ArticleResult.RESUBMITTED: "warn",
    ArticleResult.REJECTED: "bad",
    LotResult.PASSED: "good",
    LotResult.FAILED: "bad",
    LotResult.ON_HOLD: "open",
}
"""How the result of a record looks as a chip; its words always stand in it."""


def _choices(labels: Mapping[Any, str]) -> Choices:
    return [(member.value, label) for member, label in labels.items()]


def source_choices_for(kind: Kind) -> Choices:
    """The sources from which this kind of record can be known."""
    return [(source.value, SOURCE_LABELS[source]) for source in SOURCES[kind]]


def source_choices() -> Choices:
    return _choices(SOURCE_LABELS)


def performs_choices() -> Choices:
    return _choices(PERFORMS_LABELS)


def tolerance_unit_choices() -> Choices:
    return _choices(TOLERANCE_UNIT_LABELS)


def condition_choices() -> Choices:
    return _choices(CONDITION_LABELS)


def calibration_choices() -> Choices:
    return _choices(CALIBRATION_LABELS)


def traceability_choices() -> Choices:
    return _choices(TRACEABILITY_LABELS)


def support_choices() -> Choices:
    return _choices(SUPPORT_LABELS)


def outcome_choices() -> Choices:
    return _choices(OUTCOME_LABELS)


def scheme_choices() -> Choices:
    return _choices(SCHEME_LABELS)


def extent_choices() -> Choices:
    return _choices(EXTENT_LABELS)


def article_choices() -> Choices:
    return _choices(ARTICLE_LABELS)


def lot_choices() -> Choices:
    return _choices(LOT_LABELS)


def visit_state_choices() -> Choices:
    return _choices(VISIT_STATE_LABELS)


def manner_choices() -> Choices:
    return _choices(MANNER_LABELS)


def unit_choices() -> Choices:
    return _choices(UNIT_LABELS)
