"""Records of every working day: deliveries, inspected lots, nonconformances, and the rule for on time."""

from deliveries.models.delivery import Delivery
from deliveries.models.evidence import Evidence, EvidenceQuerySet
from deliveries.models.lot import InspectionLot
from deliveries.models.nonconformance import (
    DefectType,
    Nonconformance,
    NonconformanceCounter,
    NonconformanceFile,
    NonconformanceQuerySet,
)
from deliveries.models.rule import OnTimeRule

__all__ = [
    "DefectType",
    "Delivery",
    "Evidence",
    "EvidenceQuerySet",
    "InspectionLot",
    "Nonconformance",
    "NonconformanceCounter",
    "NonconformanceFile",
    "NonconformanceQuerySet",
    "OnTimeRule",
]
