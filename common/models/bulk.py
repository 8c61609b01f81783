import uuid

from django.conf import settings
from django.db import models

from common.models.job import Job


class Selection(models.Model):
    """What somebody selected in a list: the records as they were found then, on the way to an action."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list_key = models.CharField(max_length=60)
    ids = models.JSONField()
    back = models.CharField(max_length=2000)
    """The address of the list as it was narrowed."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["by", "created_at"], name="selection_of_person")]

    def __str__(self) -> str:
        return f"{len(self.ids)} of {self.list_key}"


class BulkState(models.TextChoices):
    DRAFT = "draft", "Looked at"
    RUNNING = "running", "Under way"
    DONE = "done", "Done"


class BulkChange(models.Model):
    """One change of many records: what was asked, of which records at which version, why, and what came of it.

    Its id is the `batch` of the history entries that it wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    asked = models.JSONField()
    reason = models.TextField()
    targets = models.JSONField()
    """[id, version] of each record as the person saw it when it was selected."""
    back = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, choices=BulkState.choices, default=BulkState.DRAFT.value)
    undo_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-created_at", "id"], name="bulk_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} of {len(self.targets)}"


class BulkOutcome(models.TextChoices):
    DONE = "done", "Changed"
    SKIPPED = "skipped", "Left as it was"
    CONFLICT = "conflict", "Changed by somebody else meanwhile"


class BulkItem(models.Model):
    """What became of one record. `before` and `after` are stored values, so that it can be undone."""

    bulk = models.ForeignKey(BulkChange, models.CASCADE, db_index=False, related_name="items")
    subject_id = models.BigIntegerField()
    outcome = models.CharField(max_length=8, choices=BulkOutcome.choices)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()
    """The record's version after this: while it has it, nobody touched it since."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "subject_id"], name="bulk_item_once")]
        indexes = [models.Index(fields=["bulk", "outcome", "id"], name="bulk_item_outcome")]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.outcome}"
