"""A supplier's delivered quality at a glance: lots, parts, order lines and nonconformances by month."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Max

from deliveries.domain.lots import LotResult, Lots
from deliveries.domain.lots import sum_up as sum_up_lots
from deliveries.domain.nonconformances import State
from deliveries.domain.on_time import OnTime
from deliveries.domain.on_time import sum_up as sum_up_lines
from deliveries.domain.stages import OUR_STAGES, Stage
from deliveries.models import InspectionLot, Nonconformance
from deliveries.selectors.sql import a_day, judged_lines, month_of, plain_day
from suppliers.models import Supplier

MONTHS = 12
NOTHING = OnTime(0, 0, 0)
LOTS, LINES, CAUGHT = "lots", "lines", "caught"
RESULTS = (LotResult.ACCEPTED, LotResult.REJECTED, LotResult.CONCESSION, LotResult.SKIP_LOT)
NONE = (0, 0, 0)
Rows = dict[tuple[str, str], tuple[int, int, int]]
"""Of one month: by what it is and its result or stage, how many, and two sums."""


@dataclass(frozen=True)
class Month:
    """One month of a supplier."""

    first: date
    lots: Lots = field(default_factory=Lots)
    lines: OnTime = NOTHING
    caught: dict[Stage, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """`2026-05`, as the lists filter by it."""
        return f"{self.first:%Y-%m}"

    @property
    def escaped(self) -> int:
        """Nonconformances that we or later ones caught."""
        return sum(self.caught.get(stage, 0) for stage in OUR_STAGES)

    @property
    def nonconformances(self) -> int:
        return sum(self.caught.values())


@dataclass(frozen=True)
class Figures:
    """The months, oldest first, and their sums."""

    months: list[Month]
    is_past: bool = False
    """Whether they end with the last month in which something came, long ago, and not with the present one."""

    @property
    def last(self) -> Month:
        return self.months[-1]

    @cached_property
    def lots(self) -> Lots:
        return sum_up_lots(month.lots for month in self.months)

    @cached_property
    def lines(self) -> OnTime:
        return sum_up_lines(month.lines for month in self.months)

    @cached_property
    def caught(self) -> dict[Stage, int]:
        """Nonconformances of all months by stage."""
        return {stage: sum(month.caught.get(stage, 0) for month in self.months) for stage in Stage}

    @property
    def is_empty(self) -> bool:
        lots = self.lots
        return not (lots.judged or lots.skipped or self.lines.lines or any(self.caught.values()))


def figures_for_supplier(supplier: Supplier, today: date) -> Figures:
    """The last months with the present one; of a supplier that delivered only before them, its own last months."""
    present = _figures(supplier, _months(today, MONTHS), today)
    if not present.is_empty:
        return present
    last = _last_day(supplier, today)
    return replace(_figures(supplier, _months(last, MONTHS), today), is_past=True) if last else present


def _last_day(supplier: Supplier, today: date) -> date | None:
    """The last day of which the figures have something to say: a line was due, a lot inspected, a defect found."""
    text, parameters = judged_lines([supplier.pk], today)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {text} SELECT MAX(due) FROM judged WHERE on_time = 1 OR closed = 1", parameters)
        due = cursor.fetchone()[0]
    lots = InspectionLot.objects.standing().filter(supplier=supplier).aggregate(day=Max("inspected_on"))["day"]
    found = Nonconformance.objects.counting().filter(supplier=supplier).aggregate(day=Max("found_on"))["day"]
    days = [date.fromisoformat(due) if isinstance(due, str) else due, lots, found]
    return max((day for day in days if day), default=None)


def _figures(supplier: Supplier, firsts: list[date], today: date) -> Figures:
    """One statement however much was delivered."""
    rows = _by_month(supplier, firsts[0], today)
    return Figures([_month(first, rows[f"{first:%Y-%m}"]) for first in firsts])


def _month(first: date, rows: Rows) -> Month:
    lots = [rows.get((LOTS, result.value), NONE) for result in RESULTS]
    accepted, rejected, concession, skipped = (row[0] for row in lots)
    parts, bad = sum(row[1] for row in lots), sum(row[2] for row in lots)
    return Month(
        first,
        Lots(accepted, rejected, concession, skipped, parts, bad),
        OnTime(*rows.get((LINES, ""), NONE)),
        {stage: rows[CAUGHT, stage.value][0] for stage in Stage if (CAUGHT, stage.value) in rows},
    )


def _months(today: date, number: int) -> list[date]:
    """The first days of the last months, oldest first."""
    whole = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(whole - number + 1, whole + 1)]


def _by_month(supplier: Supplier, since: date, today: date) -> defaultdict[str, Rows]:
    """By month: lots by their result, order lines, nonconformances by their stage."""
    judged, parameters = judged_lines([supplier.pk], today)
    text = f"""
    WITH {judged}
    SELECT {month_of("inspected_on")}, '{LOTS}', result, COUNT(*), SUM(sample_size), SUM(nonconforming)
    FROM {InspectionLot._meta.db_table}
    WHERE superseded_at IS NULL AND supplier_id = %s AND inspected_on >= {a_day()}
    GROUP BY 1, result
    UNION ALL
    SELECT {month_of("due")}, '{LINES}', '', COUNT(*), SUM(on_time), SUM(share)
    FROM judged WHERE (on_time = 1 OR closed = 1) AND due >= {a_day()}
    GROUP BY 1
    UNION ALL
    SELECT {month_of("found_on")}, '{CAUGHT}', stage, COUNT(*), 0, 0
    FROM {Nonconformance._meta.db_table}
    WHERE state <> '{State.VOID.value}' AND supplier_id = %s AND found_on >= {a_day()}
    GROUP BY 1, stage"""
    first = plain_day(since)
    found: defaultdict[str, Rows] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(text, [*parameters, supplier.pk, first, first, supplier.pk, first])
        for month, what, word, *numbers in cursor.fetchall():
            number, second, third = (int(one or 0) for one in numbers)
            found[month][what, word] = number, second, third
    return found
