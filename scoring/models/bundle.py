import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scoring.domain.bundles import BundleForm, BundleState, ItemState
from scoring.labels import bundle_form_choices, bundle_state_choices, item_state_choices
from scoring.models.snapshot import Snapshot
from suppliers.models import Supplier


class ScorecardBundle(models.Model):
    """Scorecards of a selection, made into one file. The items are the truth about how far it is.

    Only who asked for it sees it: it is made of what that person may see.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.CharField(max_length=3, choices=bundle_form_choices)
    state = models.CharField(max_length=10, choices=bundle_state_choices, default=BundleState.MAKING.value)
    turn = models.PositiveIntegerField(default=0)
    """Rises whenever workers are called to it, so that those of an earlier call leave it alone."""
    joined_by = models.UUIDField(null=True)
    """The job that joins the parts."""
    file = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BundleState], form__in=[f.value for f in BundleForm]),
                name="bundle_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=BundleState.DONE.value) | (~Q(file="") & Q(finished_at__isnull=False)),
                name="bundle_done_with_its_file",
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-asked_at", "id"], name="bundle_of_person"),
            models.Index(fields=["expires_at"], name="bundle_expiry"),
        ]

    def __str__(self) -> str:
        return f"Scorecards of {self.asked_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:bundle", args=[self.pk])

    @property
    def folder(self) -> str:
        """Where its files lie in the storage."""
        return f"bundles/{self.pk.hex}"


class BundleItem(models.Model):
    """One scorecard of a bundle: waiting, in the hands of a job, made, failed (`note` says why), or left out."""

    bundle = models.ForeignKey(ScorecardBundle, models.CASCADE, db_index=False, related_name="items")
    position = models.PositiveIntegerField()
    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="+")
    scope_key = models.CharField(max_length=40, blank=True)
    """Which scope; none: the supplier's own line, whichever scope that is when it is made."""
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=item_state_choices, default=ItemState.QUEUED.value)
    note = models.CharField(max_length=300, blank=True)
    taken_by = models.UUIDField(null=True)
    file = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["bundle_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "position"], name="bundle_item_place"),
            models.UniqueConstraint(fields=["bundle", "supplier", "scope_key"], name="bundle_item_once_per_scope"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ItemState]), name="bundle_item_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.DONE.value) | (~Q(file="") & Q(snapshot__isnull=False)),
                name="bundle_item_done_with_its_file",
            ),
        ]
        indexes = [models.Index(fields=["bundle", "state", "position"], name="bundle_item_next")]

    def __str__(self) -> str:
        return f"{self.position}: {self.state}"
