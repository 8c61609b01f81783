from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.domain.permissions import Role
from accounts.labels import role_choices
from accounts.models.team import Team


class Invitation(models.Model):
    """Somebody was asked by mail to join. Its link carries `sending`: a mail sent again makes the older ones void."""

    email = models.EmailField("e-mail", max_length=254)
    role = models.CharField(max_length=20, choices=role_choices)
    teams = models.ManyToManyField(Team, blank=True, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sending = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_lower"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_email",
                violation_error_message="This person is invited already. Send that invitation again instead.",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="invitation_newest")]

    def __str__(self) -> str:
        return self.email
