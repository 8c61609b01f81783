from django.conf import settings
from django.db import models

from certificates.domain.state import Event, EventKind
from certificates.labels import event_choices
from certificates.models.certificate import Certificate


class CertificateEvent(models.Model):
    """What the certification body did with the certificate, and on which day. Never edited: a later one corrects."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="events")
    kind = models.CharField(max_length=20, choices=event_choices)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "kind", "on"],
                name="certificate_event_once",
                violation_error_message="This event is recorded for that day already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on.day} {self.on:%b %Y}"

    @property
    def fact(self) -> Event:
        return Event(EventKind(self.kind), self.on)
