"""Keyset paging: page a thousand costs what page one costs. Sorts are a closed list over NOT NULL columns."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=QuerySet[Any])
PAGE_SIZE = 50


class BadCursor(ValueError):
    """The cursor is none of this list."""


@dataclass(frozen=True)
class Sort:
    """One offered order. `fields` are NOT NULL columns of the model (related ones by `__`); the pk is added last."""

    key: str
    label: str
    fields: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page and the opaque cursors of its neighbours (None: there is none)."""

    rows: list[M]
    next: str | None
    previous: str | None
    sort: Sort
    descending: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def choose_sort(sorts: Sequence[Sort], wanted: str | None) -> tuple[Sort, bool]:
    """The sort that `?sort=` names (`-key` reverses it); the first of the list when it names none that is offered."""
    text = wanted or ""
    key = text.removeprefix("-")
    for sort in sorts:
        if sort.key == key:
            return sort, sort.descending != text.startswith("-")
    return sorts[0], sorts[0].descending


def in_order(rows: R, sorts: Sequence[Sort], wanted: str | None) -> R:
    """All of `rows` in the order in which `keyset_page` shows them under `?sort=`."""
    sort, descending = choose_sort(sorts, wanted)
    return rows.order_by(*(f"-{name}" if descending else name for name in (*sort.fields, "pk")))


def keyset_page(
    rows: "QuerySet[M]",
    *,
    sort: Sort,
    descending: bool = False,
    after: str | None = None,
    before: str | None = None,
    size: int = PAGE_SIZE,
    strict: bool = False,
) -> Page[M]:
    """One page of `rows`. A cursor that is not ours (cut, invented, of another sort) shows the first page.

    With `strict` it raises BadCursor instead: a program would begin anew without noticing.
    """
    fields = (*sort.fields, "pk")
    cursor = _decode(before or after, sort, len(fields))
    if strict and cursor is None and (before or after):
        raise BadCursor
    backwards = bool(before) and cursor is not None
    down = descending != backwards
    found = rows.order_by(*(f"-{name}" if down else name for name in fields))
    try:
        beyond = found if cursor is None else found.filter(_beyond(fields, cursor, down))
    except (ValidationError, ValueError, TypeError):  # a cursor somebody wrote by hand: not values of these columns
        if strict:
            raise BadCursor from None
        return keyset_page(rows, sort=sort, descending=descending, size=size)
    got = list(beyond[: size + 1])
    more, got = len(got) > size, got[:size]
    if backwards:
        got.reverse()
    has_next = more if not backwards else True
    has_previous = more if backwards else cursor is not None
    return Page(
        rows=got,
        next=_encode(got[-1], sort, fields) if got and has_next else None,
        previous=_encode(got[0], sort, fields) if got and has_previous else None,
        sort=sort,
        descending=descending,
    )


def _beyond(fields: tuple[str, ...], cursor: list[Any], down: bool) -> Q:
    """Rows after the cursor: (a, b) > (x, y) as a >= x AND (a > x OR b > y): an index serves it on both engines."""
    word = "lt" if down else "gt"
    first = Q(**{f"{fields[0]}__{word}e": cursor[0]})
    return first & _after(fields, cursor, word)


def _after(fields: tuple[str, ...], cursor: list[Any], word: str) -> Q:
    strictly = Q(**{f"{fields[0]}__{word}": cursor[0]})
    if len(fields) == 1:
        return strictly
    return strictly | (Q(**{fields[0]: cursor[0]}) & _after(fields[1:], cursor[1:], word))


def _encode(row: Model, sort: Sort, fields: tuple[str, ...]) -> str:
    values = [_plain(_value(row, name)) for name in fields]
    return base64.urlsafe_b64encode(json.dumps([sort.key, *values]).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _decode(cursor: str | None, sort: Sort, length: int) -> list[Any] | None:
    if not cursor or len(cursor) > 4000:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(values, list) or len(values) != length + 1 or values[0] != sort.key:
        return None
    return values[1:] if all(_is_plain(value) for value in values[1:]) else None


def _is_plain(value: Any) -> bool:
    """A value as `_encode` writes it; no database takes a larger whole number, PostgreSQL no text with a NUL."""
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, str) and "\x00" not in value
