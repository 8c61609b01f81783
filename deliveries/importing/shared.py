"""What the three kinds do the same way: places, problems, and finding what is recorded already."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from common.problems import Problem
from deliveries.services import By, Incoming
from imports.kinds import Context, Field, Row, Unknown, ValueKind
from suppliers.models import Scope

D = TypeVar("D")
FILE = "file"
"""The system of a record whose file names none."""
IDS_AT_ONCE = 500

PLACE = (
    Field(
        "site", "Site", ValueKind.SITE, unknown=Unknown.LEAVE_OUT, synonyms=("plant", "works", "manufacturing site"),
        help="The supplier's site. Left empty, the record counts for everything that is bought from the supplier.",
    ),
    Field(
        "process", "Process", ValueKind.PROCESS, unknown=Unknown.LEAVE_OUT,
        help="What is bought, as on the supplier's page.", example="Turning",
    ),
)  # fmt: skip
NUMBER = (
    Field(
        "external_id", "Number in your system", synonyms=("id", "record id", "document number", "key"), max_length=80,
        help="With it a second import of the same file changes nothing, and a corrected row replaces the first.",
        example="4711",
    ),
    Field("source", "System", synonyms=("source system",), max_length=60, help="For instance SAP.", example="SAP"),
)  # fmt: skip


def by_of(context: Context) -> By:
    """Who writes it down, when."""
    return By(context.actor, context.at, context.today)


def texts(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """These values as texts, empty where the row has none."""
    return {name: row.text(name) for name in names}


def source_of(row: Row) -> str:
    """The system that the row names; `file` for a number whose file names none."""
    return row.text("source") or (FILE if row.text("external_id") else "")


def report(row: Row, problems: Iterable[Problem]) -> bool:
    """Whether the row stands; what cannot be true of it is said with its field."""
    found = list(problems)
    for problem in found:
        row.error(problem.message, "Correct it in the file.", field=problem.field, value=row.text(problem.field))
    return not found


def incoming(rows: Sequence[tuple[Row, D]], context: Context) -> list[Incoming[D]]:
    """Rows with their data as the services take them; a process brings its site along."""
    ids = {row.scope_id for row, _ in rows if row.scope_id}
    sites = dict(Scope.objects.filter(pk__in=ids).values_list("pk", "site_id"))
    return [
        Incoming(
            row.supplier_id or 0,
            data,
            sites.get(row.scope_id or 0, row.site_id),
            row.scope_id,
            context.reason(row),
            row.record_id,
        )
        for row, data in rows
    ]


def recorded(model: Any, rows: Iterable[Row], **more: Any) -> dict[tuple[int, str, str], Any]:
    """What is recorded already of the rows that carry a number of their system, by supplier, system and number."""
    ids = sorted({row.text("external_id") for row in rows if row.text("external_id")})
    found: dict[tuple[int, str, str], Any] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        for each in model._default_manager.filter(external_id__in=ids[start : start + IDS_AT_ONCE], **more):
            found[each.supplier_id, each.source, each.external_id] = each
    return found


def compare(row: Row, before: Any, data: Any, labels: dict[str, str]) -> None:
    """Say whether the record says the same as the row, or what differs."""
    old = replace(before.data)
    differences = {
        label: (getattr(old, name) or "–", getattr(data, name) or "–")
        for name, label in labels.items()
        if getattr(old, name) != getattr(data, name)
    }
    if differences:
        row.changed(before.pk, differences)
    else:
        row.same(before.pk)
