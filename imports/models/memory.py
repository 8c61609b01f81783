from django.conf import settings
from django.db import models
from django.db.models import Q

from imports.domain.flow import NameDecision
from suppliers.models import Supplier


class ColumnMemory(models.Model):
    """How a person last mapped a file of this kind with these headers; the next one is mapped the same way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=40)
    part = models.CharField(max_length=30, blank=True)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "part", "signature"], name="record_columns_once")
        ]
        indexes = [models.Index(fields=["kind", "part", "signature", "used_at"], name="record_columns_latest")]

    def __str__(self) -> str:
        return f"{self.kind}: columns {self.signature[:8]}"


class NameMemory(models.Model):
    """Whose a name was by a person's word, so that the next file does not ask again."""

    key = models.CharField(max_length=320, unique=True)
    decision = models.CharField(max_length=8)
    supplier = models.ForeignKey(Supplier, models.CASCADE, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=NameDecision.EXISTING.value, supplier__isnull=False)
                | Q(decision=NameDecision.SKIP.value, supplier=None),
                name="name_memory_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.key}"
