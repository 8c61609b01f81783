"""Values from outside against their schema: one description serves the documentation and the check.

Only what our own schemas use is understood: type, enum, lengths, ranges, dates, lists and objects.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from common.api.problems import FieldError
from common.api.shapes import Schema

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def faults(schema: Schema, value: Any, pointer: str = "#") -> Iterator[FieldError]:
    """Everything that is wrong with `value`, each with a pointer to it."""
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield _fault(pointer, f"This must be {' or '.join(_WORDS[kind] for kind in kinds)}.")
    elif "enum" in schema and value not in schema["enum"]:
        yield _fault(pointer, f"Use one of: {', '.join(map(str, schema['enum']))}.")
    elif isinstance(value, str):
        yield from _text_faults(schema, value, pointer)
    elif isinstance(value, list):
        yield from _list_faults(schema, value, pointer)
    elif isinstance(value, dict):
        yield from _object_faults(schema, value, pointer)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number_faults(schema, value, pointer)


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _fault(pointer: str, message: str) -> FieldError:
    return FieldError(pointer.removeprefix("#").lstrip("/").replace("/", "."), message, pointer)


def _text_faults(schema: Schema, value: str, pointer: str) -> Iterator[FieldError]:
    try:
        value.encode()
    except UnicodeEncodeError:
        yield _fault(pointer, "This holds half of a character (a lone surrogate). Send it as UTF-8.")
        return
    if "\x00" in value:
        yield _fault(pointer, "Null characters are not allowed.")
    longest, shortest = schema.get("maxLength"), schema.get("minLength", 0)
    if longest is not None and len(value) > longest:
        yield _fault(pointer, f"At most {longest} characters fit here; this has {len(value)}. Shorten it.")
    if len(value) < shortest or (shortest and not value.strip()):
        yield _fault(pointer, "This field is required.")
    if not _has_format(schema.get("format", ""), value):
        example = {"date": "2027-03-12", "uuid": "123e4567-e89b-12d3-a456-426614174000"}[schema["format"]]
        yield _fault(pointer, f"This must look like {example}.")


def _has_format(name: str, value: str) -> bool:
    try:
        if name == "date":
            return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) and date.fromisoformat(value))
        return name != "uuid" or bool(UUID(value)) or True
    except ValueError:
        return False


def _number_faults(schema: Schema, value: float, pointer: str) -> Iterator[FieldError]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        limits = [f"at least {low}"] * (low is not None) + [f"at most {high}"] * (high is not None)
        yield _fault(pointer, f"This must be {' and '.join(limits)}.")


def _list_faults(schema: Schema, value: list[Any], pointer: str) -> Iterator[FieldError]:
    if len(value) > schema.get("maxItems", len(value)):
        yield _fault(pointer, f"At most {schema['maxItems']} entries are taken at once.")
        return
    for number, item in enumerate(value):
        yield from faults(schema.get("items", {}), item, f"{pointer}/{number}")


def _object_faults(schema: Schema, value: Mapping[str, Any], pointer: str) -> Iterator[FieldError]:
    properties = schema.get("properties", {})
    if len(value) < schema.get("minProperties", 0):
        yield _fault(pointer, f"Name at least one field: {', '.join(sorted(properties))}.")
    for name in schema.get("required", ()):
        if name not in value:
            yield _fault(f"{pointer}/{name}", "This field is required.")
    for name, item in value.items():
        if name in properties:
            yield from faults(properties[name], item, f"{pointer}/{name}")
        elif schema.get("additionalProperties") is False:
            known = ", ".join(sorted(properties)) or "none"
            shown = name.encode("utf-8", "replace").decode()[:60]
            yield _fault(f"{pointer}/{shown}", f"There is no field of this name. There are: {known}.")
