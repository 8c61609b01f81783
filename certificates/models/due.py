from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.models.certificate import Certificate


class DueDecision(models.Model):
    """Somebody decided by when a certificate is looked up next, and why. Never edited; the next look ends it."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="due_decisions")
    due_on = models.DateField()
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="due_decision_with_reason")]
        indexes = [models.Index(fields=["certificate", "-decided_at", "-id"], name="due_decision_newest")]

    def __str__(self) -> str:
        return f"Look again by {self.due_on.day} {self.due_on:%b %Y}"
