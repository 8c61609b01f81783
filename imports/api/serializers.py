"""What an import of records looks like to a program."""

from datetime import datetime
from typing import Any, TypedDict

from accounts.models import User
from common.api.jobs import JobRow, job_row
from common.api.shapes import Reference, reference, reference_or_none
from imports import selectors
from imports.domain.flow import ImportState, NameDecision, Outcome, Standing
from imports.forms import ColumnsForm
from imports.kinds import Field, Kind
from imports.models import Batch, Line
from imports.selectors import NameRow
from imports.services import Preview
from suppliers.api.reading import ImportChoice, ImportColumn, ImportProblem, choices_of


class ImportField(TypedDict):
    """Something that a column can mean: what its cells hold, and the values of a closed list."""

    key: str
    title: str
    kind: str
    required: bool
    help: str
    example: str
    choices: list[ImportChoice]


class ImportPart(TypedDict):
    """A table of the file. The first has an empty key; others are sheets of a workbook, found by their title."""

    key: str
    title: str
    fields: list[ImportField]


class ImportKind(TypedDict):
    """Records that can be imported."""

    key: str
    title: str
    parts: list[ImportPart]


class ImportQuestion(TypedDict):
    """A question that is asked once for the file, with the answer that counts if nothing else is said."""

    key: str
    title: str
    help: str
    value: str
    choices: list[ImportChoice]


class RecordImportColumns(TypedDict):
    """What the columns mean, what they can mean, and what is asked for the file."""

    columns: list[ImportColumn]
    parts: list[ImportPart]
    options: list[ImportQuestion]


class RecordImportRow(TypedDict):
    """An import. `result`: how many of what were written."""

    id: int
    kind: str
    file_name: str
    format: str
    state: ImportState
    created_at: datetime
    written_at: datetime | None
    result: dict[str, int]


class ImportProblemCount(TypedDict):
    """A problem and how many rows of one sheet have it; `number` narrows the list of rows.

    `sheet` is empty when the file has one table.
    """

    number: int
    severity: str
    sheet: str
    column: str
    message: str
    remedy: str
    rows: int


class RecordImportRecord(RecordImportRow):
    """An import with what its last check found.

    `rows`: of the file; `outcomes`: how many of them ended how; `to_write`: how many a write would write, `changed` of
    them into records that are there, if `takes_changes`. `names`: how many names are decided how. `job` checks or
    writes; when it `is_stuck`, check again or `reopen/`.
    """

    checked_at: datetime | None
    rows: int
    notes: list[str]
    problems: list[ImportProblemCount]
    outcomes: dict[str, int]
    new: int
    changed: int
    to_write: int
    takes_changes: bool
    names: dict[str, int]
    job: JobRow | None
    is_stuck: bool


class RecordImportLine(TypedDict):
    """A row of the file: as it was understood, how it stands beside the records, and what becomes of it.

    `record`: of the kind's own records. `cells` are kept of rows with problems.
    """

    part: str
    row: int
    label: str
    supplier: Reference | None
    values: dict[str, Any]
    cells: list[str]
    standing: Standing
    differences: dict[str, list[str]]
    problems: list[ImportProblem]
    outcome: Outcome
    record: int | None


class ImportSuggestion(TypedDict):
    """A supplier that a name may be, and why."""

    supplier: Reference
    reason: str


class RecordImportName(TypedDict):
    """A name of the file that is no supplier's for certain, with what was decided about it."""

    id: int
    name: str
    number: str
    rows: int
    suggestions: list[ImportSuggestion]
    decision: NameDecision
    supplier: Reference | None
    country: str
    is_remembered: bool


def field_row(field: Field) -> ImportField:
    return {
        "key": field.key,
        "title": field.title,
        "kind": field.kind.value,
        "required": field.required,
        "help": field.help,
        "example": field.example,
        "choices": [{"value": choice.value, "label": choice.label} for choice in field.choices],
    }


def part_row(key: str, title: str, fields: tuple[Field, ...]) -> ImportPart:
    return {"key": key, "title": title, "fields": [field_row(field) for field in fields]}


def kind_row(kind: Kind) -> ImportKind:
    parts = [part_row(part.key, part.title, part.fields) for part in kind.parts]
    return {"key": kind.key, "title": kind.title, "parts": [part_row("", kind.title, kind.fields), *parts]}


def import_row(batch: Batch) -> RecordImportRow:
    return {
        "id": batch.pk,
        "kind": batch.kind,
        "file_name": batch.original_name,
        "format": batch.format,
        "state": ImportState(batch.state),
        "created_at": batch.created_at,
        "written_at": batch.written_at,
        "result": batch.result,
    }


def import_record(batch: Batch, user: User) -> RecordImportRecord:
    """An import as it stands now (select `job`)."""
    review = selectors.review_of(batch, user)
    works = batch.state in (ImportState.CHECKING.value, ImportState.WRITING.value)
    return {
        **import_row(batch),
        "checked_at": batch.checked_at,
        "rows": batch.summary.get("rows", 0),
        "notes": batch.summary.get("notes", []),
        "problems": [_count(problem) for problem in batch.summary.get("problems", [])],
        "outcomes": {outcome.value: number for outcome, number in review.outcomes.items()},
        "new": review.new,
        "changed": review.changed,
        "to_write": review.to_write,
        "takes_changes": batch.takes_changes,
        "names": {decision.value: number for decision, number in selectors.name_counts(batch).items()},
        "job": job_row(batch.job) if batch.job else None,
        "is_stuck": works and (batch.job is None or batch.job.is_over),
    }


def _count(problem: dict[str, Any]) -> ImportProblemCount:
    """A problem of the summary; imports that were checked before sheets were told apart name none."""
    return {
        "number": problem["number"],
        "severity": problem["severity"],
        "sheet": problem.get("sheet", ""),
        "column": problem["column"],
        "message": problem["message"],
        "remedy": problem["remedy"],
        "rows": problem["rows"],
    }


def columns_record(shown: Preview, form: ColumnsForm) -> RecordImportColumns:
    """What a file's columns mean so far."""
    return {
        "columns": [
            _column(part.key, index, header, part.table.samples(index), shown)
            for part in shown.parts
            for index, header in enumerate(part.table.headers)
        ],
        "parts": [part_row(part.key, part.title, part.fields) for part in shown.parts],
        "options": [_question(form, key) for key in form.asked],
    }


def _column(part: str, index: int, header: str, samples: list[str], shown: Preview) -> ImportColumn:
    guess = shown.guesses[part][index]
    return {
        "part": part,
        "column": index,
        "header": header,
        "samples": samples,
        "field": guess.field if guess else None,
        "why": guess.why if guess else "",
        "is_doubtful": guess.is_doubtful if guess else False,
    }


def _question(form: ColumnsForm, key: str) -> ImportQuestion:
    name = f"option-{key}"
    field = form.fields[name]
    return {
        "key": key,
        "title": str(field.label),
        "help": str(field.help_text),
        "value": str(field.initial or ""),
        "choices": choices_of(form, name),
    }


def line_row(line: Line, kind: Kind) -> RecordImportLine:
    titles = kind.titles_of(line.part)
    return {
        "part": line.part,
        "row": line.number,
        "label": line.label,
        "supplier": reference_or_none(line.supplier),
        "values": line.values,
        "cells": line.cells,
        "standing": Standing(line.standing),
        "differences": line.differences,
        "problems": [_problem(problem, titles) for problem in line.problems],
        "outcome": Outcome(line.outcome),
        "record": line.record,
    }


def _problem(problem: dict[str, str], titles: dict[str, str]) -> ImportProblem:
    return {
        "severity": problem["severity"],
        "column": titles.get(problem["field"], ""),
        "message": problem["message"],
        "remedy": problem["remedy"],
        "value": problem["value"],
    }


def name_row(row: NameRow) -> RecordImportName:
    name = row.name
    return {
        "id": name.pk,
        "name": name.name,
        "number": name.number,
        "rows": name.rows,
        "suggestions": [{"supplier": reference(supplier), "reason": why} for supplier, why in row.suggestions],
        "decision": NameDecision(name.decision),
        "supplier": reference_or_none(row.chosen),
        "country": str(name.country),
        "is_remembered": name.is_remembered,
    }
