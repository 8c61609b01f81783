"""Audits with their answers and findings, and what was counted on the floor."""

from audits.models.answer import Answer
from audits.models.audit import Audit, AuditQuerySet
from audits.models.capa import Capa, CapaCounter, CapaQuerySet
from audits.models.capa_step import CapaFile, CapaRound, CapaStep, CapaSubmission
from audits.models.finding import Finding, FindingPhoto, FindingQuerySet
from audits.models.observation import CoverageObservation, ObservationQuerySet, StageObservation

__all__ = [
    "Answer",
    "Audit",
    "AuditQuerySet",
    "Capa",
    "CapaCounter",
    "CapaFile",
    "CapaQuerySet",
    "CapaRound",
    "CapaStep",
    "CapaSubmission",
    "CoverageObservation",
    "Finding",
    "FindingPhoto",
    "FindingQuerySet",
    "ObservationQuerySet",
    "StageObservation",
]
