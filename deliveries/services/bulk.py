"""Many records of a file at once, in a fixed number of statements per thousand. Call inside a transaction.

The caller has checked each of them and left out those that are recorded already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from common import history
from common.problems import Invalid
from deliveries.domain.records import (
    DeliveryData,
    LotData,
    NonconformanceData,
    delivery_problems,
    lot_problems,
    nonconformance_problems,
)
from deliveries.models import Delivery, InspectionLot, Nonconformance
from deliveries.services.nonconformances import values_of
from deliveries.services.numbers import next_numbers
from deliveries.services.places import By, columns, keep_all

D = TypeVar("D")
R = TypeVar("R", Delivery, InspectionLot)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Incoming(Generic[D]):
    """A record on its way in: whose it is, what it says, why it was written, which wrong one it takes the place of."""

    supplier_id: int
    data: D
    site_id: int | None = None
    scope_id: int | None = None
    reason: str = ""
    corrects: int | None = None

    @property
    def place(self) -> dict[str, int | None]:
        """Whose it is, as columns."""
        return {"supplier_id": self.supplier_id, "site_id": self.site_id, "scope_id": self.scope_id}


def record_deliveries(found: Sequence[Incoming[DeliveryData]], by: By) -> list[Delivery]:
    """Keep deliveries and open lines; those that correct one supersede it. Raises Invalid."""
    rows = []
    for one in found:
        if problems := delivery_problems(one.data, by.today):
            raise Invalid(*problems)
        derived = {"line_key": one.data.line_key, "happened_on": one.data.happened_on}
        rows.append(Delivery(**one.place, **by.values, **columns(one.data), **derived, corrects_id=one.corrects))
    _write(Delivery, rows, found, by)
    newer: dict[int | None, Delivery] = {row.corrects_id: row for row in rows if row.corrects_id}
    lots = list(InspectionLot.objects.filter(delivery__in=newer))
    nonconformances = list(Nonconformance.objects.filter(delivery__in=newer))
    for lot in lots:
        lot.delivery = newer[lot.delivery_id]
    for found_with in nonconformances:
        found_with.delivery = newer[found_with.delivery_id]
    InspectionLot.objects.bulk_update(lots, ["delivery"], batch_size=BATCH)
    Nonconformance.objects.bulk_update(nonconformances, ["delivery"], batch_size=BATCH)
    return rows


def record_lots(found: Sequence[Incoming[LotData]], by: By) -> list[InspectionLot]:
    """Keep inspected lots; those that correct one supersede it. Raises Invalid."""
    wrong_ids = [one.corrects for one in found if one.corrects]
    before: dict[int | None, InspectionLot] = dict(InspectionLot.objects.in_bulk(wrong_ids).items())
    rows = []
    for one in found:
        if problems := lot_problems(one.data, by.today):
            raise Invalid(*problems)
        values = columns(one.data) | {"result": one.data.result.value, "corrects_id": one.corrects}
        wrong = before.get(one.corrects)
        rows.append(InspectionLot(**one.place, **by.values, **values, delivery_id=wrong.delivery_id if wrong else None))
    _write(InspectionLot, rows, found, by)
    newer: dict[int | None, InspectionLot] = {row.corrects_id: row for row in rows if row.corrects_id}
    linked = list(Nonconformance.objects.filter(lot__in=newer))
    for each in linked:
        each.lot = newer[each.lot_id]
    Nonconformance.objects.bulk_update(linked, ["lot"], batch_size=BATCH)
    return rows


def log_nonconformances(found: Sequence[tuple[Incoming[NonconformanceData], int]], by: By) -> list[Nonconformance]:
    """Keep nonconformances, each with the id of its type of defect. Raises Invalid."""
    rows = []
    for (one, defect_type_id), number in zip(found, next_numbers(by.today.year, len(found)), strict=True):
        if problems := nonconformance_problems(one.data, by.today):
            raise Invalid(*problems)
        told = {"number": number, "defect_type_id": defect_type_id}
        rows.append(Nonconformance(**one.place, **by.values, **values_of(one.data), **told))
    Nonconformance.objects.bulk_create(rows, batch_size=BATCH)
    keep_all(rows, by, [one.reason for one, _ in found])
    return rows


def _write(model: type[R], rows: list[R], found: Sequence[Incoming[D]], by: By) -> None:
    _supersede(model, [one for one in found if one.corrects], by)
    model._default_manager.bulk_create(rows, batch_size=BATCH)
    keep_all(rows, by, [one.reason or by.reason for one in found])


def _supersede(model: type[R], corrections: Sequence[Incoming[D]], by: By) -> None:
    """Each with its own reason, which is its place in the file."""
    wrong = model._default_manager.in_bulk([one.corrects for one in corrections])
    for one in corrections:
        row = wrong[one.corrects]
        row.superseded_at, row.superseded_by, row.superseded_reason = by.at, by.actor, one.reason or by.reason
    fields = ["superseded_at", "superseded_by", "superseded_reason"]
    model._default_manager.bulk_update(wrong.values(), fields, batch_size=BATCH)
    history.record_bulk(
        history.build_entry(
            row,
            actor=by.actor,
            action="superseded",
            changes={"superseded_at": (None, by.at)},
            root_id=row.supplier_id,
            reason=row.superseded_reason,
            at=by.at,
        )
        for row in wrong.values()
    )
