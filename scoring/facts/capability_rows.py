"""Capability records and visit notes in one statement: uniform rows, each kind with up to seven words of its own."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from capability.domain.terms import Kind, LotResult, Source, VisitState
from capability.kinds import KINDS
from capability.models import Count, Measurement, Question, VisitNote
from deliveries.domain.lots import LotResult as ReceivedResult
from deliveries.models import InspectionLot
from deliveries.selectors.sql import a_day, as_day, marks, plain_day

VISIT, COUNT, MEASUREMENT, QUESTION = "visit", "count", "measurement", "question"
WIDTH = 7

WORDS: dict[str, tuple[str, ...]] = {
    Kind.EQUIPMENT: ("performs", "count", "held", "needed", "tolerance_unit", "condition"),
    Kind.METROLOGY: ("uncertainty", "tolerance", "calibration", "calibration_due", "traceability"),
    Kind.ENGINEERING: ("dfm", "data", "tooling", "language", "response_days"),
    Kind.REFERENCE: ("company", "outcome", "parts", "defective"),
    Kind.SAMPLE_RUN: ("part_number", "received", "conforming"),
    Kind.FIRST_ARTICLE: ("part_number", "revision", "scheme", "extent", "submission_number", "result"),
    Kind.PRESHIPMENT: ("lot_number", "result"),
    COUNT: ("what", "pulled", "in_order", "refused"),
    MEASUREMENT: ("recorded", "measured", "uncertainty", "theirs", "lower", "upper"),
    QUESTION: ("manner",),
    VISIT: (),
}
"""The columns of a kind that the facts are made of, as text: numbers stay exact, engines agree."""

_JUDGED = (ReceivedResult.ACCEPTED, ReceivedResult.REJECTED, ReceivedResult.CONCESSION)
_RECEIVED = ", ".join(f"'{one.value}'" for one in _JUDGED)
_STRENGTH = f"CASE WHEN note.unannounced THEN '{Source.UNANNOUNCED.value}' ELSE '{Source.ANNOUNCED.value}' END"


class Record(NamedTuple):
    """One row. `words` are the columns that WORDS names, empty for nothing; `pk` of a note's rows is the note."""

    kind: str
    supplier: int
    pk: int
    site: int
    scope: int | None
    day: date
    source: str
    words: tuple[str, ...]


def read_capability(supplier_ids: Sequence[int], on: date) -> list[Record]:
    """All standing records and completed notes of these suppliers, in a fixed order.

    Those of later days come along; what lots replaced by `on` does not.
    """
    ids = list(supplier_ids)
    branches = [*_records(marks(ids)), *_visits(marks(ids))]
    text = f"WITH known (day) AS (SELECT {a_day()}) {' UNION ALL '.join(branches)}"
    with connection.cursor() as cursor:
        cursor.execute(text, [plain_day(on), *ids * len(branches)])
        return sorted((_record(row) for row in cursor.fetchall()), key=_order)


def _order(row: Record) -> tuple[Any, ...]:
    return row.supplier, row.kind, row.pk, row.scope or 0, row.words


def _record(row: tuple[Any, ...]) -> Record:
    kind, supplier, pk, site, scope, day, source, *words = row
    return Record(kind, supplier, pk, site, scope, as_day(day), source, tuple(word or "" for word in words))


def _records(wanted: str) -> Iterator[str]:
    for kind, page in KINDS.items():
        head = "told.supplier_id, told.id, told.site_id, told.scope_id, told.observed_on, told.source"
        replaced = f" AND NOT {REPLACED[kind]()}" if kind in REPLACED else ""
        yield f"""
    SELECT '{kind.value}', {head}, {_words(kind)} FROM {page.model._meta.db_table} told
    WHERE told.superseded_at IS NULL AND told.supplier_id IN ({wanted}){replaced}"""


def _visits(wanted: str) -> Iterator[str]:
    scopes = VisitNote.scopes.through._meta.db_table
    yield _of_notes(VISIT, "told.scope_id", f"{scopes} told ON told.visitnote_id = note.id", wanted)
    parts: tuple[tuple[str, type[Model]], ...] = ((COUNT, Count), (MEASUREMENT, Measurement), (QUESTION, Question))
    for kind, model in parts:
        rows = f"{model._meta.db_table} told ON told.visit_id = note.id"
        yield _of_notes(kind, "CAST(NULL AS bigint)", rows, wanted)


def _of_notes(kind: str, scope: str, rows: str, wanted: str) -> str:
    head = f"note.supplier_id, note.id, note.site_id, {scope}, note.visited_on, {_STRENGTH}"
    return f"""
    SELECT '{kind}', {head}, {_words(kind)} FROM {VisitNote._meta.db_table} note JOIN {rows}
    WHERE note.state = '{VisitState.COMPLETED.value}' AND note.superseded_at IS NULL
      AND note.supplier_id IN ({wanted})"""


def _words(kind: str) -> str:
    """As text: numbers stay exact, engines agree."""
    words = [f"CAST(told.{name} AS varchar)" for name in WORDS[kind]]
    return ", ".join(words + ["CAST(NULL AS varchar)"] * (WIDTH - len(words)))


def _received(more: str) -> str:
    """Whether we inspected such a lot when it came, of the same supplier and place."""
    return f"""EXISTS (
        SELECT 1 FROM {InspectionLot._meta.db_table} lot
        WHERE lot.superseded_at IS NULL AND lot.supplier_id = told.supplier_id
          AND lot.inspected_on <= (SELECT day FROM known)
          AND (lot.site_id IS NULL OR lot.site_id = told.site_id)
          AND (lot.scope_id IS NULL OR lot.scope_id = told.scope_id)
          AND lot.result IN ({_RECEIVED}) AND {more})"""


def _came_later() -> str:
    """A lot that passed at the supplier and was inspected again when it came: our receiving tells of it."""
    return f"(told.result = '{LotResult.PASSED.value}' AND {_received('lot.lot_number = told.lot_number')})"


def _booked_as_lot() -> str:
    """A sample run that is recorded as a lot as well, of the same order, with at least its parts and its defects."""
    same = (
        "lot.order_number = told.order_number AND lot.sample_size >= told.received "
        "AND lot.nonconforming >= told.received - told.conforming"
    )
    return f"(told.order_number <> '' AND {_received(same)})"


REPLACED = {Kind.PRESHIPMENT: _came_later, Kind.SAMPLE_RUN: _booked_as_lot}
"""What deliveries tell better, so that no lot and no part counts twice."""
