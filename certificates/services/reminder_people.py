"""Whom a reminder about a supplier's certificate reaches."""

from collections.abc import Iterable
from functools import cached_property

from accounts.domain.permissions import Role
from accounts.models import User
from certificates.services.reminder_due import Party


class Addressees:
    """The owner who is active and sees the supplier; else the team's managers, else all managers, else administrators.

    Reads a fixed number of queries for any number of suppliers.
    """

    def __init__(self, suppliers: Iterable[Party]) -> None:
        self.restricted = {supplier.pk for supplier in suppliers if supplier.is_restricted}

    def of(self, supplier: Party, responsible: User | None = None) -> list[User]:
        """Whom to remind, first of all `responsible` if somebody is named; empty when nobody is active who may know."""
        for person in filter(None, (responsible, supplier.owner)):
            if person.is_active and (supplier.pk not in self.restricted or self._sees(person, supplier)):
                return [person]
        in_team = [user for user in self._managers if supplier.team_id in {team.pk for team in user.teams.all()}]
        return in_team or self._managers or self._administrators

    def _sees(self, owner: User, supplier: Party) -> bool:
        if Role(owner.role) in (Role.MANAGER, Role.ADMINISTRATOR):
            return True
        in_team = supplier.team_id is not None and (owner.pk, supplier.team_id) in self._memberships
        return in_team or (owner.pk, supplier.pk) in self._named

    @cached_property
    def _memberships(self) -> set[tuple[int, int]]:
        rows = User.objects.filter(teams__suppliers__in=self.restricted).values_list("pk", "teams")
        return {(user, team) for user, team in rows}

    @cached_property
    def _named(self) -> set[tuple[int, int]]:
        rows = User.objects.filter(named_for__in=self.restricted).values_list("pk", "named_for")
        return {(user, supplier) for user, supplier in rows}

    @cached_property
    def _managers(self) -> list[User]:
        rows = User.objects.filter(is_active=True, role=Role.MANAGER.value).prefetch_related("teams")
        return list(rows.order_by("pk"))

    @cached_property
    def _administrators(self) -> list[User]:
        return list(User.objects.filter(is_active=True, role=Role.ADMINISTRATOR.value).order_by("pk"))
