from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from common.models import Job
from common.tabular.reading import ReadOptions
from imports.domain.flow import ImportState


class BatchQuerySet(models.QuerySet["Batch"]):
    def owned_by(self, user: User) -> "BatchQuerySet":
        """An import shows what its owner may see, so nobody else opens it."""
        return self.filter(created_by=user)


class Batch(models.Model):
    """One uploaded file on its way into the records of one kind. The file is kept as it came."""

    kind = models.CharField(max_length=40)
    """Key of the kind (`imports.kinds`)."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=ImportState.COLUMNS.value)
    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=200)
    format = models.CharField(max_length=4)
    """`csv`, `xlsx` or `xls`."""
    reading = models.JSONField(default=dict)
    """Encoding, delimiter, header row and sheet of the first table, as recognised or corrected."""
    headers = models.JSONField(default=dict)
    """By part (empty: the first table): the headers of its columns."""
    mapping = models.JSONField(default=dict)
    """By part: column index (as text, JSON keys are) to key of the field."""
    options = models.JSONField(default=dict)
    """Answers to the questions that are asked once for the file."""
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)
    """Of the last check: counts of rows, problems by message, notes on how the file was read."""
    takes_changes = models.BooleanField(default=True)
    """Whether records that the file says differently are changed."""
    written_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    """What was written: plural noun to number."""

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="record_import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.WRITTEN.value, written_at__isnull=False)
                | (~Q(state=ImportState.WRITTEN.value) & Q(written_at=None)),
                name="record_import_written_with_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["created_by", "created_at", "id"], name="record_import_by_person")]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def read_options(self) -> ReadOptions:
        return ReadOptions(**self.reading)

    def mapped(self, part: str) -> Mapping[int, str]:
        """Column to key of the field, of the first table or a part."""
        stored: dict[str, Any] = self.mapping.get(part, {})
        return {int(index): key for index, key in stored.items()}
