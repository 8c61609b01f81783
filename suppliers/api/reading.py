"""How an uploaded file is read and what its columns mean, as every import tells and asks it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, TypedDict

from common.api.endpoint import Endpoint
from common.api.fields import object_of
from common.api.problems import FieldError, Problem, invalid, translates
from common.api.shapes import Schema
from common.tabular.limits import MAX_COLUMNS, FileRefused
from common.tabular.reading import ReadOptions, Recognised
from suppliers.importing_forms import Readable, ReadingForm

translates(FileRefused, lambda error: invalid([FieldError("file", str(error), "#/file")]))
FIRST_ROWS = 12
WORD: Schema = {"type": ["string", "null"], "maxLength": 100}
READING = object_of(
    {
        "encoding": {**WORD, "description": "Of a text file, as `encodings` offers it."},
        "delimiter": {**WORD, "description": "Of a text file, as `delimiters` offers it."},
        "sheet": {**WORD, "description": "Of a workbook, one of `sheets`."},
        "header_row": {"type": "integer", "minimum": 0, "description": "Where the column names are; 0: nowhere."},
    }
)
COLUMN = object_of(
    {
        "part": {"type": "string", "maxLength": 30, "description": "The table; left out: the first one."},
        "column": {"type": "integer", "minimum": 0, "maximum": MAX_COLUMNS - 1, "description": "Counted from 0."},
        "field": {**WORD, "description": "The key of what it means; null: the column is left out."},
    },
    ["column", "field"],
)
COLUMNS: Schema = {
    "type": "array",
    "items": COLUMN,
    "maxItems": MAX_COLUMNS,
    "description": "What columns mean. Those that are not named mean what was proposed.",
}


class ImportChoice(TypedDict):
    """A value that can be sent, and its words."""

    value: str
    label: str


class ImportFirstRow(TypedDict):
    """One row as it stands in the file, numbered as a spreadsheet does."""

    row: int
    cells: list[str]


class ImportReading(TypedDict):
    """How the file is read. `notes` say what was noticed; `encodings` and `delimiters` are empty for a workbook."""

    format: str
    encoding: str
    is_encoding_certain: bool
    delimiter: str
    sheet: str
    header_row: int
    sheets: list[str]
    encodings: list[ImportChoice]
    delimiters: list[ImportChoice]
    notes: list[str]
    first_rows: list[ImportFirstRow]


class ImportColumn(TypedDict):
    """One column: some of its values, what it is taken to mean (null: it is left out), and why."""

    part: str
    column: int
    header: str
    samples: list[str]
    field: str | None
    why: str
    is_doubtful: bool


class ImportProblem(TypedDict):
    """What stands against a row, in which column, and what to do about it. An `error` keeps the row out."""

    severity: str
    column: str
    message: str
    remedy: str
    value: str


def choices_of(form: Any, name: str) -> list[ImportChoice]:
    """What a field of a form offers; nothing where the form does not ask."""
    offered = form.fields[name].choices if name in form.fields else []
    return [{"value": str(value), "label": str(label)} for value, label in offered if value not in ("", None)]


def reading_of(batch: Readable, found: Recognised) -> ImportReading:
    """How a file was read, with what else could be chosen."""
    form = ReadingForm(batch, found)
    return {
        "format": found.kind,
        "encoding": found.encoding,
        "is_encoding_certain": found.encoding_certain,
        "delimiter": found.delimiter,
        "sheet": found.sheet,
        "header_row": found.table.header_row,
        "sheets": list(found.sheets),
        "encodings": choices_of(form, "encoding"),
        "delimiters": choices_of(form, "delimiter"),
        "notes": list(found.table.notes),
        "first_rows": [{"row": row.number, "cells": list(row.cells)} for row in found.first_rows[:FIRST_ROWS]],
    }


def passed(error: Exception) -> Problem:
    """The answer to a step of an import that has gone on."""
    words = "This import is at another step. Read it again: `state` says where it stands."
    return Problem(409, "passed", words)


UNMAPPED = "Say first what the columns mean: POST to `columns/`."


class Importing(Endpoint):
    """What the steps of every import share."""

    def chosen_reading(self, batch: Readable, found: Recognised) -> ReadOptions:
        """How the body says that the file is to be read. Raises Problem (422)."""
        sent = {name: value for name, value in self.typed().items() if value is not None}
        self.offered(sent, ReadingForm(batch, found).fields, "", f"A file of the kind {found.kind} has none.")
        return self.filled(lambda data=None: ReadingForm(batch, found, data), values=sent).options

    def offered(self, sent: Iterable[str], asked: Container[str], at: str, words: str) -> None:
        """Raises Problem (422) for what is not asked of this file; `at`: where in the body it stands."""
        strange = [f"{at}/{name}".lstrip("/") for name in sent if name not in asked]
        if strange:
            raise invalid([FieldError(name.replace("/", "."), words, f"#/{name}") for name in strange])

    def chosen_columns(
        self, sent: Sequence[Mapping[str, Any]], forms_names: Mapping[tuple[str, int], str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Columns as the page's form takes them, and where in the body each of its fields stands.

        `forms_names`: the form's names by part and column. Raises Problem (422) for a column that is not there or is
        named twice.
        """
        values: dict[str, str] = {}
        places = dict.fromkeys(forms_names.values(), "columns")
        wrong = []
        for number, one in enumerate(sent):
            name, at = forms_names.get((one.get("part", ""), one["column"])), f"columns/{number}/column"
            if name is None or name in values:
                words = "This column is named twice." if name else "The file has no such column. Read `columns/` first."
                wrong.append(FieldError(at.replace("/", "."), words, f"#/{at}"))
                continue
            values[name], places[name] = one["field"] or "", f"columns/{number}/field"
        if wrong:
            raise invalid(wrong)
        longest_first = sorted(places, key=len, reverse=True)
        return values, {name: places[name] for name in longest_first}
