"""SQL that reads many records as few rows: one statement, the same on SQLite and PostgreSQL.

The rule for on time is `deliveries.domain.on_time.judge_line`; here it stands once more as SQL, because a supplier may
have ten thousand lines and the rating wants a row per month. A test holds the two against each other.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection


def month_of(column: str) -> str:
    """`2026-05` of a date column."""
    if connection.vendor == "postgresql":
        return f"to_char({column}, 'YYYY-MM')"
    return f"strftime('%%Y-%%m', {column})"


def days_between(later: str, earlier: str) -> str:
    """Whole days from one date to another."""
    if connection.vendor == "postgresql":
        return f"({later} - {earlier})"
    return f"CAST(julianday({later}) - julianday({earlier}) AS integer)"


def days_after(day: str, number: str) -> str:
    """A date so many days later."""
    if connection.vendor == "postgresql":
        return f"({day} + CAST({number} AS integer))"
    return f"date({day}, '+' || ({number}) || ' days')"


def a_day() -> str:
    """A parameter that is a date."""
    return "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"


def thousandths(column: str) -> str:
    """A quantity as a whole number, so that sums are exact on both engines."""
    return f"CAST(ROUND({column} * 1000) AS bigint)"


def rounded_share(good: str, of: str) -> str:
    """Thousandths as `deliveries.domain.shares.rounded` says: half up, and neither up to all nor down to nothing."""
    return f"""CASE WHEN {of} > 0 AND {good} >= {of} THEN 1000
                    WHEN {of} IS NULL OR {of} <= 0 OR {good} IS NULL OR {good} <= 0 THEN 0
                    WHEN {good} * 2000 < {of} THEN 1
                    WHEN ({of} - {good}) * 2000 <= {of} THEN 999
                    ELSE ({good} * 2000 + {of}) / (2 * {of}) END"""


def judged_lines(ids: Sequence[int], on: date) -> tuple[str, list[Any]]:
    """Common table `judged`: every order line of these suppliers as it was known on a day, and its parameters.

    Columns: supplier_id, site_id, scope_id, line_key, due, on_time (0 or 1), closed (0 or 1: the window has passed),
    share in thousandths, settled (the day since which it is known, or on which the window of an open line will have
    passed), next_receipt (the first later day on which something of it comes in).
    """
    in_window = f"delivered_on <= on_day AND {days_between('delivered_on', 'due')} BETWEEN -early_days AND late_days"
    text = f"""
    asked AS (
        SELECT base, early_days, late_days, {a_day()} AS on_day FROM deliveries_ontimerule
        WHERE id = COALESCE(
            (SELECT id FROM deliveries_ontimerule WHERE from_on <= {a_day()} ORDER BY from_on DESC, id DESC LIMIT 1),
            (SELECT id FROM deliveries_ontimerule ORDER BY from_on, id LIMIT 1))),
    receipt AS (
        SELECT d.supplier_id, d.line_key, d.site_id, d.scope_id, d.delivered_on, asked.early_days, asked.late_days,
               asked.on_day, {thousandths("d.delivered_quantity")} AS came,
               {thousandths("d.ordered_quantity")} AS ordered,
               MIN(CASE asked.base WHEN 'requested' THEN COALESCE(d.requested_on, d.promised_on)
                   ELSE COALESCE(d.promised_on, d.requested_on) END)
                   OVER (PARTITION BY d.supplier_id, d.line_key) AS due
        FROM deliveries_delivery d CROSS JOIN asked
        WHERE d.superseded_at IS NULL AND d.supplier_id IN ({marks(ids)})),
    line AS (
        SELECT supplier_id, line_key, due, early_days, late_days, on_day,
               MAX(site_id) AS site_id, MAX(scope_id) AS scope_id,
               CAST(COALESCE(MAX(ordered), SUM(CASE WHEN delivered_on <= on_day THEN came ELSE 0 END)) AS bigint)
                   AS needed,
               CAST(SUM(CASE WHEN {in_window} THEN came ELSE 0 END) AS bigint) AS arrived,
               MAX(CASE WHEN {in_window} THEN delivered_on END) AS last_arrived,
               MIN(CASE WHEN delivered_on > on_day THEN delivered_on END) AS next_receipt
        FROM receipt WHERE due IS NOT NULL
        GROUP BY supplier_id, line_key, due, early_days, late_days, on_day),
    judged AS (
        SELECT supplier_id, site_id, scope_id, line_key, due, next_receipt,
               CASE WHEN needed > 0 AND arrived >= needed THEN 1 ELSE 0 END AS on_time,
               CASE WHEN {days_between("on_day", "due")} > late_days THEN 1 ELSE 0 END AS closed,
               {rounded_share("arrived", "needed")} AS share,
               CASE WHEN needed > 0 AND arrived >= needed THEN last_arrived
                    ELSE {days_after("due", "late_days + 1")} END AS settled
        FROM line)"""
    day = plain_day(on)
    return text, [day, day, *ids]


def marks(values: Sequence[Any]) -> str:
    """Placeholders for a list; one that matches nothing for an empty list."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def plain_day(on: date) -> Any:
    """A date as the engine takes it."""
    return connection.ops.adapt_datefield_value(on)


def as_day(value: Any) -> date:
    """A date as the engine gives it back from a statement of ours."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
