import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    STOPPING = "stopping", "Stopping"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


ACTIVE = (JobState.QUEUED.value, JobState.RUNNING.value)
UNFINISHED = (*ACTIVE, JobState.STOPPING.value)
"""Its outcome is open: one that is asked to stop may have written all of its work already."""


class Job(models.Model):
    """Background work and its progress. This row is the truth; the broker only carries its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED.value)
    payload = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=ACTIVE) & ~Q(key=""),
                name="job_one_active_per_key",
            ),
        ]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_stale")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
