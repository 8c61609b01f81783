"""Other people for many corrective actions, by the rules of the single change (audits/services/capa_people.py)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db.models import F, QuerySet

from accounts.domain.permissions import Permission
from accounts.models import User
from audits.domain.capa import State
from audits.models import Capa, CapaStep
from common.bulk.kinds import Asked, Kind, Planned, register
from common.models import BulkChange
from suppliers.models import Supplier

STEPS = "steps"
"""Planned beside the columns: the open steps that change hands, with who owned each."""
NEEDED = {"responsible": Permission.CAPA_EDIT, "reviewer": Permission.CAPA_REVIEW}


class CapaPeople(Kind):
    """Who is responsible, and who reviews."""

    key = "audits.capa_people"
    title = "Change the people of corrective actions"
    noun = ("corrective action", "corrective actions")
    permission = Permission.CAPA_EDIT
    model = Capa

    def rows(self, user: User) -> "QuerySet[Capa]":
        return Capa.objects.visible_to(user).select_related("supplier", "responsible", "reviewer")

    def root_of(self, row: Capa) -> int:
        return row.supplier_id

    def is_column(self, name: str) -> bool:
        return name != STEPS

    def columns(self, values: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
        return {f"{name}_id": value for name, value in values.items()}

    def action(self, planned: Planned) -> str:
        return "people changed"

    def describe(self, asked: Asked) -> list[tuple[str, str]]:
        return [(name, str(User.objects.get(pk=pk))) for name, pk in asked.items()]

    def plan(self, rows: Sequence[Capa], asked: Asked, *, actor: User, today: date) -> list[Planned]:
        people = {name: User.objects.get(pk=pk) for name, pk in asked.items()}
        seen = {person.pk: _seen_by(person, rows) for person in people.values()}
        steps = _open_steps(rows) if "responsible" in people else {}
        planned = []
        for row in rows:
            one = Planned(row, skip=_refusal(row, people, seen, actor))
            if not one.skip:
                _plan_people(one, people, steps.get(row.pk, {}))
                one.skip = "" if one.changes else "It is so already."
            planned.append(one)
        return planned

    def plan_undo(
        self, rows: Sequence[Capa], before: Mapping[int, dict[str, Any]], *, actor: User, today: date
    ) -> list[Planned]:
        ids = {pk for old in before.values() for name, pk in old.items() if name != STEPS}
        people = User.objects.in_bulk(ids)
        seen = {pk: _seen_by(person, rows) for pk, person in people.items()}
        planned = []
        for row in rows:
            back = {name: people[pk] for name, pk in before[row.pk].items() if name != STEPS}
            one = Planned(row, skip=_refusal(row, back, seen, actor))
            for name, old in before[row.pk].items():
                if name == STEPS:
                    one.changes[STEPS] = (dict.fromkeys(old, row.responsible_id), old)
                    one.told[STEPS] = (None, _handed(len(old)))
                else:
                    one.changes[name] = (getattr(row, f"{name}_id"), old)
                    one.told[name] = (getattr(row, name), people.get(old))
            planned.append(one)
        return planned

    def follow(self, done: Sequence[Planned], bulk: BulkChange, *, at: datetime) -> None:
        """The steps go along, each only as long as it is still owned by whom it was taken from."""
        moves: dict[tuple[int, int], list[int]] = {}
        for one in done:
            was, to = one.changes.get(STEPS, ({}, {}))
            for pk, owner in to.items():
                moves.setdefault((was[pk], owner), []).append(int(pk))
        for (was_owner, owner), ids in moves.items():
            CapaStep.objects.filter(pk__in=ids, owner=was_owner).update(owner=owner, version=F("version") + 1)


CAPA_PEOPLE = cast(CapaPeople, register(CapaPeople()))


def _seen_by(person: User, rows: Sequence[Capa]) -> set[int]:
    ids = {row.supplier_id for row in rows}
    return set(Supplier.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def _refusal(row: Capa, people: Mapping[str, User], seen: Mapping[int, set[int]], actor: User) -> str:
    if not actor.can(Permission.CAPA_EDIT):
        return "Your role may not do this."
    if row.has_ended:
        return "It is closed or cancelled."
    for name, person in people.items():
        if not (person.is_active and person.can(NEEDED[name])):
            return f"{person} may not do this. Choose somebody else."
        if row.supplier_id not in seen[person.pk]:
            return f"{person} does not see this supplier. Choose somebody else."
    if people.get("responsible", row.responsible) == people.get("reviewer", row.reviewer):
        return "Who reviews must be somebody else than who is responsible."
    return ""


def _plan_people(one: Planned, people: Mapping[str, User], steps: Mapping[str, int]) -> None:
    row: Capa = one.row
    for name, person in people.items():
        now: User = getattr(row, name)
        if now != person:
            one.changes[name] = (now.pk, person.pk)
            one.told[name] = (now, person)
    if "responsible" in one.changes and steps:
        one.changes[STEPS] = (dict(steps), dict.fromkeys(steps, people["responsible"].pk))
        one.told[STEPS] = (None, _handed(len(steps)))


def _handed(number: int) -> str:
    return f"{number} open step{'' if number == 1 else 's'} change{'s' if number == 1 else ''} hands"


def _open_steps(rows: Sequence[Capa]) -> dict[int, dict[str, int]]:
    """By corrective action: the steps of its round, not yet accepted, that the responsible person owns."""
    steps = CapaStep.objects.filter(
        round__capa__in=rows, round__number=F("round__capa__round_number"), owner=F("round__capa__responsible")
    ).exclude(state=State.ACCEPTED.value)
    found: dict[int, dict[str, int]] = {}
    for pk, capa_id, owner_id in steps.values_list("pk", "round__capa", "owner"):
        found.setdefault(capa_id, {})[str(pk)] = owner_id
    return found
