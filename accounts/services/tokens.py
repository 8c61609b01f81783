"""Personal tokens: made once, shown once, stored as a digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.domain.tokens import TokenScope, refusal_of_end
from accounts.models import Token, User
from accounts.services.errors import Refused
from common.history import record_change
from common.records import claim_submission

BEGINNING = "vetted_"
SHOWN = len(BEGINNING) + 6
"""So much of the secret stays visible, to tell tokens apart; what follows has more than 200 bits."""
USE_IS_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class NewToken:
    """A token and its secret, which is shown once and cannot be read again."""

    token: Token
    secret: str


def make_token(
    person: User, *, name: str, scope: TokenScope, expires_on: date, at: datetime, submission: UUID | None = None
) -> NewToken:
    """A token of this person. Raises Refused (end, name), AlreadySubmitted when this form was sent before."""
    if refusal := refusal_of_end(expires_on, timezone.localdate(at)):
        raise Refused(refusal)
    secret = BEGINNING + secrets.token_urlsafe(40)
    try:
        with transaction.atomic():
            claim_submission(submission, reverse("accounts:tokens"))
            token = Token.objects.create(
                user=person,
                name=name,
                scope=scope.value,
                prefix=secret[:SHOWN],
                digest=digest_of(secret),
                created_at=at,
                expires_on=expires_on,
            )
            changes = {"token": (None, name), "scope": (None, scope), "until": (None, expires_on)}
            record_change(person, actor=person, action="token made", changes=changes, at=at)
    except IntegrityError:
        raise Refused("You have a token of this name. Choose another, or revoke that one first.") from None
    return NewToken(token, secret)


def revoke_token(token: Token, *, actor: User, at: datetime) -> None:
    """The token opens nothing from now on. Raises Refused when it was revoked before."""
    with transaction.atomic():
        if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=actor):
            raise Refused("This token was revoked already.")
        record_change(token.user, actor=actor, action="token revoked", changes={"token": (token.name, None)}, at=at)


@transaction.atomic
def revoke_tokens(person: User, *, at: datetime) -> int:
    """All tokens of this person that are left open nothing from now on; says how many. Each is in the history."""
    left = list(Token.objects.select_for_update().filter(user=person, revoked_at=None).order_by("pk"))
    Token.objects.filter(pk__in=[token.pk for token in left]).update(revoked_at=at, revoked_by=person)
    for token in left:
        record_change(person, actor=person, action="token revoked", changes={"token": (token.name, None)}, at=at)
    return len(left)


def token_of_secret(secret: str) -> Token | None:
    """The token of this secret, found by its digest; whether it counts today is `Token.why_void`."""
    if not secret.startswith(BEGINNING):
        return None
    return Token.objects.select_related("user").filter(digest=digest_of(secret)).first()


def note_use(token: Token, *, at: datetime) -> None:
    """Write down that it was used, once an hour at most: reading must not cost a write each time."""
    if token.last_used_at is None or token.last_used_at < at - USE_IS_NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=at - USE_IS_NOTED_EVERY)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=at)


def digest_of(secret: str) -> str:
    """SHA-256 is enough: the secret is random, not chosen by a person."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
