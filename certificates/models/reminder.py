from django.conf import settings
from django.db import models

from certificates.labels import reminder_choices
from certificates.models.certificate import Certificate
from common.models import OutgoingMail


class NextReminder(models.Model):
    """When the next rung of one of a certificate's ladders is due; no row: nothing to remind of.

    In a table of its own: on a day on which ten thousand certificates reach a rung, it is written instead of them and
    their many indexes.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="next_reminders")
    kind = models.CharField(max_length=20, choices=reminder_choices)
    due_on = models.DateField()

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="next_reminder_once")]
        indexes = [models.Index(fields=["kind", "due_on"], name="next_reminder_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.due_on.day} {self.due_on:%b %Y}"


class Reminder(models.Model):
    """A rung of the ladder that was reached and carried out: the database lets each count once.

    `anchor_on` is the expiry (or the day the verification was due) that it hangs on: a changed date starts a new
    ladder. `run` names the run that wrote it.
    """

    certificate = models.ForeignKey(Certificate, models.CASCADE, db_index=False, related_name="reminders")
    kind = models.CharField(max_length=20, choices=reminder_choices)
    anchor_on = models.DateField()
    step = models.SmallIntegerField()
    run = models.UUIDField(db_index=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "kind", "anchor_on", "step"], name="reminder_counts_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.anchor_on.day} {self.anchor_on:%b %Y}"


class ReminderRecipient(models.Model):
    """Who was reminded, and by which mail; the mail's own row says whether it went out."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, db_index=False, related_name="recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reminder", "user"], name="reminder_recipient_once")]

    def __str__(self) -> str:
        return str(self.user)
