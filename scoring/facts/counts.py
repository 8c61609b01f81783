"""What is counted rather than judged, in one statement: counts on the floor, lots, order lines, nonconformances.

Lots, lines and nonconformances come as one row per month, place and source: a supplier may have ten thousand of them.
Nobody can watch what it compares with the day (scoring/domain/watched.py), so it names the later days itself.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from audits.domain.audits import AuditState
from deliveries.domain.nonconformances import State
from deliveries.domain.stages import Stage
from deliveries.selectors.sql import a_day, as_day, judged_lines, marks, month_of, plain_day


class Count(NamedTuple):
    """One row. What `a` to `g` mean depends on the kind; `pk` is the record, or for nonconformances the count on the
    floor that has them already."""

    kind: str
    supplier: int
    pk: int | None
    site: int | None
    scope: int | None
    month: str
    day: date
    source: str
    word: str
    a: int | None
    b: int | None
    c: int | None
    d: int | None
    e: int | None
    f: int | None
    g: int | None


COVERAGE, STAGES, LOTS, NONCONFORMANCES, LINES = "coverage", "stages", "lots", "nonconformances", "lines"
AHEAD = "ahead"
"""A row of this kind counts nothing: `day` is a later day on which a count of the supplier may be another."""
_DATED = (
    ("deliveries_inspectionlot", "inspected_on"),
    ("deliveries_nonconformance", "found_on"),
    ("audits_stageobservation", "observed_on"),
)
_COUNTING = f"o.superseded_at IS NULL AND (o.audit_id IS NULL OR a.state = '{AuditState.COMPLETED.value}')"
_CAUGHT = " ".join(f"WHEN '{stage.value}' THEN o.caught_{stage.value}" for stage in Stage)
_BY_STAGE = ", ".join(f"SUM(CASE WHEN stage = '{stage.value}' THEN 1 ELSE 0 END)" for stage in Stage)
_NONE = "CAST(NULL AS bigint)"


def read_counts(supplier_ids: Sequence[int], on: date) -> list[Count]:
    """All rows of these suppliers as known on a day, in a fixed order."""
    ids = list(supplier_ids)
    lines, parameters = judged_lines(ids, on)
    wanted, day = marks(ids), plain_day(on)
    branches = [_coverages(wanted), _stages(wanted), _lots(wanted), _nonconformances(), _lines(), *_ahead(wanted)]
    text = f"WITH {lines}, {_known(wanted)} {' UNION ALL '.join(branches)} ORDER BY 1, 2, 3, 4, 5, 6, 8"
    parameters += [day, *ids, day, *ids, *ids, *ids, day, day]  # in the order of the statement
    parameters += [one for _ in _DATED for one in (*ids, day)]
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return [_count(row) for row in cursor.fetchall()]


def _count(row: Sequence[object]) -> Count:
    kind, supplier, pk, site, scope, month, day, *rest = row
    return Count(kind, supplier, pk, site, scope, month or "", as_day(day), *rest)  # type: ignore[arg-type]


def _coverages(wanted: str) -> str:
    return f"""
    SELECT '{COVERAGE}' AS kind, o.supplier_id, o.id, o.site_id, {_NONE}, CAST(NULL AS varchar(7)), o.observed_on,
           o.strength, o.sampling, CAST(o.receipts AS bigint), CAST(o.with_record AS bigint),
           CAST(o.skip_lot AS bigint), {_NONE}, {_NONE}, {_NONE}, {_NONE}
    FROM audits_coverageobservation o LEFT JOIN audits_audit a ON a.id = o.audit_id
    WHERE {_COUNTING} AND o.supplier_id IN ({wanted})"""


def _stages(wanted: str) -> str:
    counts = ", ".join(f"o.caught_{stage.value}" for stage in Stage)
    return f"""
    SELECT '{STAGES}', o.supplier_id, o.id, o.site_id, NULL, NULL, o.observed_on, o.strength, o.disclosure, {counts}
    FROM audits_stageobservation o LEFT JOIN audits_audit a ON a.id = o.audit_id
    WHERE {_COUNTING} AND o.supplier_id IN ({wanted})"""


def _lots(wanted: str) -> str:
    month = month_of("inspected_on")
    results = ", ".join(
        f"SUM(CASE WHEN result = '{result}' THEN 1 ELSE 0 END)" for result in ("accepted", "rejected", "concession")
    )
    return f"""
    SELECT '{LOTS}', supplier_id, NULL, site_id, scope_id, {month}, MAX(inspected_on), '', '', {results},
           CAST(SUM(COALESCE(sample_size, 0)) AS bigint), CAST(SUM(COALESCE(nonconforming, 0)) AS bigint), NULL, NULL
    FROM deliveries_inspectionlot
    WHERE superseded_at IS NULL AND supplier_id IN ({wanted}) AND inspected_on <= {a_day()}
    GROUP BY supplier_id, site_id, scope_id, {month}"""


def _known(wanted: str) -> str:
    """Nonconformances, each with the first count on the floor that has its day, place and stage in it."""
    return f"""
    known AS (
        SELECT n.supplier_id, n.site_id, n.scope_id, n.found_on, n.known_from, n.stage,
               (SELECT MIN(o.id) FROM audits_stageobservation o LEFT JOIN audits_audit a ON a.id = o.audit_id
                WHERE {_COUNTING} AND o.supplier_id = n.supplier_id AND o.observed_on <= {a_day()}
                  AND (n.site_id IS NULL OR n.site_id = o.site_id)
                  AND n.found_on BETWEEN o.period_from AND o.period_to
                  AND CASE n.stage {_CAUGHT} END IS NOT NULL) AS counted_in
        FROM deliveries_nonconformance n
        WHERE n.state <> '{State.VOID.value}' AND n.supplier_id IN ({wanted}) AND n.found_on <= {a_day()})"""


def _nonconformances() -> str:
    month = month_of("found_on")
    return f"""
    SELECT '{NONCONFORMANCES}', supplier_id, counted_in, site_id, scope_id, {month}, MAX(found_on), known_from, '',
           {_BY_STAGE}
    FROM known GROUP BY supplier_id, counted_in, site_id, scope_id, {month}, known_from"""


def _lines() -> str:
    month = month_of("due")
    return f"""
    SELECT '{LINES}', supplier_id, NULL, site_id, scope_id, {month}, MAX(settled), '', '',
           COUNT(*), SUM(on_time), CAST(SUM(share) AS bigint), NULL, NULL, NULL, NULL
    FROM judged WHERE on_time = 1 OR closed = 1
    GROUP BY supplier_id, site_id, scope_id, {month}"""


def _ahead(wanted: str) -> list[str]:
    """A line settles or gets more, a rule begins, something that is recorded already is dated later."""
    begins = f"(SELECT MIN(from_on) AS begins FROM deliveries_ontimerule WHERE from_on > {a_day()}) AS rule"
    return [
        _next("MIN(settled)", "judged WHERE on_time = 0 AND closed = 0"),
        _next("MIN(next_receipt)", "judged WHERE next_receipt IS NOT NULL"),
        _next("MIN(begins)", f"judged CROSS JOIN {begins} WHERE begins IS NOT NULL"),
        *(
            _next(f"MIN({column})", f"{table} WHERE supplier_id IN ({wanted}) AND {column} > {a_day()}")
            for table, column in _DATED
        ),
    ]


def _next(day: str, rows: str) -> str:
    return f"""
    SELECT '{AHEAD}', supplier_id, NULL, NULL, NULL, NULL, {day}, '', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM {rows} GROUP BY supplier_id"""
