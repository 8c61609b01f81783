from capability.models.means import EngineeringSupport, Equipment, Metrology
from capability.models.proof import FirstArticle, PreShipmentInspection, Reference, SampleRun
from capability.models.record import CapabilityRecord, RecordQuerySet
from capability.models.visit import Count, Measurement, Question, VisitNote, VisitPhoto, VisitQuerySet, VisitRow

__all__ = [
    "CapabilityRecord",
    "Count",
    "EngineeringSupport",
    "Equipment",
    "FirstArticle",
    "Measurement",
    "Metrology",
    "PreShipmentInspection",
    "Question",
    "RecordQuerySet",
    "Reference",
    "SampleRun",
    "VisitNote",
    "VisitPhoto",
    "VisitQuerySet",
    "VisitRow",
]
