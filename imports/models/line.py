from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Q

from imports.domain.flow import Outcome, Standing
from imports.models.batch import Batch
from suppliers.models import Scope, Site, Supplier


class LineQuerySet(models.QuerySet["Line"]):
    def rejected(self) -> "LineQuerySet":
        return self.filter(severity="error")

    def usable(self) -> "LineQuerySet":
        return self.exclude(severity="error")

    def to_write(self) -> "LineQuerySet":
        """Usable rows that say something else than the records, of suppliers that were not left out."""
        return self.usable().filter(outcome=Outcome.PENDING.value).exclude(standing=Standing.SAME.value)

    def to_send_again(self) -> "LineQuerySet":
        """Rows that did not get in and can be corrected; not those that a person left out."""
        stopped = Q(severity="error") | Q(outcome=Outcome.CONFLICT.value)
        return self.filter(stopped).exclude(outcome=Outcome.SKIPPED.value)

    def save_many(self, lines: "Iterable[Line]", fields: Collection[str]) -> None:
        """Write some fields of many stored rows, loaded whole.

        An insert that meets the stored rows: Django builds `bulk_update` as one CASE per field, which takes ten times
        as long.
        """
        Line._default_manager.bulk_create(
            lines, batch_size=1_000, update_conflicts=True, unique_fields=["pk"], update_fields=fields
        )


class Line(models.Model):
    """One row of the file: as it was understood, what was found about it, and in the end what was done with it."""

    batch = models.ForeignKey(Batch, models.CASCADE, db_index=False, related_name="lines")
    part = models.CharField(max_length=30, blank=True)
    """Key of the part, empty for the first table."""
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    """As in the file; kept of rows with problems, to show and to send back."""
    supplier = models.ForeignKey(Supplier, models.SET_NULL, null=True, related_name="+")
    supplier_key = models.CharField(max_length=320, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    scope = models.ForeignKey(Scope, models.SET_NULL, null=True, related_name="+")
    standing = models.CharField(max_length=7, default=Standing.NEW.value)
    differences = models.JSONField(default=dict)
    record = models.BigIntegerField(null=True)
    """Key of the record that it is on record as, or was written to; of the kind's own table."""
    problems = models.JSONField(default=list)
    problem_keys = models.TextField(blank=True)
    """`|number of the problem in the summary|…`: what the list of problems filters by."""
    severity = models.CharField(max_length=7, blank=True)
    """The worst of the problems."""
    outcome = models.CharField(max_length=8, default=Outcome.PENDING.value)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "row"
        constraints = [
            models.UniqueConstraint(fields=["batch", "part", "number"], name="record_import_row_once"),
            models.CheckConstraint(
                condition=Q(standing__in=[each.value for each in Standing]), name="record_import_standing_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[each.value for each in Outcome]), name="record_import_outcome_known"
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "severity", "part", "number"], name="record_import_problems"),
            models.Index(fields=["batch", "standing", "part", "number"], name="record_import_standing"),
            models.Index(fields=["batch", "outcome", "part", "number"], name="record_import_outcome"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.label}"
