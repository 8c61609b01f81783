from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.domain.tokens import TokenScope, why_it_is_void
from accounts.labels import token_scope_choices


class Token(models.Model):
    """A key with which a program of a person asks instead of them. The secret itself is kept nowhere.

    `digest` is the SHA-256 of the secret, `prefix` its visible beginning. `last_used_at` is written once an hour at
    most.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=8, choices=token_scope_choices)
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=[s.value for s in TokenScope]), name="token_scope_known"),
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="token_name_once",
                violation_error_message="You have a token of this name. Choose another, or revoke that one first.",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="token_newest"),
            models.Index(fields=["user", "-created_at", "-id"], name="token_of_person"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_write(self) -> bool:
        return self.scope == TokenScope.WRITE

    def why_void(self, today: date) -> str:
        """Why it opens nothing on that day, in words; empty when it counts (reads `user`)."""
        return why_it_is_void(
            expires_on=self.expires_on,
            is_revoked=self.revoked_at is not None,
            is_active=self.user.is_active,
            must_change_password=self.user.must_change_password,
            today=today,
        )
