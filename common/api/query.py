"""Parameters of an address: declared once, for the documentation and for the check. An unknown one is refused."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from django.http import QueryDict

from common.api.fields import of_text, schema_of
from common.api.problems import FieldError, Problem, invalid
from common.api.shapes import Schema
from common.api.values import faults
from common.paging import PAGE_SIZE, Sort

MOST_ROWS = 200
Query = dict[str, Schema]
CURSOR = {"type": "string", "maxLength": 4000}


def filters_of(filter_set: Any, *, more: Mapping[str, Schema] | None = None) -> Query:
    """The parameters of a page's own filter set."""
    # Of a copy: a filter keeps the field that it was asked for, and what each list offers is set later.
    query = {name: _plainly(schema_of(copy(one).field)) for name, one in filter_set.base_filters.items()}
    return query | dict(more or {})


def form_parameters(form: Any, known: Mapping[str, Schema] | None = None) -> Query:
    """The parameters of a page whose filters are a plain form: its class, or a form that knows what it offers.

    `known`: fields whose choices are read from the database, which documentation does not.
    """
    fields = form.fields if hasattr(form, "fields") else form.base_fields
    said = dict(known or {})
    return {name: said.get(name) or _plainly(schema_of(field)) for name, field in fields.items()}


def _plainly(schema: Schema) -> Schema:
    """What may be missing in an address need not be null there as well."""
    kind = schema.get("type")
    if isinstance(kind, list):
        schema["type"] = kind[0]
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
    return schema


def paging(sorts: Sequence[Sort]) -> Query:
    """What every list takes: its offered orders, the cursors, and how many rows."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "description": f"Rows, {PAGE_SIZE} if not said."}
    after = {**CURSOR, "description": "Rows behind this place: taken from `next` of the page before."}
    before = {**CURSOR, "description": "Rows before this place: taken from `previous`."}
    return ordering(sorts) | {"after": after, "before": before, "limit": limit}


def ordering(sorts: Sequence[Sort]) -> Query:
    """The offered orders, where there is more than one."""
    if len(sorts) < 2:
        return {}
    keys = [word for sort in sorts for word in (sort.key, f"-{sort.key}")]
    words = f"The order; `-` turns it around. Without: {sorts[0].key}."
    return {"sort": {"type": "string", "enum": keys, "description": words}}


def check_query(given: QueryDict, query: Query) -> None:
    """Raises Problem (400) with everything that is wrong with the address."""
    errors = [error for name in given for error in _faults(name, given.getlist(name), query)]
    if errors:
        raise invalid(errors, status=400, kind="parameters")


def _faults(name: str, texts: list[str], query: Query) -> Iterable[FieldError]:
    schema = query.get(name)
    if schema is None:
        close = difflib.get_close_matches(name, query, n=1)
        hint = f" Did you mean {close[0]}?" if close else f" There are: {', '.join(sorted(query)) or 'none'}."
        return [FieldError(name[:60], f"There is no parameter of this name.{hint}")]
    if schema["type"] == "array":
        value: Any = [of_text(text, schema["items"]) for text in texts]
    elif len(texts) > 1:
        return [FieldError(name, "This parameter can be given once only.")]
    else:
        value = of_text(texts[0], schema)
    return [FieldError(name, error.message) for error in faults(schema, value)]


def bad_cursor() -> Problem:
    return invalid([FieldError("after", "This place is none of this list. Begin anew.")], status=400, kind="parameters")
