"""Changing many suppliers alike: the rules and rights of the single change, asked of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db.models import F, QuerySet
from django.utils.dateparse import parse_datetime

from accounts.domain.permissions import Permission, Role
from accounts.models import Team, User
from accounts.services import notify
from common import history
from common.bulk.kinds import Asked, Kind, Planned, register
from common.models import BulkChange
from standards.labels import sector_choices
from suppliers.domain.status import NEXT, WHO_MAY_SET
from suppliers.domain.terms import Status
from suppliers.labels import STATUS_LABELS, criticality_choices
from suppliers.models import Scope, Supplier
from suppliers.services.evidence import mark_evidence_changed

ARCHIVE, BRING_BACK = "archive", "bring_back"
RATED_BY = frozenset({"sector", "criticality", "scopes", "archived_at"})
"""What the rating depends on."""
SCOPES = "scopes"
"""Planned beside the supplier's own columns: criticality of what is bought there, by scope."""
NAMED = "named_people"
"""Planned beside them too: the new owner of a restricted supplier, who is named on it to see it, and with the undo no
longer."""
BESIDE = frozenset({SCOPES, NAMED})
NEEDED: dict[str, Permission] = {
    "status": Permission.SUPPLIER_STATUS,
    "archive": Permission.SUPPLIER_ARCHIVE,
    "team": Permission.SUPPLIER_RESTRICT,
}
"""What a field needs beyond editing."""


class SupplierEdit(Kind):
    """Owner, sector, criticality, status, team, archive of many suppliers."""

    key = "suppliers.edit"
    title = "Edit suppliers"
    noun = ("supplier", "suppliers")
    permission = Permission.SUPPLIER_EDIT
    model = Supplier

    def rows(self, user: User) -> "QuerySet[Supplier]":
        return Supplier.objects.visible_to(user).select_related("owner", "team")

    def plan(self, rows: Sequence[Supplier], asked: Asked, *, actor: User, today: date) -> list[Planned]:
        owner = User.objects.filter(pk=asked.get("owner") or 0).first()
        team = Team.objects.filter(pk=asked.get("team") or 0).first()
        scopes = _scopes_to_follow(rows, asked)
        seeing = _named_already(rows, owner)
        planned = []
        for supplier in rows:
            one = Planned(supplier, skip=_refusal(supplier, asked, actor) or _owner_refusal(owner))
            if not one.skip:
                _plan_columns(one, asked, owner, team)
                if owner is not None and "owner" in one.changes and supplier.is_restricted:
                    _plan_named(one, owner, seeing)
                if changes := scopes.get(supplier.pk):
                    one.changes[SCOPES] = (changes, {str(pk): asked["criticality"] for pk in changes})
                    one.told[SCOPES] = (None, f"{len(changes)} of what we buy there follows")
                one.skip = "" if one.changes else "It is so already."
            planned.append(one)
        return planned

    def plan_undo(
        self, rows: Sequence[Supplier], before: Mapping[int, dict[str, Any]], *, actor: User, today: date
    ) -> list[Planned]:
        people = User.objects.in_bulk({values["owner"] for values in before.values() if "owner" in values})
        teams = Team.objects.in_bulk({values["team"] for values in before.values() if values.get("team")})
        planned = []
        for supplier in rows:
            old = before[supplier.pk]
            changes = {name: (_now(supplier, name), value) for name, value in old.items() if name not in BESIDE}
            if SCOPES in old:
                changes[SCOPES] = (None, old[SCOPES])
            told: dict[str, tuple[Any, Any]] = {}
            if "owner" in old:
                told["owner"] = (supplier.owner, people.get(old["owner"]))
            if "team" in old:
                told["team"] = (supplier.team, teams.get(old["team"]))
            if NAMED in old:
                changes[NAMED] = (supplier.owner_id, old[NAMED])
                told[NAMED] = (supplier.owner, None)
            if SCOPES in old:
                told[SCOPES] = (None, f"{len(old[SCOPES])} of what we buy there as before")
            skip = _refusal_of_undo(old, people.get(old.get("owner")), actor)
            planned.append(Planned(supplier, changes, skip, told))
        return planned

    def columns(self, values: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
        columns = {{"owner": "owner_id", "team": "team_id"}.get(name, name): value for name, value in values.items()}
        if isinstance(columns.get("archived_at"), str):
            columns["archived_at"] = at if columns["archived_at"] == ARCHIVE else parse_datetime(columns["archived_at"])
        return columns

    def is_column(self, name: str) -> bool:
        return name not in BESIDE

    def action(self, planned: Planned) -> str:
        if planned.changes.keys() == {"status"}:
            return "status changed"
        if planned.changes.keys() == {"archived_at"}:
            return "archived" if planned.changes["archived_at"][1] else "brought back"
        return "changed"

    def describe(self, asked: Asked) -> list[tuple[str, str]]:
        words: dict[str, Callable[[Any], str]] = {
            "owner": lambda value: str(User.objects.get(pk=value)),
            "team": lambda value: str(Team.objects.get(pk=value)),
            "sector": dict(sector_choices()).__getitem__,
            "criticality": dict(criticality_choices()).__getitem__,
            "status": lambda value: STATUS_LABELS[Status(value)],
            "archive": {ARCHIVE: "archive", BRING_BACK: "bring back"}.__getitem__,
            "with_scopes": lambda value: "also of what we buy there",
        }
        titles = {"with_scopes": "criticality"}
        return [(titles.get(name, name), words[name](value)) for name, value in asked.items()]

    def follow(self, done: Sequence[Planned], bulk: BulkChange, *, at: datetime) -> None:
        mark_evidence_changed(one.pk for one in done if RATED_BY & one.changes.keys())
        _follow_scopes([one for one in done if SCOPES in one.changes], bulk, at)
        handed = [one for one in done if "owner" in one.changes]
        _let_owners_see([one for one in done if NAMED in one.changes])
        _tell_owners(handed, bulk)


SUPPLIER_EDIT = cast(SupplierEdit, register(SupplierEdit()))


def _refusal(supplier: Supplier, asked: Asked, actor: User) -> str:
    """Why this supplier is left out as a whole; what one part may not do, none does."""
    if refusal := _field_refusal(asked, actor):
        return refusal
    if supplier.archived_at is not None and asked.get("archive") != BRING_BACK:
        return "It is archived. Bring it back first." if asked.get("archive") != ARCHIVE else "It is so already."
    if "team" in asked and not supplier.is_restricted:
        return "It is not restricted, so no team is named on it."
    return _status_refusal(Status(supplier.status), asked, actor)


def _status_refusal(now: Status, asked: Asked, actor: User) -> str:
    if "status" not in asked or asked["status"] == now.value:
        return ""
    to = Status(asked["status"])
    if to not in NEXT[now]:
        return f"{STATUS_LABELS[to]} cannot follow {STATUS_LABELS[now].lower()}."
    return _setter_refusal(to, actor)


def _setter_refusal(to: Status, actor: User) -> str:
    is_theirs = Role(actor.role) in WHO_MAY_SET[to]
    return "" if is_theirs else f"Your role may not set {STATUS_LABELS[to].lower()}. Ask a manager."


def _field_refusal(names: Iterable[str], actor: User) -> str:
    may_all = all(actor.can(NEEDED[name]) for name in names if name in NEEDED)
    return "" if may_all else "Your role may not do this."


def _owner_refusal(owner: User | None) -> str:
    may_own = owner is None or owner.can(Permission.SUPPLIER_EDIT)
    return "" if may_own else f"{owner} may not own suppliers: no access, or another role. Choose somebody else."


def _refusal_of_undo(old: Mapping[str, Any], owner: User | None, actor: User) -> str:
    """The rights of the change itself. Which status may follow which is not asked: the step is taken back."""
    names = ["archive" if name == "archived_at" else name for name in old]
    if refusal := _field_refusal(names, actor) or _owner_refusal(owner):
        return refusal
    return _setter_refusal(Status(old["status"]), actor) if "status" in old else ""


def _plan_columns(one: Planned, asked: Asked, owner: User | None, team: Team | None) -> None:
    supplier: Supplier = one.row
    wanted = {name: asked[name] for name in ("sector", "criticality", "status") if name in asked}
    if owner is not None:
        wanted["owner"] = owner.pk
        one.told["owner"] = (supplier.owner, owner)
    if team is not None:
        wanted["team"] = team.pk
        one.told["team"] = (supplier.team, team)
    one.changes = {name: (_now(supplier, name), new) for name, new in wanted.items() if _now(supplier, name) != new}
    if asked.get("archive") == ARCHIVE and supplier.archived_at is None:
        one.changes["archived_at"] = (None, ARCHIVE)
        one.told["archived_at"] = ("no", "yes")
    if asked.get("archive") == BRING_BACK and supplier.archived_at is not None:
        one.changes["archived_at"] = (_now(supplier, "archived_at"), None)
        one.told["archived_at"] = ("yes", "no")


def _now(supplier: Supplier, name: str) -> Any:
    """The stored value of a field, as JSON holds it."""
    return history.plain(getattr(supplier, {"owner": "owner_id", "team": "team_id"}.get(name, name)))


def _scopes_to_follow(rows: Sequence[Supplier], asked: Asked) -> dict[int, dict[str, list[Any]]]:
    """By supplier: the scopes whose criticality differs, with what they say and at which version."""
    if not asked.get("with_scopes") or "criticality" not in asked:
        return {}
    found: dict[int, dict[str, list[Any]]] = {}
    scopes = Scope.objects.rated().filter(supplier__in=rows).exclude(criticality=asked["criticality"])
    for pk, supplier_id, criticality, version in scopes.values_list("pk", "supplier", "criticality", "version"):
        found.setdefault(supplier_id, {})[str(pk)] = [criticality, version]
    return found


def _follow_scopes(done: Sequence[Planned], bulk: BulkChange, at: datetime) -> None:
    """Forth: the wanted criticality for each scope. Back: what it said, where nobody touched the scope since."""
    wanted: dict[str, list[int]] = {}
    for one in done:
        was, to = one.changes[SCOPES]
        for pk, value in to.items():
            criticality, version = (value, was[pk][1]) if was else (value[0], value[1] + 1)
            wanted.setdefault(f"{criticality}:{version}", []).append(int(pk))
    entries: list[history.Entry] = []
    for key, ids in wanted.items():
        criticality, version = key.split(":")
        scopes = list(Scope.objects.filter(pk__in=ids, version=int(version)).select_related("process", "site"))
        Scope.objects.filter(pk__in=[one.pk for one in scopes]).update(
            criticality=criticality, version=F("version") + 1
        )
        entries += [_scope_entry(scope, criticality, bulk, at) for scope in scopes]
    history.record_bulk(entries)


def _scope_entry(scope: Scope, criticality: str, bulk: BulkChange, at: datetime) -> history.Entry:
    return history.build_entry(
        scope,
        actor=bulk.by,
        action="changed",
        changes={"criticality": (scope.criticality, criticality)},
        root_id=scope.supplier_id,
        reason=bulk.reason,
        at=at,
        batch=bulk.pk,
    )


def _named_already(rows: Sequence[Supplier], owner: User | None) -> set[int]:
    """The suppliers on which this person is named."""
    if owner is None:
        return set()
    named = Supplier.named_people.through._default_manager.filter(user_id=owner.pk, supplier__in=rows)
    return set(named.values_list("supplier_id", flat=True))


def _plan_named(one: Planned, owner: User, seeing: set[int]) -> None:
    if one.pk not in seeing:
        one.changes[NAMED] = (None, owner.pk)
        one.told[NAMED] = (None, owner)


def _let_owners_see(named: Sequence[Planned]) -> None:
    """Who owns a restricted supplier must be able to open it; whom an undo takes it from sees it no longer."""
    rows = Supplier.named_people.through
    given = [rows(supplier_id=one.pk, user_id=one.changes[NAMED][1]) for one in named if one.changes[NAMED][1]]
    rows._default_manager.bulk_create(given, ignore_conflicts=True, batch_size=500)
    taken: dict[int, list[int]] = {}
    for one in named:
        if one.changes[NAMED][1] is None:
            taken.setdefault(one.changes[NAMED][0], []).append(one.pk)
    for person, suppliers in taken.items():
        rows._default_manager.filter(user_id=person, supplier_id__in=suppliers).delete()


def _tell_owners(handed: Sequence[Planned], bulk: BulkChange) -> None:
    """One notice to each new owner, not one for each supplier."""
    by_owner: dict[int, list[Planned]] = {}
    for one in handed:
        by_owner.setdefault(one.changes["owner"][1], []).append(one)
    owners = User.objects.exclude(pk=bulk.by_id).in_bulk(list(by_owner))
    for pk, owner in owners.items():
        first, is_one = by_owner[pk][0], len(bulk.targets) == 1
        notify(
            owner,
            kind="supplier_owner",
            text=f"{bulk.by} made you the owner of {str(first.row)[:150]}{'' if is_one else ' and of others'}.",
            url=first.row.get_absolute_url() if is_one else "/suppliers/?owner=me",
            key=f"owner:{bulk.pk}",
        )
