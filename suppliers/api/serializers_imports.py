"""What an import of a supplier list looks like to a program."""

from datetime import datetime
from typing import Any, TypedDict

from common.api.jobs import JobRow, job_row
from common.api.shapes import Reference, reference_or_none
from common.tabular.reading import Recognised
from suppliers import importing_labels as words
from suppliers import importing_selectors as selectors
from suppliers.api.reading import ImportChoice, ImportColumn, ImportProblem, choices_of
from suppliers.domain.importing.columns import Guess
from suppliers.domain.importing.flow import DecidedBy, Decision, ImportState, Outcome, RowMatch
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.importing_forms import ColumnsForm
from suppliers.importing_selectors import Comparison, Side
from suppliers.models import ImportRow, SupplierImport


class SupplierImportColumns(TypedDict):
    """What the columns mean, all that they can mean, and what counts where a row does not say it."""

    columns: list[ImportColumn]
    fields: list[ImportChoice]
    default_country: str | None
    default_sector: str
    default_criticality: str
    supplier_owner: int | None
    countries: list[ImportChoice]
    sectors: list[ImportChoice]
    criticalities: list[ImportChoice]
    owners: list[ImportChoice]


class SupplierImportRow(TypedDict):
    """An import of a supplier list."""

    id: int
    file_name: str
    format: str
    state: ImportState
    created_at: datetime
    written_at: datetime | None


class SupplierImportProblemCount(TypedDict):
    """A problem and how many rows have it; `key` narrows the list of rows."""

    key: str
    severity: str
    column: str
    message: str
    remedy: str
    rows: int


class SupplierImportGroup(TypedDict):
    """Duplicates of one kind and for one reason, which can be decided together."""

    match: RowMatch
    reason: str
    rows: int
    decisions: dict[str, int]


class SupplierImportRecord(SupplierImportRow):
    """An import with what its last check found.

    `decisions`: how many usable rows become what; `outcomes`: how many ended how. `needs_check`: rows were corrected
    since. `job` checks or writes; when it `is_stuck`, check again or `reopen/`.
    """

    checked_at: datetime | None
    needs_check: bool
    rows: int
    rejected: int
    notes: list[str]
    problems: list[SupplierImportProblemCount]
    decisions: dict[str, int]
    duplicates: list[SupplierImportGroup]
    outcomes: dict[str, int]
    job: JobRow | None
    is_stuck: bool


class SupplierImportNumber(TypedDict):
    """A number of the supplier; `country` for VAT and register numbers."""

    kind: str
    country: str
    value: str


class SupplierImportPerson(TypedDict):
    """A contact at the supplier."""

    name: str
    email: str
    phone: str


class SupplierImportUnderstood(TypedDict):
    """What a row says about a supplier, as it would be stored. Texts are empty where the row says nothing."""

    legal_name: str
    local_name: str
    other_names: list[str]
    country: str
    sector: str
    criticality: str
    website: str
    numbers: list[SupplierImportNumber]
    site_name: str
    street: str
    postal_code: str
    city: str
    region: str
    contacts: list[SupplierImportPerson]


class SupplierImportLine(TypedDict):
    """A row of the file: its cells, what they were understood as, and what becomes of it.

    `supplier`: which it became, or was added to.
    """

    row: int
    label: str
    cells: list[str]
    corrections: dict[str, str]
    understood: SupplierImportUnderstood
    problems: list[ImportProblem]
    match: RowMatch
    reason: str
    decision: Decision
    decided_by: DecidedBy
    outcome: Outcome
    outcome_note: str
    supplier: Reference | None


class SupplierImportDifference(TypedDict):
    """One value of the row beside that of the candidate."""

    label: str
    row: str
    candidate: str
    differs: bool


class SupplierImportCandidate(TypedDict):
    """What a row resembles: a supplier, or an earlier row of the file. `candidate` is its number in a decision."""

    candidate: int
    title: str
    supplier: int | None
    reason: str
    score: int
    is_archived: bool
    compared: list[SupplierImportDifference]


class SupplierImportDuplicate(TypedDict):
    """A row beside what it resembles; `chosen`: the candidate that the decision is about."""

    row: int
    label: str
    understood: SupplierImportUnderstood
    match: RowMatch
    reason: str
    decision: Decision
    decided_by: DecidedBy
    chosen: int | None

    candidates: list[SupplierImportCandidate]


def columns_record(
    batch: SupplierImport, found: Recognised, guesses: list[Guess | None], form: ColumnsForm
) -> SupplierImportColumns:
    """What a list's columns mean so far."""
    return {
        "columns": [
            {
                "part": "",
                "column": index,
                "header": header,
                "samples": found.table.samples(index),
                "field": guess.field.value if guess else None,
                "why": guess.why if guess else "",
                "is_doubtful": guess.is_doubtful if guess else False,
            }
            for index, (header, guess) in enumerate(zip(found.table.headers, guesses, strict=True))
        ],
        "fields": [{"value": value, "label": label} for value, label in words.field_choices()],
        "default_country": batch.default_country or None,
        "default_sector": batch.default_sector,
        "default_criticality": batch.default_criticality,
        "supplier_owner": batch.supplier_owner_id,
        "countries": choices_of(form, "default_country"),
        "sectors": choices_of(form, "default_sector"),
        "criticalities": choices_of(form, "default_criticality"),
        "owners": choices_of(form, "supplier_owner"),
    }


def import_row(batch: SupplierImport) -> SupplierImportRow:
    return {
        "id": batch.pk,
        "file_name": batch.original_name,
        "format": batch.kind,
        "state": ImportState(batch.state),
        "created_at": batch.created_at,
        "written_at": batch.written_at,
    }


def import_record(batch: SupplierImport) -> SupplierImportRecord:
    """An import as it stands now (select `job`)."""
    review = selectors.review_of(batch)
    works = batch.state in (ImportState.CHECKING.value, ImportState.WRITING.value)
    return {
        **import_row(batch),
        "checked_at": batch.checked_at,
        "needs_check": batch.needs_check,
        "rows": review.total,
        "rejected": review.rejected,
        "notes": batch.summary.get("notes", []),
        "problems": [_problem_count(one) for one in batch.summary.get("problems", [])],
        "decisions": review.decisions,
        "duplicates": [
            {"match": one.match, "reason": one.reason, "rows": one.rows, "decisions": one.decisions}
            for one in review.groups
        ],
        "outcomes": {outcome.value: number for outcome, number in selectors.outcome_counts(batch).items()},
        "job": job_row(batch.job) if batch.job else None,
        "is_stuck": works and (batch.job is None or batch.job.is_over),
    }


def _problem_count(one: dict[str, Any]) -> SupplierImportProblemCount:
    return {
        "key": f"{one['kind']}@{one['column']}",
        "severity": one["severity"],
        "column": one["column"],
        "message": one["message"],
        "remedy": one["remedy"],
        "rows": one["rows"],
    }


def _understood(record: ParsedRow) -> SupplierImportUnderstood:
    return {
        "legal_name": record.legal_name,
        "local_name": record.local_name,
        "other_names": list(record.aliases),
        "country": record.country,
        "sector": record.sector,
        "criticality": record.criticality,
        "website": record.website,
        "numbers": [{"kind": kind, "country": country, "value": value} for kind, country, value in record.identifiers],
        "site_name": record.site_name,
        "street": record.street,
        "postal_code": record.postal_code,
        "city": record.city,
        "region": record.region,
        "contacts": [{"name": one.name, "email": one.email, "phone": one.phone} for one in record.contacts],
    }


def line_row(row: ImportRow) -> SupplierImportLine:
    """A row (with `supplier` and `target` as far as this person sees them)."""
    return {
        "row": row.number,
        "label": row.label,
        "cells": row.cells,
        "corrections": row.corrections,
        "understood": _understood(row.record),
        "problems": [_problem(problem) for problem in row.problems],
        "match": RowMatch(row.match),
        "reason": row.reason,
        "decision": Decision(row.decision),
        "decided_by": DecidedBy(row.decided_how),
        "outcome": Outcome(row.outcome),
        "outcome_note": row.outcome_note,
        "supplier": reference_or_none(row.supplier or row.target),
    }


def _problem(problem: dict[str, str]) -> ImportProblem:
    return {
        "severity": problem["severity"],
        "column": problem["column"],
        "message": problem["message"],
        "remedy": problem["remedy"],
        "value": problem["value"],
    }


def duplicate_row(one: Comparison) -> SupplierImportDuplicate:
    row = one.row
    _word, _, chosen = one.chosen.partition("-")
    return {
        "row": row.number,
        "label": row.label,
        "understood": _understood(row.record),
        "match": RowMatch(row.match),
        "reason": row.reason,
        "decision": Decision(row.decision),
        "decided_by": DecidedBy(row.decided_how),
        "chosen": int(chosen) if chosen else None,
        "candidates": [_candidate(side) for side in one.sides],
    }


def _candidate(side: Side) -> SupplierImportCandidate:
    return {
        "candidate": side.index,
        "title": side.title,
        "supplier": side.supplier_id,
        "reason": side.reason,
        "score": side.score,
        "is_archived": side.is_archived,
        "compared": [
            {"label": line.label, "row": line.mine, "candidate": line.theirs, "differs": line.differs}
            for line in side.lines
        ],
    }
