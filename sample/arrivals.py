"""What arrived: a year of deliveries and inspected lots, month by month, and what did not conform."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction

from audits.domain.capa import Severity as CapaSeverity
from audits.models import Capa
from audits.services.capa import CapaInput, open_capa
from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import Disposition, KnownFrom, Severity
from deliveries.domain.records import DeliveryData, LotData, NonconformanceData
from deliveries.domain.stages import OUR_STAGES, Stage
from deliveries.models import DefectType, Nonconformance
from deliveries.services import (
    By,
    Decision,
    Incoming,
    Links,
    Place,
    close_nonconformance,
    decide,
    log_nonconformance,
    record_deliveries,
    record_lots,
)
from sample.company import Bought
from sample.people import People
from sample.timeline import Later, Moment, Timeline

DAYS = 30
SPLIT = 5
"""Every fifth line comes in two receipts, as in life."""


@dataclass(frozen=True)
class Year:
    """So many lines and lots a month. `late` and the like: which of them went wrong, counted from the oldest."""

    part: str
    months: int = 12
    per_month: int = 2
    late: Collection[int] = ()
    rejected: Collection[int] = ()
    concession: Collection[int] = ()
    sample: int = 80
    pieces: int = 500

    def result(self, number: int) -> LotResult:
        """What became of a lot."""
        if number in self.rejected:
            return LotResult.REJECTED
        return LotResult.CONCESSION if number in self.concession else LotResult.ACCEPTED


@dataclass
class Arrivals:
    """The words for what arrives at ours."""

    people: People
    time: Timeline

    def year(self, of: Later[Bought], year: Year) -> None:
        """At the end of each month what came in it is recorded, as a list of the ERP system would be imported."""
        for month in range(year.months):
            ago = DAYS * (year.months - 1 - month)
            self.time.on(ago, partial(self._happen, of, year, month))

    def _happen(self, of: Later[Bought], year: Year, month: int, moment: Moment) -> None:
        bought = of.it
        by = By(self.people.marta, moment.at, moment.day, reason="Monthly list of the goods receipts")
        numbers = range(month * year.per_month, (month + 1) * year.per_month)
        days = {
            one: moment.day - timedelta(days=DAYS * (numbers.stop - one) // (year.per_month + 1)) for one in numbers
        }
        supplier = bought.supplier.pk
        with transaction.atomic():
            came = [data for one in numbers for data in _receipts(year, one, days[one])]
            record_deliveries([Incoming(supplier, data, bought.site.pk) for data in came], by)
            lots = [_lot(year, one, days[one]) for one in numbers]
            record_lots([Incoming(supplier, data, bought.site.pk) for data in lots], by)

    def nonconformance(
        self,
        of: Later[Bought],
        stage: Stage,
        description: str,
        *,
        ago: int,
        kind: str,
        part: str = "",
        severity: Severity = Severity.MAJOR,
        affected: int | None = None,
        inspected: int | None = None,
        stopped_line: bool = False,
        cost: int = 0,
    ) -> Later[Nonconformance]:
        """Somebody caught something. What the supplier caught we read in its log."""

        def happen(moment: Moment) -> Nonconformance:
            bought = of.it
            data = NonconformanceData(
                stage=stage,
                severity=severity,
                description=description,
                found_on=moment.day,
                known_from=KnownFrom.OUR_RECORD if stage in OUR_STAGES else KnownFrom.THEIR_LOG,
                part_number=part,
                quantity_affected=affected,
                quantity_inspected=inspected,
                stopped_line=stopped_line,
                cost=Decimal(cost) if cost else None,
                currency="EUR" if cost else "",
            )
            place = Place(bought.supplier, bought.site)
            links = Links(DefectType.objects.get(name=kind))
            return log_nonconformance(place, data, links, By(self.people.tomasz, moment.at, moment.day))

        return self.time.on(ago, happen)

    def settled(self, found: Later[Nonconformance], how: Disposition, *, ago: int, note: str = "") -> None:
        """What becomes of the parts is decided and done."""

        def happen(moment: Moment) -> None:
            row = Nonconformance.objects.get(pk=found.it.pk)
            by = By(self.people.ines, moment.at, moment.day)
            decide(row, Decision(how, moment.day, note), by)
            close_nonconformance(row, by, note="Carried out and booked.")

        self.time.on(ago, happen)

    def answered(
        self, found: Later[Nonconformance], *, ago: int, severity: CapaSeverity = CapaSeverity.MAJOR
    ) -> Later[Capa]:
        """A corrective action is opened from it."""
        people = self.people

        def happen(moment: Moment) -> Capa:
            given = CapaInput(severity=severity, responsible=people.tomasz, reviewer=people.ines)
            row = Nonconformance.objects.get(pk=found.it.pk)
            return open_capa(row, given, actor=people.ines, today=moment.day, at=moment.at)

        return self.time.on(ago, happen)


def _receipts(year: Year, number: int, day: date) -> Iterator[DeliveryData]:
    """One order line: on its day, or twelve days after it; every fifth one in two parts."""
    promised = day if number not in year.late else day - timedelta(days=12)
    quantity = Decimal(year.pieces)
    parts = [quantity] if number % SPLIT else [quantity * 3 / 5, quantity * 2 / 5]
    for part, amount in enumerate(parts):
        yield DeliveryData(
            order_number=f"PO-{year.part}-{1000 + number}",
            order_line="10",
            delivery_note=f"DN-{year.part}-{1000 + number}-{part + 1}",
            part_number=year.part,
            ordered_quantity=quantity,
            delivered_quantity=amount,
            unit="pcs",
            promised_on=promised,
            delivered_on=day - timedelta(days=len(parts) - 1 - part),
        )


def _lot(year: Year, number: int, day: date) -> LotData:
    result = year.result(number)
    return LotData(
        part_number=year.part,
        lot_number=f"{year.part}-L{1000 + number}",
        order_number=f"PO-{year.part}-{1000 + number}",
        received_on=day,
        inspected_on=day,
        lot_size=year.pieces,
        sample_size=year.sample,
        nonconforming=0 if result is LotResult.ACCEPTED else max(2, year.sample // 16),
        plan="ISO 2859-1, level II, AQL 1.0",
        result=result,
        inspector="Receiving inspection",
    )
