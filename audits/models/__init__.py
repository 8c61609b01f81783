"""Audits with their answers and findings, and what was counted on the floor."""

from audits.models.answer import Answer
from audits.models.audit import Audit, AuditQuerySet
from audits.models.finding import Finding, FindingPhoto, FindingQuerySet
from audits.models.observation import CoverageObservation, ObservationQuerySet, StageObservation

__all__ = [
    "Answer",
    "Audit",
    "AuditQuerySet",
    "CoverageObservation",
    "Finding",
    "FindingPhoto",
    "FindingQuerySet",
    "ObservationQuerySet",
    "StageObservation",
]
