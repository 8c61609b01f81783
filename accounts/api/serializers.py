"""What answers about people look like."""

from datetime import date, datetime
from typing import TypedDict

from accounts.domain.invitations import InvitationState
from accounts.domain.permissions import Permission, Role
from accounts.domain.tokens import TokenScope
from accounts.models import Invitation, Notice, Team, Token, User
from accounts.services.invitations import state_of
from common.api.shapes import Reference, reference, reference_or_none


class PersonRow(TypedDict):
    """Somebody who has or had access."""

    id: int
    version: int
    name: str
    email: str
    role: Role
    is_active: bool
    teams: list[Reference]
    joined_at: datetime
    last_here_at: datetime | None


def person_row(person: User) -> PersonRow:
    """A person (prefetch `teams` for many)."""
    return {
        "id": person.pk,
        "version": person.version,
        "name": person.name,
        "email": person.email,
        "role": Role(person.role),
        "is_active": person.is_active,
        "teams": [reference(team) for team in person.teams.all()],
        "joined_at": person.date_joined,
        "last_here_at": person.last_login,
    }


class TokenRow(TypedDict):
    """A personal token; its secret is shown once, on the page that makes it."""

    id: int
    name: str
    prefix: str
    scope: TokenScope
    expires_on: date
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: Reference | None
    person: Reference


def token_row(token: Token) -> TokenRow:
    """A token (select `user` and `revoked_by` for many)."""
    return {
        "id": token.pk,
        "name": token.name,
        "prefix": token.prefix,
        "scope": TokenScope(token.scope),
        "expires_on": token.expires_on,
        "created_at": token.created_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
        "revoked_by": reference_or_none(token.revoked_by),
        "person": reference(token.user),
    }


class Me(TypedDict):
    """The person who asks, what they may do, and the token with which they ask."""

    id: int
    version: int
    name: str
    email: str
    role: Role
    teams: list[Reference]
    permissions: list[Permission]
    unread_notices: int
    token: TokenRow | None


class TeamRow(TypedDict):
    """People who see the restricted suppliers that are given to the team."""

    id: int
    version: int
    name: str
    members: list[Reference]


def team_row(team: Team) -> TeamRow:
    """A team (prefetch `members` for many)."""
    members = [reference(person) for person in team.members.all()]
    return {"id": team.pk, "version": team.version, "name": team.name, "members": members}


class InvitationRow(TypedDict):
    """Somebody who was asked to join."""

    id: int
    email: str
    role: Role
    state: InvitationState
    teams: list[Reference]
    invited_by: Reference
    created_at: datetime
    expires_at: datetime
    accepted_by: Reference | None


def invitation_row(invitation: Invitation, at: datetime) -> InvitationRow:
    """An invitation as it is worth at a moment (select people, prefetch `teams` for many)."""
    return {
        "id": invitation.pk,
        "email": invitation.email,
        "role": Role(invitation.role),
        "state": state_of(invitation, at),
        "teams": [reference(team) for team in invitation.teams.all()],
        "invited_by": reference(invitation.invited_by),
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
        "accepted_by": reference_or_none(invitation.accepted_by),
    }


class NoticeRow(TypedDict):
    """Something that the product told this person; `url` is the page that it speaks of."""

    id: int
    kind: str
    text: str
    url: str
    created_at: datetime
    read_at: datetime | None


def notice_row(notice: Notice) -> NoticeRow:
    return {
        "id": notice.pk,
        "kind": notice.kind,
        "text": notice.text,
        "url": notice.url,
        "created_at": notice.created_at,
        "read_at": notice.read_at,
    }
