"""The one mechanism for history (docs/decisions/0001-history.md): services write entries, nothing rewrites them."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from common import clock
from common.many_rows import add_rows
from common.models import Change

Changes = Mapping[str, tuple[Any, Any]]
_PLAIN = frozenset({str, int, float, bool, dict, type(None)})


class Entry(NamedTuple):
    """A `Change` that is not written yet: its columns."""

    at: datetime
    actor_id: int | None
    action: str
    subject_type: str
    subject_id: str
    subject_label: str
    root_id: int | None
    reason: str
    changes: dict[str, list[Any]]
    batch: UUID | None


def record_created(
    obj: models.Model,
    *,
    actor: Any,
    root_id: int | None = None,
    reason: str = "",
    fields: Iterable[str] | None = None,
    at: datetime | None = None,
) -> Change:
    """Write down that `obj` was created, with the values it began with (`fields`; default: all that hold something)."""
    return record_change(
        obj,
        actor=actor,
        action="created",
        changes=initial_values(obj, fields),
        root_id=root_id,
        reason=reason,
        at=at,
    )


def record_change(
    obj: models.Model,
    *,
    actor: Any,
    action: str,
    changes: Changes | None = None,
    root_id: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Change:
    """Write one entry: `changes` maps a field's name to (from, to)."""
    entry = build_entry(obj, actor=actor, action=action, changes=changes, root_id=root_id, reason=reason, at=at)
    return Change.objects.create(**entry._asdict())


def build_entry(
    obj: models.Model,
    *,
    actor: Any,
    action: str,
    changes: Changes | None = None,
    root_id: int | None = None,
    reason: str = "",
    at: datetime | None = None,
    batch: UUID | None = None,
) -> Entry:
    """An entry for `record_bulk`. `batch`: the bulk change that it is part of."""
    return Entry(
        at=at or clock.now(),
        actor_id=None if actor is None else actor.pk,
        action=action,
        subject_type=obj._meta.label_lower,
        subject_id=str(obj.pk),
        subject_label=str(obj)[:300],
        root_id=root_id,
        reason=reason,
        changes={field: [plain(old), plain(new)] for field, (old, new) in (changes or {}).items()},
        batch=batch,
    )


def record_bulk(entries: Iterable[Entry]) -> None:
    """Write many entries in one statement (SQLite: as many as it takes), inside the caller's transaction."""
    if known := list(entries):
        record_while_made(known)


def record_while_made(entries: Iterable[Entry]) -> None:
    """As `record_bulk` for very many: each is written while the next is made, so making one must ask no database."""
    add_rows(Change, Entry._fields, entries)


def initial_values(obj: models.Model, fields: Iterable[str] | None = None) -> dict[str, tuple[Any, Any]]:
    """The values a new record begins with, as changes from nothing."""
    held = vars(obj)
    names = fields if fields is not None else _readable_names(obj)
    values = {name: held[name] if name in held else getattr(obj, name) for name in names}
    return {name: (None, value) for name, value in values.items() if value not in (None, "")}


def _readable_names(obj: models.Model) -> list[str]:
    """Of each field that people edit; the related record itself where it is at hand, so that the history names it."""
    at_hand = obj._state.fields_cache
    return [name if name in at_hand else attname for name, attname in _editable(type(obj))]


@cache
def _editable(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.attname) for field in model._meta.concrete_fields if field.editable)


def subject_words(subject_type: str) -> str:
    """What kind of record an entry speaks of, in words: `suppliers.site` → `Site`."""
    model = _model(subject_type)
    return str(model._meta.verbose_name).capitalize() if model else subject_type


def readable_changes(entry: Change | Entry) -> list[tuple[str, Any, Any]]:
    """(field, from, to) of an entry in the words that the record's forms use; what is unknown stays as it is."""
    fields = _fields(entry.subject_type)
    rows = []
    for name, (old, new) in entry.changes.items():
        field = fields.get(name) or _Field(name)
        if old is None and (new is False or field.is_key):
            continue  # of a new record: its number, and what it is not
        if old is None and isinstance(new, int) and field.is_relation:
            continue  # only the number of another record is known
        rows.append((field.label, _in_words(field.choices, old), _in_words(field.choices, new)))
    return rows


class _Field(NamedTuple):
    """A column in the words of forms."""

    label: str
    choices: Mapping[Any, Any] = MappingProxyType({})
    is_key: bool = False
    is_relation: bool = False


@cache
def _fields(subject_type: str) -> dict[str, _Field]:
    """The columns of a kind of record, by both of their names; none of a kind that is no more."""
    model = _model(subject_type)
    found: dict[str, _Field] = {}
    for field in model._meta.fields if model else ():
        one = _Field(str(field.verbose_name), dict(field.flatchoices), field.primary_key, field.is_relation)
        found |= {field.name: one, field.attname: one}
    return found


def _in_words(choices: Mapping[Any, Any], value: Any) -> Any:
    """The label of a choice; a list (of sites, say) is none and stays."""
    return choices.get(value, value) if isinstance(value, Hashable) else value


def _model(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):  # a record kind of an earlier version
        return None


def plain(value: Any) -> Any:
    """`value` as JSON can hold it."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value if isinstance(value, int | float | str | dict) else str(value)


def changes_for(obj: models.Model) -> "QuerySet[Change]":
    """History of one record, newest first."""
    subject = {"subject_type": obj._meta.label_lower, "subject_id": str(obj.pk)}
    return Change.objects.filter(**subject).select_related("actor").order_by("-id")


def changes_for_root(root_id: int) -> "QuerySet[Change]":
    """History of a record and of all that hangs on it, newest first."""
    return Change.objects.filter(root_id=root_id).select_related("actor").order_by("-id")
