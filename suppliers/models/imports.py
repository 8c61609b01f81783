from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from common.many_rows import update_rows
from common.models import Job
from common.tabular.reading import ReadOptions
from standards.domain.duty import Sector
from standards.labels import sector_choices
from suppliers.domain.importing.flow import DecidedBy, Decision, ImportState, Outcome, RowMatch
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.domain.importing.vocabulary import Field
from suppliers.domain.terms import Criticality
from suppliers.labels import criticality_choices
from suppliers.models.supplier import Supplier


class SupplierImportQuerySet(models.QuerySet["SupplierImport"]):
    def owned_by(self, user: User) -> "SupplierImportQuerySet":
        """An import shows what its owner may see, so nobody else opens it."""
        return self.filter(created_by=user)


class SupplierImport(models.Model):
    """One uploaded list on its way into the supplier list. The file is kept as it came."""

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=ImportState.READING.value)
    file = models.FileField(max_length=200)
    original_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4)
    reading = models.JSONField(default=dict)
    """Encoding, delimiter, header row and sheet, as recognised or corrected."""
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    """Column index (as text, JSON keys are) to field."""
    default_country = models.CharField(max_length=2, blank=True)
    default_sector = models.CharField(max_length=30, choices=sector_choices, default=Sector.GENERAL_INDUSTRY.value)
    default_criticality = models.CharField(
        max_length=10, choices=criticality_choices, default=Criticality.STANDARD.value
    )
    supplier_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    needs_check = models.BooleanField(default=False)
    """Rows were corrected since the last check."""
    summary = models.JSONField(default=dict)
    """Counts of the last check: rows, problems by kind and column, notes on how the file was read."""
    written_at = models.DateTimeField(null=True)

    objects = SupplierImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="import_state_known"
            )
        ]
        indexes = [models.Index(fields=["created_by", "created_at", "id"], name="import_by_person")]

    def __str__(self) -> str:
        return self.original_name

    @property
    def read_options(self) -> ReadOptions:
        return ReadOptions(**self.reading)

    @property
    def fields_by_column(self) -> dict[int, Field]:
        return {int(index): Field(name) for index, name in self.mapping.items()}


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def rejected(self) -> "ImportRowQuerySet":
        return self.filter(severity="error")

    def usable(self) -> "ImportRowQuerySet":
        return self.exclude(severity="error")

    def undecided(self) -> "ImportRowQuerySet":
        return self.usable().filter(decision=Decision.OPEN.value)

    def accepted(self) -> "ImportRowQuerySet":
        return self.usable().filter(decision__in=[Decision.CREATE.value, Decision.UPDATE.value])

    def save_many(self, rows: "Iterable[ImportRow]", fields: Sequence[str]) -> None:
        """Write some fields of many stored rows."""
        columns: list[Any] = [ImportRow._meta.get_field(name) for name in fields]
        update_rows(ImportRow, fields, [(row.pk, *(getattr(row, one.attname) for one in columns)) for row in rows])

    def to_send_again(self) -> "ImportRowQuerySet":
        """Rows that did not get in and can be corrected."""
        return self.filter(Q(severity="error") | Q(outcome=Outcome.CONFLICT.value))


class ImportRow(models.Model):
    """One row of the file: as it stands there, as it was understood, and what is decided about it."""

    batch = models.ForeignKey(SupplierImport, models.CASCADE, db_index=False, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    corrections = models.JSONField(default=dict)
    """Field to the text that a person typed instead."""
    label = models.CharField(max_length=300, blank=True)
    parsed = models.JSONField()
    problems = models.JSONField(default=list)
    problem_keys = models.TextField(blank=True)
    """`|kind@column|…`: what the list of problems filters by."""
    severity = models.CharField(max_length=7, blank=True)
    """The worst of the problems."""
    match = models.CharField(max_length=10, default=RowMatch.NONE.value)
    reason = models.CharField(max_length=60, blank=True)
    candidates = models.JSONField(default=list)
    """Best first: `supplier` or `row`, with `kind`, `score`, `reason` and the `pair` a decision is remembered by."""
    decision = models.CharField(max_length=6, default=Decision.OPEN.value)
    decided_how = models.CharField(max_length=6, default=DecidedBy.NOBODY.value)
    target = models.ForeignKey(Supplier, models.SET_NULL, null=True, related_name="+")
    target_row = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=8, default=Outcome.PENDING.value)
    outcome_note = models.CharField(max_length=500, blank=True)
    supplier = models.ForeignKey(Supplier, models.SET_NULL, null=True, related_name="+")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(decision__in=[each.value for each in Decision]), name="import_decision_known"
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "severity", "number"], name="import_row_problems"),
            models.Index(fields=["batch", "match", "number"], name="import_row_matches"),
            models.Index(fields=["batch", "outcome", "number"], name="import_row_outcomes"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.label}"

    @property
    def record(self) -> ParsedRow:
        return ParsedRow.from_json(self.parsed)


class ColumnMemory(models.Model):
    """How a person last mapped a file with these headers; the next one is mapped the same way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "signature"], name="column_memory_once")]
        indexes = [models.Index(fields=["signature", "used_at"], name="column_memory_latest")]

    def __str__(self) -> str:
        return f"Columns {self.signature[:8]}"


class DuplicateMemory(models.Model):
    """What was decided about two similar records, so that the next upload does not ask again."""

    pair = models.CharField(max_length=64, unique=True)
    decision = models.CharField(max_length=6)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=[Decision.CREATE.value, Decision.UPDATE.value, Decision.SKIP.value]),
                name="duplicate_memory_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.pair[:8]}"
