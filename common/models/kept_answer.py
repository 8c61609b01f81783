from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """What a person's program was answered to a request with an Idempotency-Key, so that it counts once.

    `fingerprint` is the SHA-256 of the request; `status` 0 while the first one is being carried out.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["at"], name="kept_answer_oldest")]

    def __str__(self) -> str:
        return f"{self.key} of {self.user_id}"
