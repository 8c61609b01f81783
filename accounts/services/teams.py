"""Teams: who sees which restricted suppliers."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError
from django.urls import reverse

from accounts.models import Team, User
from accounts.services.errors import Refused
from common.history import record_change, record_created
from common.records import Conflict, claim_submission, update_record


def create_team(*, name: str, members: Iterable[User], actor: User, submission: UUID | None = None) -> Team:
    """A new team. Raises AlreadySubmitted when this form was sent before."""
    with transaction.atomic():
        claim_submission(submission, reverse("accounts:teams"))
        team = Team.objects.create(name=name)
        record_created(team, actor=actor, fields=["name"])
        _set_members(team, members, actor)
    return team


def change_team(team: Team, *, name: str, members: Iterable[User], expected_version: int, actor: User) -> bool:
    """Name and members. False when nothing differs; raises Conflict for a stale form."""
    with transaction.atomic():
        changed = update_record(team, {"name": name}, expected_version=expected_version, actor=actor)
        moved = _set_members(team, members, actor)
        if moved and not changed:
            _bump(team, expected_version)
    return changed or moved


def _set_members(team: Team, members: Iterable[User], actor: User) -> bool:
    before = sorted(str(person) for person in team.members.all())
    wanted = list(members)
    after = sorted(str(person) for person in wanted)
    if before == after:
        return False
    team.members.set(wanted)
    record_change(team, actor=actor, action="members changed", changes={"members": (before, after)})
    return True


def _bump(team: Team, expected_version: int) -> None:
    if not Team.objects.filter(pk=team.pk, version=expected_version).update(version=F("version") + 1):
        raise Conflict(Team.objects.get(pk=team.pk))
    team.refresh_from_db()


def delete_team(team: Team, *, actor: User) -> None:
    """Remove a team that guards nothing. Raises Refused while restricted records are given to it."""
    try:
        with transaction.atomic():
            record_change(team, actor=actor, action="deleted", changes={"name": (team.name, None)})
            team.delete()
    except ProtectedError as error:
        names = ", ".join(sorted(str(guarded) for guarded in error.protected_objects)[:5])
        raise Refused(f"Restricted records are given to this team: {names}. Give them to another team first.") from None
