"""What an answer looks like: typed dictionaries, written by hand, and their description as JSON Schema.

A frozen dataclass that is stored in plain form describes itself the same way.
"""

import types
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from inspect import cleandoc
from typing import Any, Literal, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

Schema = dict[str, Any]
_BASIC: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    UUID: {"type": "string", "format": "uuid"},
    type(None): {"type": "null"},
    Any: {},
}


def describe(hint: Any, components: dict[str, Schema]) -> Schema:
    """The schema of a type; typed dictionaries go into `components` by name and are referred to."""
    if hint in _BASIC:
        return dict(_BASIC[hint])
    if is_typeddict(hint) or (isinstance(hint, type) and is_dataclass(hint)):
        return _component(hint, components)
    origin, args = get_origin(hint), get_args(hint)
    if origin is list or (origin is tuple and args[-1] is Ellipsis):
        return {"type": "array", "items": describe(args[0], components)}
    if origin is dict:
        return {"type": "object", "additionalProperties": describe(args[1], components)}
    if origin in (Union, types.UnionType):
        return _either([describe(arg, components) for arg in args])
    if origin is Literal:
        return {"enum": list(args)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    raise TypeError(f"{hint!r} has no description: use a type that JSON knows")


def _component(shape: Any, components: dict[str, Schema]) -> Schema:
    name = shape.__name__
    if name not in components:
        components[name] = {}  # holds the place while what it consists of is described
        properties = {key: describe(hint, components) for key, hint in get_type_hints(shape).items()}
        components[name] = {
            "type": "object",
            "description": cleandoc(shape.__doc__ or "").strip(),
            "properties": properties,
            "required": sorted(getattr(shape, "__required_keys__", properties)),
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _either(choices: list[Schema]) -> Schema:
    """One of these; a plain type that may be missing stays a plain type."""
    rest = [choice for choice in choices if choice != {"type": "null"}]
    if len(rest) == 1 and isinstance(rest[0].get("type"), str):
        only = {**rest[0], "type": [rest[0]["type"], "null"]}
        return only | ({"enum": [*only["enum"], None]} if "enum" in only else {})
    return {"anyOf": choices}


class Reference(TypedDict):
    """Another record: its id and what people call it."""

    id: int
    name: str


def reference(record: Any) -> Reference:
    """A record by its own words (reads what its `str` reads)."""
    return {"id": record.pk, "name": str(record)}


def reference_or_none(record: Any) -> Reference | None:
    return None if record is None else reference(record)
