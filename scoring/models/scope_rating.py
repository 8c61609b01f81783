from django.db import models

from accounts.models import User
from scoring.labels import likelihood_choices
from scoring.models.snapshot import Snapshot
from suppliers.models import Supplier, visible_suppliers


class ScopeRatingQuerySet(models.QuerySet["ScopeRating"]):
    def visible_to(self, user: User) -> "ScopeRatingQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))


class ScopeRating(models.Model):
    """Where one scope stands now: a projection of its latest snapshot, and the day on which it was last confirmed.

    `seen` is a digest of everything a person would see; a new snapshot is written when it changes. `is_line` marks
    the scope that is shown as the supplier's own rating.
    """

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="scope_ratings")
    scope_key = models.CharField(max_length=40)
    scope_label = models.CharField(max_length=400)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    seen = models.CharField(max_length=64)
    likelihood = models.CharField(max_length=10, choices=likelihood_choices)
    score_tenths = models.PositiveSmallIntegerField()
    confidence_percent = models.PositiveSmallIntegerField()
    is_active = models.BooleanField()
    is_line = models.BooleanField()
    rated_on = models.DateField()

    objects = ScopeRatingQuerySet.as_manager()

    class Meta:
        ordering = ["supplier_id", "scope_key"]
        constraints = [models.UniqueConstraint(fields=["supplier", "scope_key"], name="scope_rating_once")]

    def __str__(self) -> str:
        return f"{self.scope_label}: {self.likelihood}"
