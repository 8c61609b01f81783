from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from scoring.domain.model import Likelihood
from scoring.domain.scorecard import Scorecard
from scoring.domain.snapshot import thaw_card
from scoring.domain.words import tenths_text
from scoring.labels import likelihood_choices, reason_choices
from scoring.models.rating_model import RatingModel
from suppliers.models import Supplier, visible_suppliers


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: User) -> "SnapshotQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))


class Snapshot(models.Model):
    """A rating as it was: the facts, the result, a SHA-256 over both. The database refuses any change (migration 0002).

    `scope_key` names the scope inside facts and result. Columns beside the documents repeat the result for trends.
    """

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="snapshots")
    scope_key = models.CharField(max_length=40)
    scope_label = models.CharField(max_length=400)
    on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=20, choices=reason_choices)
    model = models.ForeignKey(RatingModel, models.PROTECT, related_name="snapshots")
    engine = models.CharField(max_length=20)
    facts = models.JSONField()
    result = models.JSONField()
    sha256 = models.CharField(max_length=64)
    likelihood = models.CharField(max_length=10, choices=likelihood_choices)
    score_tenths = models.PositiveSmallIntegerField()
    confidence_percent = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-revision", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "scope_key", "on", "revision"], name="snapshot_once"),
            models.CheckConstraint(
                condition=Q(likelihood__in=[one.value for one in Likelihood]), name="snapshot_likelihood_known"
            ),
            models.CheckConstraint(
                condition=Q(score_tenths__lte=1000) & Q(confidence_percent__lte=100), name="snapshot_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_label} on {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:snapshot", args=[self.supplier_id, self.pk])

    @property
    def score_text(self) -> str:
        """The score as 54.1."""
        return tenths_text(self.score_tenths)

    @property
    def card(self) -> Scorecard:
        """The result as the engine returned it."""
        return thaw_card(self.result)
