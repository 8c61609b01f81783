"""A supplier's delivered quality at a glance: lots, parts, order lines and nonconformances by month."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from deliveries.domain.lots import LotResult, Lots
from deliveries.domain.lots import sum_up as sum_up_lots
from deliveries.domain.on_time import OnTime
from deliveries.domain.on_time import sum_up as sum_up_lines
from deliveries.domain.stages import OUR_STAGES, Stage
from deliveries.models import InspectionLot, Nonconformance
from deliveries.selectors.sql import judged_lines, month_of, plain_day
from suppliers.models import Supplier

MONTHS = 12
NOTHING = OnTime(0, 0, 0)


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

    @property
    def lots(self) -> Lots:
        return sum_up_lots(month.lots for month in self.months)

    @property
    def lines(self) -> OnTime:
        return sum_up_lines(month.lines for month in self.months)

    @property
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
    """Three statements however much was delivered."""
    since = firsts[0]
    lots, lines, caught = _lots(supplier, since), _lines(supplier, since, today), _caught(supplier, since)
    return Figures(
        [
            Month(
                first,
                lots.get(f"{first:%Y-%m}", Lots()),
                lines.get(f"{first:%Y-%m}", NOTHING),
                caught[f"{first:%Y-%m}"],
            )
            for first in firsts
        ]
    )


def _months(today: date, number: int) -> list[date]:
    """The first days of the last months, oldest first."""
    whole = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(whole - number + 1, whole + 1)]


def _lots(supplier: Supplier, since: date) -> dict[str, Lots]:
    rows = InspectionLot.objects.standing().filter(supplier=supplier, inspected_on__gte=since)
    counts: dict[str, Any] = {result.value: Count("pk", filter=Q(result=result.value)) for result in LotResult}
    found: Any = (
        rows.annotate(year=ExtractYear("inspected_on"), month=ExtractMonth("inspected_on"))
        .values("year", "month")
        .annotate(parts=Sum("sample_size"), bad=Sum("nonconforming"), **counts)
        .order_by("year", "month")
    )
    return {
        f"{row['year']}-{row['month']:02d}": Lots(
            row["accepted"], row["rejected"], row["concession"], row["skip_lot"], row["parts"] or 0, row["bad"] or 0
        )
        for row in found
    }


def _lines(supplier: Supplier, since: date, today: date) -> dict[str, OnTime]:
    text, parameters = judged_lines([supplier.pk], today)
    month = month_of("due")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {text} SELECT {month}, COUNT(*), SUM(on_time), SUM(share) FROM judged "
            f"WHERE (on_time = 1 OR closed = 1) AND due >= %s GROUP BY {month}",
            [*parameters, plain_day(since)],
        )
        return {row[0]: OnTime(int(row[1]), int(row[2]), int(row[3])) for row in cursor.fetchall()}


def _caught(supplier: Supplier, since: date) -> dict[str, dict[Stage, int]]:
    found: dict[str, dict[Stage, int]] = defaultdict(dict)
    rows = Nonconformance.objects.counting().filter(supplier=supplier, found_on__gte=since)
    for row in (
        rows.annotate(year=ExtractYear("found_on"), month=ExtractMonth("found_on"), caught_at=F("stage"))
        .values("year", "month", "caught_at")
        .annotate(number=Count("pk"))
        .order_by("year", "month")
    ):
        found[f"{row['year']}-{row['month']:02d}"][Stage(row["caught_at"])] = row["number"]
    return found
