"""What the worker worked out ahead."""

from overview.models.stored_figures import StoredFigures, StoredFiguresQuerySet, Subject
from overview.models.stored_movement import StoredMovement

__all__ = ["StoredFigures", "StoredFiguresQuerySet", "StoredMovement", "Subject"]
