from django.db import models


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    KEPT = "kept", "Kept here"
    FAILED = "failed", "Given up"


class OutgoingMail(models.Model):
    """The outbox. Every mail of the product is a row first; the worker sends it and writes the outcome down.

    `key` is what makes a mail count once: the same key is never queued a second time.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="mail_due"),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
