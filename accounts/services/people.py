"""Changing people: role, teams, access, name."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from accounts.domain.people import refusal_to_change
from accounts.domain.permissions import Role
from accounts.models import Team, User
from accounts.services.errors import Refused
from accounts.services.tokens import revoke_tokens
from common import clock
from common.history import record_change
from common.records import Conflict, update_record


def change_person(
    person: User,
    *,
    name: str,
    role: Role,
    is_active: bool,
    teams: Iterable[Team],
    expected_version: int,
    actor: User,
    reason: str = "",
) -> bool:
    """Set what an administrator decides about a person. False when nothing differs.

    Raises Refused for the last administrator or for oneself, Conflict for a stale form.
    """
    with transaction.atomic():
        _refuse_if_locked_out(person, role, is_active, actor)
        values = {"name": name, "role": role.value, "is_active": is_active}
        changed = update_record(person, values, expected_version=expected_version, actor=actor, reason=reason)
        moved = _set_teams(person, teams, actor, reason)
        if moved and not changed:
            _bump(person, expected_version)
    return changed or moved


def _refuse_if_locked_out(person: User, role: Role, is_active: bool, actor: User) -> None:
    """Holds the rows of all administrators, so that two of them cannot take each other's role at the same moment."""
    administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR.value, is_active=True)
    others = sum(administrator.pk != person.pk for administrator in administrators.order_by("pk"))
    now = User.objects.get(pk=person.pk)
    refusal = refusal_to_change(
        is_self=person.pk == actor.pk,
        role=Role(now.role),
        new_role=role,
        is_active=now.is_active,
        new_active=is_active,
        other_administrators=others,
    )
    if refusal:
        raise Refused(refusal)


def _set_teams(person: User, teams: Iterable[Team], actor: User, reason: str) -> bool:
    before = sorted(person.teams.values_list("name", flat=True))
    wanted = list(teams)
    after = sorted(team.name for team in wanted)
    if before == after:
        return False
    person.teams.set(wanted)
    record_change(person, actor=actor, action="teams changed", changes={"teams": (before, after)}, reason=reason)
    return True


def _bump(person: User, expected_version: int) -> None:
    """The teams are part of the form, so the form opened before is stale now."""
    rows = User.objects.filter(pk=person.pk, version=expected_version)
    if not rows.update(version=F("version") + 1):
        raise Conflict(User.objects.get(pk=person.pk))
    person.refresh_from_db()


def change_own_name(person: User, *, name: str, expected_version: int) -> bool:
    """A person corrects the own name."""
    with transaction.atomic():
        return update_record(person, {"name": name}, expected_version=expected_version, actor=person)


def note_password_change(person: User, *, by_mail: bool = False) -> None:
    """After a new password was set: a one-time password need not be changed any more, and the history says when.

    Whoever changes it may do so because somebody else knows it, and could have made a token with it: all of them end.
    """
    with transaction.atomic():
        User.objects.filter(pk=person.pk, must_change_password=True).update(must_change_password=False)
        person.must_change_password = False
        record_change(person, actor=person, action="password reset by mail" if by_mail else "password changed")
        revoke_tokens(person, at=clock.now())
