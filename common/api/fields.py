"""The fields of the pages' forms and filters as JSON Schema: the interface asks for what the page asks for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from common import ids
from common.api.shapes import Schema

LARGEST_ID = ids.LARGEST_ID
NUMBERS: dict[str, Any] = {"integer": int, "number": float}
FILE = {"type": "string", "format": "binary"}
LEFT_TO_US = frozenset({"submission", "version", "was", "expected"})
"""Hidden fields of forms: If-Match and Idempotency-Key stand in their place."""


def body_of(
    form: Any,
    *,
    leave_out: Iterable[str] = (),
    extra: Mapping[str, Schema] | None = None,
    required: Iterable[str] = (),
    optional: Iterable[str] = (),
) -> Schema:
    """The body that a form takes. `extra`: fields that the form makes only when it knows its record.

    `optional`: what the page begins with a value of its own.
    """
    skipped = LEFT_TO_US | set(leave_out)
    fields = {name: field for name, field in form.base_fields.items() if name not in skipped}
    begun = set(optional) | _with_default(form)
    needed = [name for name, field in fields.items() if _is_needed(field) and name not in begun]
    properties = {name: schema_of(field) for name, field in fields.items()} | dict(extra or {})
    return object_of(properties, [*needed, *required])


def _is_needed(field: forms.Field) -> bool:
    return field.required and not isinstance(field, forms.BooleanField)


def _with_default(form: Any) -> set[str]:
    """Fields of a record's form for which the model has a value."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    return {field.name for field in model._meta.concrete_fields if field.has_default()} if model else set()


def object_of(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """An object with these fields and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": sorted(required),
        "additionalProperties": False,
    }


def partly(body: Schema) -> Schema:
    """The same body with every field left to the sender: what is not sent stays as it is."""
    return {**body, "required": [], "minProperties": 1}


def schema_of(field: forms.Field) -> Schema:
    """One field: what is optional may be null or missing."""
    schema = _kind_of(field)
    words = " ".join(str(text).rstrip(".") + "." for text in (field.label, field.help_text) if text)
    if words:
        schema["description"] = words
    if not field.required and isinstance(schema.get("type"), str) and schema["type"] not in ("array", "boolean"):
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _kind_of(field: forms.Field) -> Schema:
    if isinstance(field, forms.FileField):
        several = getattr(field.widget, "allow_multiple_selected", False)
        return {"type": "array", "items": FILE} if several else dict(FILE)
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return {"type": "array", "items": _one_of(field), "maxItems": 1000}
    if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
        return _one_of(field)
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return _ranged({"type": "number"}, field)
    if isinstance(field, forms.IntegerField):
        return _ranged({"type": "integer"}, field)
    if isinstance(field, forms.DateField) or getattr(field, "is_day", False):
        return {"type": "string", "format": "date"}
    return _text(field)


def _one_of(field: forms.Field) -> Schema:
    if isinstance(field, forms.ModelChoiceField):
        if field.to_field_name:
            return {"type": "string", "maxLength": 100}
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
    values = _offered(field)
    return {"type": "string", "enum": values} if values else {"type": "string", "maxLength": 100}


def _offered(field: Any) -> list[str]:
    """The values of a closed list, without the empty one; none when they are known only with the record."""
    flat = []
    for value, label in field.choices:
        flat += [value] if not isinstance(label, list | tuple) else [inner for inner, _ in label]
    return [str(value) for value in flat if value not in ("", None)]


def _ranged(schema: Schema, field: Any) -> Schema:
    low = field.min_value if field.min_value is not None else -(2**31)
    high = field.max_value if field.max_value is not None else 2**31 - 1
    return schema | {"minimum": _number(low), "maximum": _number(high)}


def _number(value: Any) -> int | float:
    return int(value) if int(value) == value else float(value)


def _text(field: Any) -> Schema:
    schema: Schema = {"type": "string"}
    if longest := getattr(field, "max_length", None):
        schema["maxLength"] = longest
    if field.required:
        schema["minLength"] = 1
    return schema


def as_form_data(body: Mapping[str, Any]) -> dict[str, Any]:
    """A checked body as a form reads it: texts, lists, and nothing for what is null."""
    return {name: _typed(value) for name, value in body.items() if value is not None}


def _typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else "false"
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return value if isinstance(value, str | dict) else str(value)


def is_file(schema: Schema) -> bool:
    """One file or several."""
    return schema.get("format") == "binary" or schema.get("items") == FILE


def without_files(schema: Schema) -> Schema:
    """A body without its files, which the form judges by their content."""
    rest = {name: one for name, one in schema["properties"].items() if not is_file(one)}
    return {**schema, "properties": rest, "required": [name for name in schema["required"] if name in rest]}


def from_parts(data: QueryDict, schema: Schema) -> dict[str, Any]:
    """The texts of a multipart body as the types that the body has; what cannot be one stays a text."""
    known = schema["properties"]
    texts = {name: data.getlist(name) for name in data if not is_file(known.get(name, {}))}
    return {
        name: _of_texts([one for one in values if isinstance(one, str)], known.get(name, {}))
        for name, values in texts.items()
    }


def _of_texts(texts: list[str], schema: Schema) -> Any:
    kinds = schema.get("type", "string")
    if kinds == "array":
        return [of_text(text, schema["items"]) for text in texts]
    return of_text(texts[-1] if texts else "", schema)


def of_text(text: str, schema: Schema) -> Any:
    """The text of an address or of a part as the type that it stands for; one that stands for none stays a text."""
    kinds = schema.get("type", "string")
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(text, text)
    if not text and "null" in kinds:
        return None
    number = next((NUMBERS[kind] for kind in NUMBERS if kind in kinds), None)
    try:
        return number(text) if number and text.isascii() and "_" not in text else text
    except (ValueError, OverflowError):
        return text
