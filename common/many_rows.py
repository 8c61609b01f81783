"""Many rows at once, faster than the ORM's own words for it: for what rates and imports whole portfolios."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_WITHOUT_MARKS = frozenset({int, bool, float, datetime, date})
LINES_AT_ONCE = 50

Row = Sequence[Any]
Model = type[models.Model]


def update_rows(model: Model, fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Give each row its own values: `rows` hold the primary key and then a value per field.

    One UPDATE per some thousand rows that joins a list of values; `bulk_update` builds a CASE per column and value.
    """
    columns = [model._meta.get_field(name) for name in fields]
    with transaction.atomic(savepoint=False):
        for some in _portions(rows, len(fields) + 1):
            _update(model, columns, some)


def insert_rows(model: Model, fields: Sequence[str], rows: Iterable[Row], *, skip_known: bool = False) -> None:
    """Write new rows, a value per field; `skip_known`: leave out those that the database knows already."""
    _insert(model, fields, rows, " ON CONFLICT DO NOTHING" if skip_known else "")


def put_rows(
    model: Model, fields: Sequence[str], rows: Iterable[Row], *, known_by: Sequence[str], changing: Sequence[str]
) -> None:
    """Write new rows; those that the database knows by the fields `known_by` get the new values of `changing`."""
    anew = ", ".join(f"{name} = EXCLUDED.{name}" for name in _columns(model, changing))
    _insert(model, fields, rows, f" ON CONFLICT ({', '.join(_columns(model, known_by))}) DO UPDATE SET {anew}")


def _columns(model: Model, names: Sequence[str]) -> list[str]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [connection.ops.quote_name(one.column) for one in fields]


def _insert(model: Model, fields: Sequence[str], rows: Iterable[Row], known: str) -> None:
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(_columns(model, fields))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for some in _portions(rows, len(fields)):
            source, values = _given(columns, some)
            cursor.execute(
                f"WITH given AS ({source}) INSERT INTO {table} ({names}) SELECT * FROM given WHERE TRUE{known}",  # noqa: S608
                values,
            )


def _portions(rows: Iterable[Row], columns: int) -> Iterator[list[Row]]:
    """As many rows as a statement takes: PostgreSQL gets its values as text, SQLite as 32,766 parameters at most."""
    most = 10_000 if connection.vendor == "postgresql" else 30_000 // columns
    waiting = list(rows)
    return (waiting[start : start + most] for start in range(0, len(waiting), most))


def _update(model: Model, fields: Sequence[Any], rows: Sequence[Row]) -> None:
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), _key(model)
    names = [f"v{number}" for number in range(len(fields))]
    targets = [f"{quote(field.column)} = given.{name}" for field, name in zip(fields, names, strict=True)]
    source, values = _given([key, *fields], rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH given (k, {', '.join(names)}) AS ({source}) "  # noqa: S608
            f"UPDATE {table} SET {', '.join(targets)} FROM given WHERE {table}.{quote(key.column)} = given.k",
            values,
        )


def _given(fields: Sequence[Any], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """Rows as a table of a statement, and its parameters.

    PostgreSQL takes an array for each column: reading as many values one by one takes it longer than writing them.
    """
    if connection.vendor == "postgresql":
        # What is too long is refused, not cut: a type without its length.
        types = [field.db_type(connection).partition("(")[0] for field in fields]
        return _unnested(types, list(zip(*rows, strict=True)))
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    prepared = (zip(fields, row, strict=True) for row in rows)
    return f"VALUES {places}", [field.get_db_prep_save(value, connection) for row in prepared for field, value in row]


def _unnested(types: Sequence[str], columns: Sequence[Row]) -> tuple[str, list[Any]]:
    """An array for each column; what is one and the same in every row is sent once."""
    shown, arrays, once, many = [], [], [], []
    for number, (one, values) in enumerate(zip(types, columns, strict=True)):
        if number and all(value is values[0] for value in values):
            shown.append(f"%s::{one}")
            once.append(None if values[0] is None else _text(values[0]))
        else:
            shown.append(f"c{number}")
            arrays.append((f"%s::{one}[]", f"c{number}"))
            many.append(_array(values))
    kinds, names = (", ".join(each) for each in zip(*arrays, strict=True))
    return f"SELECT {', '.join(shown)} FROM unnest({kinds}) AS given_row ({names})", [*once, *many]  # noqa: S608


def _array(values: Iterable[Any]) -> str:
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if type(value) in _WITHOUT_MARKS:
        return str(value)
    return '"' + _text(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def any_of(numbers: Iterable[int]) -> RawSQL:
    """Many numbers for `__in`, as one parameter: thousands of single ones take longer to be sent than to be found."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [_array(numbers)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(numbers))])


def _key(model: Model) -> Any:
    assert model._meta.pk is not None  # noqa: S101 -- every table of ours has one
    return model._meta.pk


def can_copy() -> bool:
    """Whether the database takes rows by COPY."""
    return connection.vendor == "postgresql"


def reserve_ids(model: Model, number: int) -> list[int]:
    """Primary keys that nobody else will use, for rows that are copied in. PostgreSQL only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH own AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS numbers) "
            "SELECT nextval(own.numbers) FROM own, generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), _key(model).column, number],
        )
        return [row[0] for row in cursor.fetchall()]


def add_rows(model: Model, fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Write new rows, a value per field, the fastest way that the database knows. Inside the caller's transaction."""
    if can_copy():
        copy_rows(model, fields, rows)
    else:
        insert_rows(model, fields, rows)


def create_objects(objects: Sequence[models.Model]) -> None:
    """Write new objects of one model; each learns its number. Inside the caller's transaction.

    For thousands of them: `bulk_create` prepares every value by its field and sends it as part of the statement.
    """
    if not objects:
        return
    model = type(objects[0])
    if not can_copy():
        model._default_manager.bulk_create(objects)
        return
    for one, number in zip(objects, reserve_ids(model, len(objects)), strict=True):
        one.pk, one._state.adding = number, False
    names = [field.attname for field in model._meta.concrete_fields]
    held = itemgetter(*names)  # as stored: some fields make something of their value whenever they are asked for it
    copy_rows(model, names, (held(vars(one)) for one in objects))


def copy_rows(model: Model, fields: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY rows in while they are made: the database takes the first ones before the last ones are there.

    Values are None, lists and dicts for JSON, or what reads as text of the database. Inside the caller's transaction;
    PostgreSQL only. Nothing else may be asked of the database until the last row was made.
    """
    quote = connection.ops.quote_name
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    names = ", ".join(quote(one.column) for one in columns)
    statement = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.cursor.copy_expert(statement, Lines(_lines(rows)))


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    """A value as COPY reads it. Long documents mostly hold no mark, so looking first is faster than `str.translate`."""
    if value is None:
        return "\\N"
    if type(value) in _WITHOUT_MARKS:
        return str(value)
    text = _text(value)
    for mark, written in _ESCAPES:
        if mark in text:
            text = text.replace(mark, written)
    return text


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


class Lines(io.TextIOBase):
    """What psycopg reads from: lines are made when there is room for them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self, size: int | None = -1, /) -> str:
        """The next lines, however long they are; none when all were read."""
        return "".join(islice(self._lines, LINES_AT_ONCE))
