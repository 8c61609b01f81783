"""The evidence of the sample company, told for as many suppliers as are wanted: copied inside PostgreSQL, ids shifted.

Every table that hangs on a supplier comes along, whatever app it belongs to, so that records which the program learns
to keep are measured as soon as a sample story has one. Days are shifted back a little, differently for each copy.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

STRIDE = 10_000
"""Ids of copy k of a row: k × this + the id of the told row."""
LEFT_OUT = ("scoring", "accounts", "common", "imports")
"""Apps whose rows are made, not told: ratings, notices, history, uploads."""
NOT_TOLD = ("EvidenceChange", "ImportRow", "MatchKey")
"""The same of tables beside suppliers: what a copy is compared by follows from its own name."""
ANY_STORY = 0.1
"""The share of copies that take any story, however long: only long ones have deliveries and lots."""
FULL_PAGES = 500
"""Copies that take any story at least: a small database is as mixed as a large one."""
PAGE_AND_MORE = 80
"""Rows of a table at least: a page, and what is restricted, superseded or of an archived supplier."""
DAYS = 45
"""A copy is up to so many days older than what was told."""
NO_DAY = "2200-01-01"
"""Later days are marks ("no expiry"), not days, and are not shifted."""

Table = type[models.Model]


@cache
def tables() -> dict[Table, tuple[str, ...]]:
    """Each table under a supplier, and the columns that lead from a row of it to the supplier; nearest first."""
    root = apps.get_model("suppliers", "Supplier")
    found: dict[Table, tuple[str, ...]] = {root: ()}
    waiting: list[Table] = [root]
    for above in waiting:
        relations: list[Any] = [one for one in above._meta.get_fields(include_hidden=True) if one.auto_created]
        for relation in relations:
            if not (relation.one_to_many or relation.one_to_one):
                continue
            below: Table = relation.related_model
            skipped = below._meta.app_label in LEFT_OUT or below.__name__ in NOT_TOLD
            if below not in found and not skipped and not relation.field.null:
                found[below] = (relation.field.name, *found[above])
                waiting.append(below)
    return found


def evidence_rows() -> int:
    """How many rows of evidence the database holds: everything under suppliers but their own descriptions."""
    with connection.cursor() as cursor:
        return sum(_count(cursor, table) for table in _evidence())


def _evidence() -> Iterator[Table]:
    beside = ("File", "Photo", "Reminder")
    for table in tables():
        if table._meta.app_label != "suppliers" and not any(word in table.__name__ for word in beside):
            yield table


def _count(cursor: Any, table: Table) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table._meta.db_table}"')  # noqa: S608  # a table's own name
    return int(cursor.fetchone()[0])


def rows_of_stories() -> dict[int, Counter[str]]:
    """Rows of evidence of each supplier that was told, by table."""
    root = apps.get_model("suppliers", "Supplier")
    told: dict[int, Counter[str]] = {pk: Counter() for pk in root._default_manager.values_list("pk", flat=True)}
    paths = tables()
    for table in _evidence():
        for supplier in table._default_manager.values_list("__".join(paths[table]), flat=True):
            told[supplier][table.__name__] += 1
    return told


def choose(told: dict[int, Counter[str]], count: int, wanted: int, dice: random.Random) -> list[int]:
    """A story for each of `count` copies, small ones more often, so that they hold about `wanted` rows together.

    Of each table there is then a full page, also where there are few suppliers.
    """
    sizes = {story: rows.total() for story, rows in told.items()}
    share = max(ANY_STORY, FULL_PAGES / count)
    any_story = share / len(sizes)
    mean, low, high = wanted / count, -5.0, 5.0
    weights: list[float] = []
    for _ in range(60):
        steep = (low + high) / 2
        short = [math.exp(-steep * size) for size in sizes.values()]
        weights = [any_story + (1 - share) * one / sum(short) for one in short]
        got = sum(w * size for w, size in zip(weights, sizes.values(), strict=True))
        low, high = (steep, high) if got > mean else (low, steep)
    chosen = dice.choices(list(sizes), weights, k=count)
    return [*_with_full_pages(chosen, told), *chosen][:count]


def _with_full_pages(chosen: list[int], told: dict[int, Counter[str]]) -> list[int]:
    """Stories to tell besides, so that every table has more rows than a page shows."""
    have = sum((told[story] for story in chosen), Counter[str]())
    more: list[int] = []
    for table in sorted(set().union(*told.values())):
        story = max(told, key=lambda one: (told[one][table] / (told[one].total() or 1), one))
        while have[table] < PAGE_AND_MORE:
            more.append(story)
            have += told[story]
    return more


def copy_table(cursor: Any, table: Table, columns: Sequence[str]) -> None:
    """Copy one table, those above it first. Its numbers are counted, since those below are joined with it."""
    known = tables()
    cursor.execute("ANALYZE plan")
    cursor.execute(_statement(table, known[table], known, columns))
    cursor.execute(f'ANALYZE "{table._meta.db_table}"')


def copy_all(columns: Sequence[str]) -> None:
    """Copy by the temporary table `plan`: copy, story, and the supplier's own values for `columns`."""
    known = tables()
    with connection.cursor() as cursor:
        # Neither references nor append-only history are to be checked row by row: the rows are copies of checked ones.
        cursor.execute("SET session_replication_role = replica")
        for table, path in known.items():
            copy_table(cursor, table, columns if not path else ())
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in known:
            pk = table._meta.pk
            if pk is not None and pk.get_internal_type().endswith("AutoField"):
                name = table._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('\"{name}\"', '{pk.column}'), "  # noqa: S608
                    f'(SELECT max("{pk.column}") FROM "{name}"))'
                )


def _statement(table: Table, path: tuple[str, ...], known: dict[Table, Any], own: Sequence[str]) -> str:
    fields = [field for field in table._meta.concrete_fields if not getattr(field, "generated", False)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(f"plan.{f.column}" if f.column in own else _value(f, known) for f in fields)
    joins, last, here = [], "row", table
    for number, step in enumerate(path[:-1]):
        field = here._meta.get_field(step)
        here = field.related_model  # type: ignore[assignment]
        joins.append(f'JOIN "{here._meta.db_table}" AS up{number} ON up{number}.id = {last}."{field.column}"')  # type: ignore[union-attr]
        last = f"up{number}"
    root = f'{last}."{here._meta.get_field(path[-1]).column}"' if path else "row.id"  # type: ignore[union-attr]
    source = f'"{table._meta.db_table}" AS row {" ".join(joins)} JOIN plan ON plan.story = {root}'
    return f'INSERT INTO "{table._meta.db_table}" ({names}) SELECT {values} FROM {source}'  # noqa: S608


def _value(field: Any, known: dict[Table, Any]) -> str:
    column = f'row."{field.column}"'
    kind = field.get_internal_type()
    if field.is_relation:
        return f"{column} + plan.copy * {STRIDE}" if field.related_model in known else column
    if field.primary_key:
        return f"{column} + plan.copy * {STRIDE}"
    if kind == "DateField":
        return f"CASE WHEN {column} > '{NO_DAY}' THEN {column} ELSE {column} - (plan.copy % {DAYS})::integer END"
    if kind == "DateTimeField":
        return f"{column} - make_interval(days => (plan.copy % {DAYS})::integer)"
    if kind == "UUIDField":
        return "gen_random_uuid()"
    if kind == "CharField" and field.unique:
        return f"substr(md5({column} || '-' || plan.copy), 1, {min(field.max_length, 20)})"
    if (field.model._meta.model_name, field.name) == ("identifier", "value"):
        return f"{column} || '-' || plan.copy"
    return column
