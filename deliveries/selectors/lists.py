"""The three lists and one record of each. Somebody else's restricted supplier answers as if it were not there."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from common.paging import Sort
from deliveries.domain.nonconformances import Seen, Severity, same_since
from deliveries.domain.on_time import Judged, judge_line
from deliveries.domain.stages import Stage
from deliveries.models import (
    DefectType,
    Delivery,
    EvidenceQuerySet,
    InspectionLot,
    Nonconformance,
    NonconformanceFile,
    NonconformanceQuerySet,
    OnTimeRule,
)
from suppliers.models import Supplier

DELIVERY_SORTS = (
    Sort("day", "Day", ("happened_on",), descending=True),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)
LOT_SORTS = (
    Sort("inspected", "Inspected", ("inspected_on",), descending=True),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)
NONCONFORMANCE_SORTS = (
    Sort("found", "Found", ("found_on",), descending=True),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
    Sort("number", "Number", ("number",), descending=True),
)
PLACED = ("supplier", "site", "scope__process", "scope__site", "recorded_by")
EVIDENCE = (*PLACED, "superseded_by", "corrects", "corrected_by")
MOST_RECEIPTS = 200
NONCONFORMANCE_SHOWN = (
    *("number", "description", "part_number", "defect_type__name"),
    *("stage", "severity", "state", "found_on"),
)
LOT_SHOWN = (
    *("lot_number", "part_number", "revision", "external_id"),
    *("result", "lot_size", "sample_size", "nonconforming", "inspected_on"),
)
DELIVERY_SHOWN = (
    *("order_number", "order_line", "delivery_note", "part_number", "external_id"),
    *("delivered_on", "delivered_quantity", "unit", "happened_on"),
)
"""What a row of the supplier's page shows."""


def deliveries_for_list(user: User) -> "EvidenceQuerySet[Delivery]":
    """Deliveries and open lines that stand, of suppliers this person sees."""
    return Delivery.objects.visible_to(user).standing().select_related("supplier", "site")


def lots_for_list(user: User) -> "EvidenceQuerySet[InspectionLot]":
    """Inspected lots that stand."""
    return InspectionLot.objects.visible_to(user).standing().select_related("supplier", "site")


def nonconformances_for_list(user: User) -> NonconformanceQuerySet:
    """Nonconformances."""
    return Nonconformance.objects.visible_to(user).select_related("supplier", "site", "defect_type")


@dataclass(frozen=True)
class Latest:
    """The last few records of a supplier, newest first."""

    nonconformances: list[Nonconformance]
    lots: list[InspectionLot]
    deliveries: list[Delivery]


def latest_of(supplier: Supplier) -> Latest:
    """What a supplier's page shows in short (the supplier is from `supplier_for_tab`)."""
    nonconformances = Nonconformance.objects.filter(supplier=supplier).select_related("defect_type")
    nonconformances = nonconformances.only(*NONCONFORMANCE_SHOWN)
    lots = InspectionLot.objects.filter(supplier=supplier).standing().only(*LOT_SHOWN)
    deliveries = Delivery.objects.filter(supplier=supplier).standing().only(*DELIVERY_SHOWN)
    return Latest(
        list(nonconformances.order_by("-found_on", "-id")[:8]),
        list(lots.order_by("-inspected_on", "-id")[:5]),
        list(deliveries.order_by("-happened_on", "-id")[:5]),
    )


def delivery_for_page(user: User, delivery_id: int) -> Delivery:
    """One delivery, also a superseded one. Raises Http404."""
    found: Delivery = _one(Delivery.objects.visible_to(user).select_related(*EVIDENCE), delivery_id)
    return found


def lot_for_page(user: User, lot_id: int) -> InspectionLot:
    """One inspected lot, also a superseded one. Raises Http404."""
    found: InspectionLot = _one(InspectionLot.objects.visible_to(user).select_related(*EVIDENCE, "delivery"), lot_id)
    return found


def nonconformance_for_page(user: User, nonconformance_id: int) -> Nonconformance:
    """One nonconformance. Raises Http404."""
    rows = Nonconformance.objects.visible_to(user)
    found: Nonconformance = _one(
        rows.select_related(*PLACED, "defect_type", "delivery", "lot", "disposition_by"), nonconformance_id
    )
    return found


def file_for_page(user: User, file_id: int) -> NonconformanceFile:
    """A file of a nonconformance that this person sees. Raises Http404."""
    seen = Nonconformance.objects.visible_to(user)
    rows = NonconformanceFile.objects.filter(nonconformance__in=seen)
    found: NonconformanceFile = _one(rows.select_related("nonconformance__supplier"), file_id)
    return found


def _one(rows: "QuerySet[Any]", pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("No such record.")
    return found


def receipts_of_line(delivery: Delivery) -> list[Delivery]:
    """All that came on the same order line, in its order."""
    rows = Delivery.objects.standing().filter(supplier=delivery.supplier_id, line_key=delivery.line_key)
    return list(rows.order_by("happened_on", "id")[:MOST_RECEIPTS])


def judged(receipts: list[Delivery], on: Any) -> tuple[OnTimeRule, Judged]:
    """What the rule in force says of an order line."""
    rule = OnTimeRule.objects.in_force(on)
    return rule, judge_line([row.receipt for row in receipts], rule.rule, on)


def earlier_same(row: Nonconformance) -> list[Nonconformance]:
    """The same type of defect on the same part in the twelve months before: it came again."""
    if not row.part_number:
        return []
    rows = Nonconformance.objects.counting().filter(
        supplier=row.supplier_id,
        part_number=row.part_number,
        defect_type=row.defect_type_id,
        found_on__range=(same_since(row.found_on), row.found_on),
    )
    before = rows.exclude(pk=row.pk).exclude(found_on=row.found_on, pk__gt=row.pk)
    return list(before.select_related("defect_type").order_by("-found_on", "-id")[:10])


def seen(row: Nonconformance, earlier: int) -> Seen:
    """As the triggers for a corrective action read it."""
    return Seen(
        stage=Stage(row.stage),
        severity=Severity(row.severity),
        stopped_line=row.stopped_line,
        lot_rejected=row.lot is not None and row.lot.result == "rejected",
        affected=row.quantity_affected,
        inspected=row.quantity_inspected,
        earlier_same=earlier,
    )


def defect_types(*, also: DefectType | None = None) -> "QuerySet[DefectType]":
    """What a new record offers; of an old one also its own."""
    offered = DefectType.objects.filter(is_offered=True)
    return offered | DefectType.objects.filter(pk=also.pk) if also else offered
