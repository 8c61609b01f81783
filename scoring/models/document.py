from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from scoring.models.snapshot import Snapshot
from suppliers.models import Supplier, visible_suppliers


class ScorecardDocumentQuerySet(models.QuerySet["ScorecardDocument"]):
    def visible_to(self, user: User) -> "QuerySet[ScorecardDocument]":
        return self.filter(visible_suppliers(user, "supplier"))


def document_path(document: "ScorecardDocument", filename: str) -> str:
    """Where the file lies. One job writes one name, so that a job begun again replaces what it had begun."""
    return f"scorecards/{document.job_id.hex[:2]}/{document.job_id.hex}.pdf"


class ScorecardDocument(models.Model):
    """A scorecard as PDF, made of one snapshot: what was handed out stays as it was."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="scorecards")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="documents")
    job_id = models.UUIDField(unique=True)
    file = models.FileField(upload_to=document_path, max_length=200)
    pages = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = ScorecardDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["supplier", "-made_at", "-id"], name="scorecard_newest")]

    def __str__(self) -> str:
        return f"Scorecard {self.snapshot_id} of {self.snapshot.on}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:scorecard_file", args=[self.pk])
