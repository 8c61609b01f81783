"""What answers about visit notes look like. A row of version 0 is one that nobody has filled in yet."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from capability.domain.measuring import Agreement, Conformity
from capability.domain.terms import Counted, Manner, Source, Unit, VisitState
from capability.models import Count, Measurement, Question, VisitNote
from capability.selectors import VisitSheet
from common.api.shapes import Reference, reference, reference_or_none


class VisitListRow(TypedDict):
    """A visit to a site: a draft, then evidence that another note may correct."""

    id: int
    version: int
    supplier: Reference
    site: Reference
    visited_on: date
    unannounced: bool
    source: Source
    people: str
    note: str
    state: VisitState
    created_by: Reference
    created_at: datetime
    completed_at: datetime | None
    corrects: int | None
    superseded_at: datetime | None


def visit_row(visit: VisitNote) -> VisitListRow:
    """A visit note (select `supplier`, `site` and `created_by` for many)."""
    return {
        "id": visit.pk,
        "version": visit.version,
        "supplier": reference(visit.supplier),
        "site": reference(visit.site),
        "visited_on": visit.visited_on,
        "unannounced": visit.unannounced,
        "source": visit.source,
        "people": visit.people,
        "note": visit.note,
        "state": VisitState(visit.state),
        "created_by": reference(visit.created_by),
        "created_at": visit.created_at,
        "completed_at": visit.completed_at,
        "corrects": visit.corrects_id,
        "superseded_at": visit.superseded_at,
    }


class VisitCountRow(TypedDict):
    """Receipts or labels that were pulled at random; `refused`: asked, not disclosed."""

    what: Counted
    version: int
    pulled: int | None
    in_order: int | None
    refused: bool


def count_row(row: Count) -> VisitCountRow:
    return {
        "what": Counted(row.what),
        "version": row.version,
        "pulled": row.pulled,
        "in_order": row.in_order,
        "refused": row.refused,
    }


class VisitMeasurementRow(TypedDict):
    """A characteristic that we measured beside the value in the supplier's record.

    `agreement` and `conformity` are what it comes to; null while a value is missing.
    """

    number: int
    version: int
    characteristic: str
    recorded: Decimal | None
    measured: Decimal | None
    uncertainty: Decimal | None
    theirs: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: Unit
    instrument: str
    agreement: Agreement | None
    conformity: Conformity | None


def measurement_row(row: Measurement) -> VisitMeasurementRow:
    return {
        "number": row.number,
        "version": row.version,
        "characteristic": row.characteristic,
        "recorded": row.recorded,
        "measured": row.measured,
        "uncertainty": row.uncertainty,
        "theirs": row.theirs,
        "lower": row.lower,
        "upper": row.upper,
        "unit": Unit(row.unit),
        "instrument": row.instrument,
        "agreement": row.agreement,
        "conformity": row.conformity,
    }


class VisitQuestionRow(TypedDict):
    """A question, and how it was answered. A code that begins with `own` is a question of one's own."""

    code: str
    version: int
    text: str
    manner: Manner | None
    words: str


def question_row(row: Question) -> VisitQuestionRow:
    return {
        "code": row.code,
        "version": row.version,
        "text": row.text,
        "manner": Manner(row.manner) if row.manner else None,
        "words": row.words,
    }


class VisitRecord(VisitListRow):
    """A visit note with its three sections."""

    scopes: list[Reference]
    completed_by: Reference | None
    correction_reason: str
    counts: list[VisitCountRow]
    measurements: list[VisitMeasurementRow]
    questions: list[VisitQuestionRow]


def visit_record(sheet: VisitSheet) -> VisitRecord:
    visit = sheet.visit
    return {
        **visit_row(visit),
        "scopes": [reference(scope) for scope in sheet.scopes],
        "completed_by": reference_or_none(visit.completed_by),
        "correction_reason": visit.correction_reason,
        "counts": [count_row(row) for row in sheet.all_counts],
        "measurements": [measurement_row(row) for row in sheet.measurements],
        "questions": [question_row(row) for row in sheet.all_questions],
    }
