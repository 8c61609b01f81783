from django.db import models

from accounts.models import User
from common.models import Worded
from scoring.domain.facts import Criticality
from scoring.labels import criticality_choices, likelihood_choices
from scoring.models.snapshot import Snapshot
from suppliers.models import Scope, Supplier, visible_suppliers


class ScopeRatingQuerySet(models.QuerySet["ScopeRating"]):
    def visible_to(self, user: User) -> "ScopeRatingQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def current(self) -> "ScopeRatingQuerySet":
        """Without those of archived suppliers."""
        return self.filter(supplier__archived_at=None)


class ScopeRating(Worded):
    """Where one scope stands now: a projection of its latest snapshot, and the day on which it was last confirmed.

    `seen` is a digest of everything a person would see; a new snapshot is written when it changes. `asked` is one of
    its requirement items. `is_line` marks the scope that is shown as the supplier's own rating. The columns from
    `criticality` to `thinnest` are the figures of scoring/domain/standing.py, stored so that overviews count and sort
    a portfolio by index. Rated with `basis`, it lasts until `again_on` if no evidence changes (services/lasting.py).
    """

    supplier = models.ForeignKey(Supplier, models.CASCADE, db_index=False, related_name="scope_ratings")
    scope_key = models.CharField(max_length=40)
    scope = models.ForeignKey(Scope, models.CASCADE, null=True, related_name="+")
    scope_label = models.CharField(max_length=400)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    seen = models.CharField(max_length=64)
    asked = models.CharField(max_length=64, default="", blank=True)
    likelihood = models.CharField(max_length=10, choices=likelihood_choices)
    score_tenths = models.PositiveSmallIntegerField()
    confidence_percent = models.PositiveSmallIntegerField()
    criticality = models.CharField(max_length=10, choices=criticality_choices, default=Criticality.STANDARD.value)
    risk_rank = models.PositiveSmallIntegerField(default=0)
    practice_percent = models.PositiveSmallIntegerField(default=0)
    gap_tenths = models.SmallIntegerField(null=True)
    thinnest = models.CharField(max_length=40, default="", blank=True)
    is_active = models.BooleanField()
    is_line = models.BooleanField()
    rated_on = models.DateField()
    again_on = models.DateField(null=True)
    basis = models.CharField(max_length=20, default="", blank=True)

    objects = ScopeRatingQuerySet.as_manager()

    class Meta:
        ordering = ["supplier_id", "scope_key"]
        constraints = [models.UniqueConstraint(fields=["supplier", "scope_key"], name="scope_rating_once")]
        indexes = [
            models.Index(fields=["likelihood", "criticality", "supplier"], name="scope_rating_by_cell"),
            models.Index(fields=["risk_rank", "score_tenths", "id"], name="scope_rating_by_risk"),
            models.Index(fields=["risk_rank", "practice_percent", "id"], name="scope_rating_by_visit"),
            models.Index(fields=["score_tenths", "id"], name="scope_rating_by_score"),
            models.Index(fields=["confidence_percent", "id"], name="scope_rating_by_confidence"),
        ]

    def __str__(self) -> str:
        return f"{self.scope_label}: {self.likelihood}"
