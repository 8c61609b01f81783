"""The tables of a file: the first one, and one for each part of the kind that has a sheet of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from common.tabular.limits import FileRefused
from common.tabular.reading import Opened, ReadOptions, Recognised, read_file, read_other_sheet
from common.tabular.table import SourceRow, Table
from imports.domain.columns import REQUIRED_MARK, header_lookup
from imports.kinds import Field, Kind

PREVIEW_ROWS = 300


@dataclass(frozen=True)
class PartPreview:
    """The first rows of one part."""

    key: str
    title: str
    fields: tuple[Field, ...]
    table: Table


def recognise(file: Opened, kind: Kind, options: ReadOptions | None = None, *, limit: int | None) -> Recognised:
    """Read the first table: on the sheet named like the kind if there is one, else where most headers are known.

    Raises FileRefused.
    """
    own = kind.title.removesuffix(REQUIRED_MARK)
    found = read_file(file, options, known=header_lookup(kind.fields), limit=limit, own=own)
    return replace(found, table=without_example(found.table, kind.fields))


def read_parts(file: Opened, kind: Kind, *, limit: int | None) -> dict[str, Table]:
    """The tables of the parts that the file has. Raises FileRefused."""
    tables = {}
    for part in kind.parts:
        table = read_other_sheet(file, part.title, known=header_lookup(part.fields), limit=limit)
        told = without_example(table, part.fields) if table is not None else None
        if told is not None and told.rows:
            tables[part.key] = told
    return tables


def without_example(table: Table, fields: Sequence[Field]) -> Table:
    """The table without the example row of the template, which people leave in it."""
    known = header_lookup(fields)
    examples = {field.key: field.example for field in fields if field.example}
    at = {index: str(key) for index, header in enumerate(table.headers) if (key := known(header))}

    def is_example(row: SourceRow) -> bool:
        told = {key: row.cells[index] for index, key in at.items() if row.cells[index]}
        return len(told) > 1 and all(examples.get(key) == text for key, text in told.items())

    examples_found = [row.number for row in table.rows[:3] if is_example(row)]
    if not examples_found:
        return table
    rows = tuple(row for row in table.rows if row.number not in examples_found)
    return replace(table, rows=rows, notes=(*table.notes, "The example row of the template was left out."))


def headers_of(found: Recognised, parts: Mapping[str, Table]) -> dict[str, list[str]]:
    """By part, the headers, for keeping."""
    return {"": list(found.table.headers), **{key: list(table.headers) for key, table in parts.items()}}


__all__ = ["FileRefused", "PartPreview", "headers_of", "read_parts", "recognise", "without_example"]
