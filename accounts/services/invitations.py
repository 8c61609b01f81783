"""Inviting people by mail. The link is signed, expires, works once, and only a POST uses it up."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.domain.invitations import VALID_FOR, InvitationState, invitation_state
from accounts.domain.permissions import Role
from accounts.labels import ROLE_LABELS
from accounts.models import Invitation, Team, User
from accounts.services.errors import Refused
from common.history import record_change, record_created
from common.mail import compose, queue_mail
from common.records import claim_submission

SALT = "accounts.invitation"


def invite(
    *, email: str, role: Role, teams: Iterable[Team], actor: User, at: datetime, submission: UUID | None = None
) -> Invitation:
    """Ask somebody to join, and queue the mail.

    Raises Refused when the address belongs to somebody already or an invitation to it is open, AlreadySubmitted when
    this form was sent before.
    """
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise Refused("Somebody already signs in with this e-mail address.")
    try:
        with transaction.atomic():
            claim_submission(submission, reverse("accounts:invitations"))
            invitation = Invitation.objects.create(
                email=address, role=role.value, invited_by=actor, created_at=at, expires_at=at + VALID_FOR
            )
            invitation.teams.set(teams)
            record_created(invitation, actor=actor, fields=["email", "role"])
            _send(invitation)
    except IntegrityError:
        raise Refused("This person is invited already. Send that invitation again instead.") from None
    return invitation


def resend(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """A fresh link for another week; the links sent before stop working. Raises Refused when it is closed."""
    with transaction.atomic():
        rows = _unanswered(invitation)
        if not rows.update(sending=F("sending") + 1, expires_at=at + VALID_FOR):
            raise Refused("This invitation is closed: it was accepted or revoked.")
        invitation.refresh_from_db()
        record_change(invitation, actor=actor, action="sent again")
        _send(invitation)


def revoke(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """The link stops working. Raises Refused when it is closed already."""
    with transaction.atomic():
        if not _unanswered(invitation).update(revoked_at=at):
            raise Refused("This invitation is closed: it was accepted or revoked.")
        record_change(invitation, actor=actor, action="revoked")


def accept(invitation: Invitation, *, name: str, password: str, at: datetime) -> User:
    """The invited person joins. Raises Refused when the link was used, replaced, revoked or expired meanwhile."""
    with transaction.atomic():
        usable = _unanswered(invitation).filter(sending=invitation.sending, expires_at__gt=at)
        if not usable.update(accepted_at=at):
            raise Refused("This invitation can no longer be used. Ask for a new one.")
        person = User.objects.create_user(invitation.email, name, invitation.role, password)
        person.teams.set(invitation.teams.all())
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
        record_created(person, actor=person, fields=["email", "name", "role"], reason="Accepted the invitation")
        record_change(invitation, actor=person, action="accepted")
    return person


def invitation_for_token(token: str, *, at: datetime) -> Invitation | None:
    """The invitation a link speaks of, if it can still be accepted at `at`; looking uses nothing up."""
    try:
        content = signing.loads(token, salt=SALT)
        found = Invitation.objects.filter(pk=content["invitation"], sending=content["sending"]).first()
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return found if found is not None and state_of(found, at) is InvitationState.OPEN else None


def token_for(invitation: Invitation) -> str:
    """The secret part of the link of the latest mail."""
    return signing.dumps({"invitation": invitation.pk, "sending": invitation.sending}, salt=SALT)


def state_of(invitation: Invitation, at: datetime) -> InvitationState:
    return invitation_state(
        accepted_at=invitation.accepted_at,
        revoked_at=invitation.revoked_at,
        expires_at=invitation.expires_at,
        at=at,
    )


def _unanswered(invitation: Invitation) -> "QuerySet[Invitation]":
    return Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)


def _send(invitation: Invitation) -> None:
    link = settings.PUBLIC_URL + reverse("accounts:accept", args=[token_for(invitation)])
    context = {"invitation": invitation, "role": ROLE_LABELS[Role(invitation.role)], "link": link}
    text, html = compose("invitation", context)
    queue_mail(
        to=invitation.email,
        subject="You are invited to Vetted",
        text=text,
        html=html,
        key=f"invitation:{invitation.pk}:{invitation.sending}",
    )
