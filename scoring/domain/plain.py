"""Frozen dataclasses to plain JSON values and back, and the one canonical way to write them as bytes."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
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
