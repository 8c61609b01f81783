"""The shipped model, version 2. Its figures are chosen so that every row of the case table holds (tests/scoring).

Version 1 had the same figures; it did not yet offer to receive lots, order samples or assess capability, as nothing
kept a record of them. It stays in the database and under scoring/reference, so that its snapshots reproduce.
"""

from scoring.domain.curves import Curve
from scoring.domain.default_matrix import MATRIX
from scoring.domain.facts import Source
from scoring.domain.fixed import POINT, UNIT
from scoring.domain.model import (
    Action,
    Band,
    CertificatePoints,
    CoverageLimit,
    Excuse,
    Indicator,
    Likelihood,
    Model,
    Nature,
    Pillar,
)

PERCENT = 10_000
MONTHS_18 = 548
MONTHS_12 = 365

PILLARS = (
    Pillar("certification", "Certification", 150),
    Pillar("practice", "Process practice", 250),
    Pillar("follow_through", "Follow-through", 200),
    Pillar("delivered", "Delivered quality", 250),
    Pillar("capability", "Capability", 100),
    Pillar("traceability", "Traceability", 50),
)

ACTIONS = (
    Action("certificate", "Verify the certificate for this scope with the register or the body"),
    Action("visit", "Visit the floor: audit this site with the checklist Production reality"),
    Action("coverage", "Count the receipts with an incoming-inspection record over three months"),
    Action("defects", "Ask for the nonconformance log and count where defects were caught"),
    Action("findings", "Answer the findings that are due", once_begun=True),
    Action("steps", "Finish the corrective-action steps by their dates", once_begun=True),
    Action("effectiveness", "Verify the effectiveness of corrective actions", once_begun=True),
    Action("root_cause", "Ask for root causes that hold: occurrence and escape", once_begun=True),
    Action("recurrence", "Keep a closed defect from coming back for twelve months", once_begun=True),
    Action("capability", "Assess equipment, metrology and engineering support at the site"),
    Action("deliveries", "Receive and inspect lots, and record what was found"),
    Action("samples", "Order a sample run with a first article"),
    Action("packs", "Check the document packs of the next lots", offered=False),
)


def _curve(*steps: tuple[float, int]) -> Curve:
    """Breakpoints written as (percent, points); percents with at most one decimal."""
    return Curve(tuple((round(share * PERCENT), points * POINT) for share, points in steps))


FLOOR = _curve((0, 0), (50, 20), (60, 35), (70, 60), (80, 80), (90, 95), (100, 100))
COVERAGE = _curve((0, 0), (60, 20), (70, 35), (80, 50), (95, 92), (100, 100))
EARLY = _curve((0, 0), (30, 35), (60, 70), (90, 98), (100, 100))
IN_TIME = _curve((0, 0), (65, 35), (75, 60), (85, 80), (95, 95), (100, 100))
EFFECTIVE = _curve((0, 0), (50, 35), (70, 65), (85, 85), (95, 97), (100, 100))
NO_RETURN = _curve((0, 0), (70, 35), (85, 70), (95, 90), (100, 100))
LOTS = _curve((0, 0), (90, 35), (97, 75), (99, 92), (100, 100))
PARTS = _curve((0, 0), (98, 35), (99.9, 80), (100, 100))
ESCAPES = _curve((0, 0), (80, 35), (90, 65), (96, 88), (100, 100))
ON_TIME = _curve((0, 0), (80, 35), (95, 85), (100, 100))

CLEAN_DELIVERIES = Excuse("lot_acceptance", 10 * UNIT, "Deliveries without anything to correct")


def _floor(key: str, label: str, weight: int, clause: str = "", pillar: str = "practice") -> Indicator:
    """An indicator that an auditor's questions feed: k is one announced audit on site."""
    nature = Nature.CAPABILITY if pillar == "capability" else Nature.PRACTICE
    action = "capability" if pillar == "capability" else "visit"
    return Indicator(
        key, label, pillar, weight, nature, "audits", UNIT, 60 * PERCENT, MONTHS_18, FLOOR, 95 * PERCENT, action,
        UNIT // 2, clause,
    )  # fmt: skip


def _counted(
    key: str, label: str, pillar: str, weight: int, unit: str, k: int, prior: int, curve: Curve, action: str,
    *, target: int = 95, nature: Nature = Nature.PRACTICE, half_life: int = MONTHS_18, clause: str = "",
    excuse: Excuse | None = None,
) -> Indicator:  # fmt: skip
    """An indicator that counts things; a refusal to disclose weighs half of k."""
    return Indicator(
        key, label, pillar, weight, nature, unit, k * UNIT, prior * PERCENT, half_life, curve, target * PERCENT,
        action, k * UNIT // 2, clause, excuse,
    )  # fmt: skip


PRACTICE = (
    _floor("audit_practice", "Audit: practice on the floor", 220),
    _counted("incoming_coverage", "Incoming-inspection coverage", "practice", 240, "receipts", 30, 70, COVERAGE,
             "coverage", clause="8.4"),
    _counted("early_detection", "Defects caught before final inspection", "practice", 140, "nonconformances", 10, 30,
             EARLY, "defects", target=80, clause="8.6"),
    _floor("calibration", "Calibration in use", 80, "7.1.5"),
    _floor("quality_staffing", "Quality department: staffing and authority to stop", 90),
    _floor("deviation_response", "Response to subcontractor deviations", 70, "8.4"),
    _floor("disclosure", "Disclosure under question", 60),
    _floor("worker_interviews", "Operators' own words", 40),
    _floor("remeasurement", "Our measurement against their record", 30, "8.6"),
    Indicator("documented_procedures", "Audit: documented procedures", "practice", 30, Nature.PAPER, "audits", UNIT,
              60 * PERCENT, MONTHS_18, FLOOR, 95 * PERCENT, "visit", UNIT // 2),
)  # fmt: skip

FOLLOW_THROUGH = (
    _counted("findings_in_time", "Findings answered in time", "follow_through", 150, "findings", 6, 65, IN_TIME,
             "findings", clause="10.2", excuse=CLEAN_DELIVERIES),
    _counted("steps_on_time", "Corrective-action steps on time", "follow_through", 250, "due steps", 10, 65, IN_TIME,
             "steps", nature=Nature.PAPER, clause="10.2", excuse=CLEAN_DELIVERIES),
    _counted("effectiveness", "Effectiveness verified", "follow_through", 300, "closures", 3, 50, EFFECTIVE,
             "effectiveness", clause="10.2", excuse=CLEAN_DELIVERIES),
    _counted("root_causes", "Root causes accepted", "follow_through", 120, "root causes", 3, 50, EFFECTIVE,
             "root_cause", clause="10.2", excuse=CLEAN_DELIVERIES),
    _counted("recurrence", "Defects that stayed away for twelve months", "follow_through", 180, "closures", 3, 70,
             NO_RETURN, "recurrence", clause="10.2", excuse=CLEAN_DELIVERIES),
)  # fmt: skip

DELIVERED = (
    _counted("lot_acceptance", "Lots accepted", "delivered", 400, "lots", 10, 90, LOTS, "deliveries", target=99,
             nature=Nature.DELIVERED, half_life=MONTHS_12),
    _counted("parts_right", "Parts without defect", "delivered", 150, "parts", 1_000, 98, PARTS, "deliveries",
             target=99, nature=Nature.DELIVERED, half_life=MONTHS_12),
    _counted("escapes", "Defects that did not escape the supplier", "delivered", 250, "nonconformances", 10, 80,
             ESCAPES, "defects", target=98, nature=Nature.DELIVERED, half_life=MONTHS_12, clause="8.7",
             excuse=CLEAN_DELIVERIES),
    _counted("on_time", "Deliveries on time", "delivered", 200, "deliveries", 10, 80, ON_TIME, "deliveries",
             nature=Nature.DELIVERED, half_life=MONTHS_12),
)  # fmt: skip

CAPABILITY = (
    _floor("equipment", "Equipment for the process", 250, pillar="capability"),
    _floor("metrology", "Metrology", 250, pillar="capability"),
    _floor("engineering", "Engineering support", 200, pillar="capability"),
    _counted("first_pass", "First articles right the first time", "capability", 150, "first articles", 3, 50,
             EFFECTIVE, "samples", nature=Nature.CAPABILITY),
    _counted("references", "References that confirm", "capability", 150, "references", 2, 50, EFFECTIVE, "samples",
             nature=Nature.CAPABILITY),
)  # fmt: skip

TRACEABILITY = (
    _floor("chain_walk", "A label walked back to its heat", 500, "8.5.1", pillar="traceability"),
    _counted("document_packs", "Document packs complete", "traceability", 300, "lots", 10, 70, NO_RETURN, "packs",
             half_life=MONTHS_12),
    _counted("values_plausible", "Values neither copied nor impossible", "traceability", 200, "lots", 10, 70,
             NO_RETURN, "packs", half_life=MONTHS_12),
)  # fmt: skip

CERTIFICATE = CertificatePoints(
    points=(
        ("state", "active", 100), ("state", "not_yet_valid", 0), ("state", "expired", 0), ("state", "suspended", 0),
        ("state", "withdrawn", 0), ("state", "superseded", 0), ("state", "unknown", 0), ("state", "renewing", 50),
        ("verification", "confirmed", 100), ("verification", "stale", 50),
        ("verification", "original_seen", 50), ("verification", "unreachable", 0),
        ("verification", "not_found", 0), ("verification", "never", 0), ("verification", "mismatch", 0),
        ("verification", "contradicted", 0),
        ("accreditation", "confirmed", 100), ("accreditation", "unknown", 70),
        ("accreditation", "not_recognised", 35),
        ("scope", "covers", 100), ("scope", "unknown", 60), ("scope", "partial", 50), ("scope", "other", 0),
        ("site", "covers", 100), ("site", "unknown", 60), ("site", "partial", 50), ("site", "other", 0),
        ("surveillance", "in_time", 100), ("surveillance", "unknown", 100), ("surveillance", "overdue", 40),
        ("edition", "valid", 100), ("edition", "unknown", 80), ("edition", "past", 0),
    ),
    confidence=(
        ("confirmed", 100), ("stale", 50),
        ("original_seen", 50), ("contradicted", 100), ("mismatch", 0), ("not_found", 0), ("never", 0),
        ("unreachable", 0),
    ),
    mandatory_weight=2,
    expected_weight=1,
    renewal_days=60,
)  # fmt: skip

DEFAULT_MODEL = Model(
    version=2,
    name="Evidence of practice",
    certification_pillar="certification",
    pillars=PILLARS,
    indicators=PRACTICE + FOLLOW_THROUGH + DELIVERED + CAPABILITY + TRACEABILITY,
    strengths=(
        (Source.UNANNOUNCED_AUDIT, 1_250), (Source.ANNOUNCED_AUDIT, 1_000), (Source.OUR_RECORD, 1_000),
        (Source.REMOTE_AUDIT, 700), (Source.REGISTER, 600), (Source.DOCUMENT, 400), (Source.OWN_WORD, 150),
    ),
    bands=(
        Band(Likelihood.LOW, 800), Band(Likelihood.MODERATE, 650), Band(Likelihood.HIGH, 500),
        Band(Likelihood.CRITICAL, 0),
    ),
    matrix=MATRIX,
    actions=ACTIONS,
    certificate=CERTIFICATE,
    coverage=CoverageLimit("incoming_coverage", 80 * PERCENT, 30),
    unproven_below=40 * PERCENT,
    measured_share=25 * PERCENT,
)  # fmt: skip
