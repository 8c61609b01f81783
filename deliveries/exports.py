"""Deliveries, inspected lots and nonconformances as tables: the same rows in the same order as the pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from common import clock
from common.paging import Sort, in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export
from deliveries.filters import DeliveryFilter, LotFilter, NonconformanceFilter
from deliveries.selectors import lists as selectors


@dataclass(frozen=True)
class Listing:
    """One list: its rows, filter, orders and columns."""

    name: str
    rows: Callable[[User], Any]
    filter: Callable[..., Any]
    sorts: Sequence[Sort]
    columns: Sequence[Column]

    def export(self, request: Asking) -> Export:
        """What the list shows, all pages of it."""
        form = self.filter(request.GET, request.user, clock.today())
        rows = in_order(form.apply(self.rows(request.user)), self.sorts, request.GET.get("sort"))
        return Export(self.name, self.columns, streamed(rows), form)


DELIVERIES = Listing(
    "deliveries",
    selectors.deliveries_for_list,
    DeliveryFilter,
    selectors.DELIVERY_SORTS,
    (
        Column("Supplier", lambda row: row.supplier.legal_name),
        Column("Site", lambda row: row.site.name if row.site else ""),
        Column("Order", lambda row: row.order_number),
        Column("Line", lambda row: row.order_line),
        Column("Delivery note", lambda row: row.delivery_note),
        Column("Part number", lambda row: row.part_number),
        Column("Revision", lambda row: row.revision),
        Column("Description", lambda row: row.description),
        Column("Ordered", lambda row: row.ordered_quantity),
        Column("Came in", lambda row: row.delivered_quantity),
        Column("Unit", lambda row: row.unit),
        Column("Requested for", lambda row: row.requested_on),
        Column("Promised for", lambda row: row.promised_on),
        Column("Delivered on", lambda row: row.delivered_on),
        Column("Value", lambda row: row.value),
        Column("Currency", lambda row: row.currency),
        Column("System", lambda row: row.source),
        Column("Number there", lambda row: row.external_id),
    ),
)
LOTS = Listing(
    "lots",
    selectors.lots_for_list,
    LotFilter,
    selectors.LOT_SORTS,
    (
        Column("Supplier", lambda row: row.supplier.legal_name),
        Column("Site", lambda row: row.site.name if row.site else ""),
        Column("Part number", lambda row: row.part_number),
        Column("Revision", lambda row: row.revision),
        Column("Lot or heat", lambda row: row.lot_number),
        Column("Order", lambda row: row.order_number),
        Column("Received on", lambda row: row.received_on),
        Column("Inspected on", lambda row: row.inspected_on),
        Column("Parts in the lot", lambda row: row.lot_size),
        Column("Parts inspected", lambda row: row.sample_size),
        Column("Nonconforming", lambda row: row.nonconforming),
        Column("Sampling plan", lambda row: row.plan),
        Column("Result", lambda row: row.get_result_display()),
        Column("Inspected by", lambda row: row.inspector),
    ),
)
NONCONFORMANCES = Listing(
    "nonconformances",
    selectors.nonconformances_for_list,
    NonconformanceFilter,
    selectors.NONCONFORMANCE_SORTS,
    (
        Column("Number", lambda row: row.number),
        Column("Supplier", lambda row: row.supplier.legal_name),
        Column("Site", lambda row: row.site.name if row.site else ""),
        Column("Found on", lambda row: row.found_on),
        Column("Caught at", lambda row: row.get_stage_display()),
        Column("How we know", lambda row: row.get_known_from_display()),
        Column("Severity", lambda row: row.get_severity_display()),
        Column("Type of defect", lambda row: row.defect_type.name),
        Column("What does not conform", lambda row: row.description),
        Column("Part number", lambda row: row.part_number),
        Column("Lot or heat", lambda row: row.lot_number),
        Column("Parts affected", lambda row: row.quantity_affected),
        Column("Parts inspected", lambda row: row.quantity_inspected),
        Column("Disposition", lambda row: row.get_disposition_display()),
        Column("Cost", lambda row: row.cost),
        Column("Currency", lambda row: row.currency),
        Column("State", lambda row: row.get_state_display()),
    ),
)
