from django.conf import settings
from django.db import models


class Change(models.Model):
    """One entry of the history: who did what to which record, when, from, to, why. Append-only (database trigger).

    `root_id` is the record on whose page the entry is read as well (for instance the owner of a document); `batch` the
    bulk change that it was part of.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    root_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    batch = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="change_subject"),
            models.Index(fields=["root_id", "-id"], name="change_root"),
            models.Index(fields=["batch"], condition=models.Q(batch__isnull=False), name="change_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_label}"
