"""Rating models, snapshots that nothing rewrites, where each scope stands now, and what could not be rated."""

from scoring.models.document import ScorecardDocument
from scoring.models.problem import RatingProblem
from scoring.models.rating_model import RatingModel
from scoring.models.scope_rating import ScopeRating, ScopeRatingQuerySet
from scoring.models.snapshot import Snapshot, SnapshotQuerySet

__all__ = [
    "RatingModel",
    "RatingProblem",
    "ScopeRating",
    "ScopeRatingQuerySet",
    "ScorecardDocument",
    "Snapshot",
    "SnapshotQuerySet",
]
