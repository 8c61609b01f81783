"""Rating models, snapshots that nothing rewrites, where scopes stand and stood, what is asked, what went wrong."""

from scoring.models.bundle import BundleItem, ScorecardBundle
from scoring.models.document import ScorecardDocument
from scoring.models.problem import RatingProblem
from scoring.models.rating_model import RatingModel
from scoring.models.requirement import RequirementItem, RequirementItemQuerySet
from scoring.models.scope_month import ScopeMonth, ScopeMonthQuerySet
from scoring.models.scope_rating import ScopeRating, ScopeRatingQuerySet
from scoring.models.snapshot import Snapshot, SnapshotQuerySet

__all__ = [
    "BundleItem",
    "RatingModel",
    "RatingProblem",
    "RequirementItem",
    "RequirementItemQuerySet",
    "ScopeMonth",
    "ScopeMonthQuerySet",
    "ScopeRating",
    "ScopeRatingQuerySet",
    "ScorecardBundle",
    "ScorecardDocument",
    "Snapshot",
    "SnapshotQuerySet",
]
