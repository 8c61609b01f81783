"""The words of the overview."""

from overview.domain.months import Due
from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood
from scoring.labels import CRITICALITY_LABELS, LIKELIHOOD_LABELS

RISK_LABELS = {
    "critical": "Critical",
    "high": "High",
    "moderate": "Moderate",
    "low": "Low",
}
PILLAR_LABELS = {
    "certification": "Certification",
    "practice": "Process practice",
    "follow_through": "Follow-through",
    "delivered": "Delivered quality",
    "capability": "Capability",
    "traceability": "Traceability",
}
STAGES = (("active", "Bought now"), ("potential", "May be bought"))
MOVES = (("up", "Up"), ("down", "Down"), ("crossed", "To another word"), ("new", "Rated for the first time"))
PROOF = (("proven", "Proven"), ("unproven", "Too little evidence"))


def likelihood_choices() -> list[tuple[str, str]]:
    """Worst first, as risk is read."""
    return [(one.value, LIKELIHOOD_LABELS[one]) for one in reversed(Likelihood)]


def criticality_choices() -> list[tuple[str, str]]:
    return [(one.value, CRITICALITY_LABELS[one]) for one in Criticality]


def step_choices(unit: str = "") -> list[tuple[str, str]]:
    """Ten steps of a scale of 100: `3` is 30 to 39."""
    return [(str(step), step_label(step) + unit) for step in range(10)]


def step_label(step: int) -> str:
    """`30–39`; the last step has the full 100 in it."""
    return "90–100" if step == 9 else f"{10 * step}–{10 * step + 9}"


DUE_LABELS: dict[Due, str] = {
    Due.CERTIFICATE: "Certificates expire",
    Due.VERIFICATION: "Verifications due",
    Due.AUDIT: "Audits planned",
    Due.FINDING: "Findings due",
    Due.ACTION: "Corrective steps due",
    Due.DOCUMENT: "Documents end",
}
