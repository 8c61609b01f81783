from django.db import models

from scoring.models import Snapshot


class StoredMovement(models.Model):
    """Why a rating moved from one snapshot to another, worked out ahead: neither changes, and so this does not.

    It is read by way of a month that the person sees, never by itself.
    """

    opening = models.ForeignKey(Snapshot, models.CASCADE, db_index=False, related_name="+")
    closing = models.ForeignKey(Snapshot, models.CASCADE, db_index=False, related_name="+")
    told = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "opening"], name="stored_movement_once")]

    def __str__(self) -> str:
        return f"{self.opening_id} → {self.closing_id}"
