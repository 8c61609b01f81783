"""Frozen dataclasses to plain JSON values and back, and the one canonical way to write them as bytes."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Writer = Callable[[Any], str]
_PLAIN = frozenset({str, int, bool, NoneType})


def to_plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as arrays, dates as ISO text, enum members as their values."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [to_plain(one) for one in value]
    if kind is date:
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value):
        return {name: to_plain(getattr(value, name)) for name in _names(kind)}
    raise TypeError(f"no plain form for {kind.__name__}")


def from_plain(kind: type[T], data: Any) -> T:
    """The reverse of to_plain for a dataclass; unknown keys and wrong shapes are errors."""
    value: T = _read(kind, data)
    return value


def canonical(value: Any) -> bytes:
    """Plain JSON in one form only: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def canonical_text(value: Any) -> str:
    """`canonical(to_plain(value))` as text, without the detour by plain values: a tenth of the time."""
    kind = type(value)
    return (_writers.get(kind) or _writer(kind))(value)


def write_once(kind: type[T], recurs: Callable[[T], bool]) -> None:
    """Keep the text of those objects of a kind that recur: the very same object stands in one document after another.

    `kind` is a frozen dataclass. Kept by identity, together with the object, so that no other takes its place.
    """
    write = _writer(kind)
    kept: dict[int, tuple[T, str]] = {}

    def write_kept(value: T) -> str:
        if not recurs(value):
            return write(value)
        known = kept.get(id(value))
        if known is None:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            known = kept[id(value)] = (value, write(value))
        return known[1]

    _writers[kind] = write_kept


def _array(values: tuple[Any, ...] | list[Any]) -> str:
    if not values:
        return "[]"
    known = _writers.get
    return f"[{','.join([(known(type(one)) or _writer(type(one)))(one) for one in values])}]"


_MOST_KEPT = 20_000
_writers: dict[type, Writer] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: lambda value: "true" if value else "false",
    NoneType: lambda value: "null",
    date: lambda value: f'"{value.isoformat()}"',
    tuple: _array,
    list: _array,
}
"""How each kind of value is written; dataclasses and enums are added when they are first met."""


def _writer(kind: type) -> Writer:
    if issubclass(kind, StrEnum):
        writer: Writer = {member: encode_basestring(member.value) for member in kind}.__getitem__
    elif issubclass(kind, date):
        writer = _writers[date]
    elif is_dataclass(kind):
        writer = _object_writer(sorted(_names(kind)))
    else:
        raise TypeError(f"no plain form for {kind.__name__}")
    return _writers.setdefault(kind, writer)


def _object_writer(names: list[str]) -> Writer:
    template = "{" + ",".join(f'"{name}":%s' for name in names) + "}"
    if len(names) == 1:
        return lambda value: template % canonical_text(getattr(value, names[0]))
    values = attrgetter(*names)
    known = _writers.get

    def write(value: Any) -> str:
        return template % tuple([(known(type(one)) or _writer(type(one)))(one) for one in values(value)])

    return write


@lru_cache(maxsize=64)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if data is None else _read(next(one for one in get_args(kind) if one is not NoneType), data)
    if origin is tuple:
        return _read_tuple(get_args(kind), data)
    if is_dataclass(kind):
        build: Any = kind
        hints = _hints(build)
        return build(**{name: _read(hints[name], one) for name, one in data.items()})
    if kind is date:
        return date.fromisoformat(data)
    if issubclass(kind, StrEnum):
        return kind(data)
    if type(data) is not kind:
        raise TypeError(f"{data!r} is no {kind.__name__}")
    return data


def _read_tuple(kinds: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in data)
    return tuple(_read(kind, one) for kind, one in zip(kinds, data, strict=True))
