"""What answers about deliveries, lots and nonconformances look like. Amounts are decimal texts."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from common.api.locking import content_version
from common.api.shapes import Reference, reference, reference_or_none
from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import Disposition, KnownFrom, Severity, State
from deliveries.domain.stages import Stage
from deliveries.models import Delivery, InspectionLot, Nonconformance, NonconformanceFile


def evidence_version(row: Delivery | InspectionLot) -> str:
    """Such a record is superseded, never edited: its version says whether it was."""
    return content_version(row.pk, row.superseded_at)


class DeliveryRow(TypedDict):
    """A receipt of an order line, or an open line (`delivered_on` null)."""

    id: int
    version: str
    supplier: Reference
    site: Reference | None
    scope_id: int | None
    order_number: str
    order_line: str
    delivery_note: str
    part_number: str
    revision: str
    description: str
    ordered_quantity: Decimal | None
    delivered_quantity: Decimal
    unit: str
    requested_on: date | None
    promised_on: date | None
    delivered_on: date | None
    value: Decimal | None
    currency: str
    transport: str
    incoterm: str
    source: str
    external_id: str
    corrects: int | None
    superseded_at: datetime | None
    superseded_reason: str


def delivery_row(row: Delivery) -> DeliveryRow:
    """A delivery (select `supplier` and `site` for many)."""
    return {
        "id": row.pk,
        "version": evidence_version(row),
        "supplier": reference(row.supplier),
        "site": reference_or_none(row.site),
        "scope_id": row.scope_id,
        "order_number": row.order_number,
        "order_line": row.order_line,
        "delivery_note": row.delivery_note,
        "part_number": row.part_number,
        "revision": row.revision,
        "description": row.description,
        "ordered_quantity": row.ordered_quantity,
        "delivered_quantity": row.delivered_quantity,
        "unit": row.unit,
        "requested_on": row.requested_on,
        "promised_on": row.promised_on,
        "delivered_on": row.delivered_on,
        "value": row.value,
        "currency": row.currency,
        "transport": row.transport,
        "incoterm": row.incoterm,
        "source": row.source,
        "external_id": row.external_id,
        "corrects": row.corrects_id,
        "superseded_at": row.superseded_at,
        "superseded_reason": row.superseded_reason,
    }


class LotRow(TypedDict):
    """An inspected lot. Null counts: nobody noted them, then the lot counts and its parts do not."""

    id: int
    version: str
    supplier: Reference
    site: Reference | None
    scope_id: int | None
    delivery_id: int | None
    part_number: str
    revision: str
    lot_number: str
    order_number: str
    received_on: date | None
    inspected_on: date
    lot_size: int | None
    sample_size: int | None
    nonconforming: int | None
    plan: str
    result: LotResult
    inspector: str
    note: str
    corrects: int | None
    superseded_at: datetime | None
    superseded_reason: str


def lot_row(row: InspectionLot) -> LotRow:
    """A lot (select `supplier` and `site` for many)."""
    return {
        "id": row.pk,
        "version": evidence_version(row),
        "supplier": reference(row.supplier),
        "site": reference_or_none(row.site),
        "scope_id": row.scope_id,
        "delivery_id": row.delivery_id,
        "part_number": row.part_number,
        "revision": row.revision,
        "lot_number": row.lot_number,
        "order_number": row.order_number,
        "received_on": row.received_on,
        "inspected_on": row.inspected_on,
        "lot_size": row.lot_size,
        "sample_size": row.sample_size,
        "nonconforming": row.nonconforming,
        "plan": row.plan,
        "result": LotResult(row.result),
        "inspector": row.inspector,
        "note": row.note,
        "corrects": row.corrects_id,
        "superseded_at": row.superseded_at,
        "superseded_reason": row.superseded_reason,
    }


class NonconformanceRow(TypedDict):
    """Something that did not conform: where it was caught, how much of it, what became of it."""

    id: int
    version: int
    number: str
    supplier: Reference
    site: Reference | None
    scope_id: int | None
    stage: Stage
    known_from: KnownFrom
    severity: Severity
    defect_type: Reference
    description: str
    found_on: date
    part_number: str
    revision: str
    lot_number: str
    order_number: str
    delivery_id: int | None
    lot_id: int | None
    quantity_affected: int | None
    quantity_inspected: int | None
    stopped_line: bool
    cost: Decimal | None
    currency: str
    disposition: Disposition | None
    disposition_note: str
    disposition_on: date | None
    state: State
    closed_on: date | None
    end_note: str


def nonconformance_row(row: Nonconformance) -> NonconformanceRow:
    """A nonconformance (select `supplier`, `site` and `defect_type` for many)."""
    return {
        "id": row.pk,
        "version": row.version,
        "number": row.number,
        "supplier": reference(row.supplier),
        "site": reference_or_none(row.site),
        "scope_id": row.scope_id,
        "stage": Stage(row.stage),
        "known_from": KnownFrom(row.known_from),
        "severity": Severity(row.severity),
        "defect_type": reference(row.defect_type),
        "description": row.description,
        "found_on": row.found_on,
        "part_number": row.part_number,
        "revision": row.revision,
        "lot_number": row.lot_number,
        "order_number": row.order_number,
        "delivery_id": row.delivery_id,
        "lot_id": row.lot_id,
        "quantity_affected": row.quantity_affected,
        "quantity_inspected": row.quantity_inspected,
        "stopped_line": row.stopped_line,
        "cost": row.cost,
        "currency": row.currency,
        "disposition": Disposition(row.disposition) if row.disposition else None,
        "disposition_note": row.disposition_note,
        "disposition_on": row.disposition_on,
        "state": State(row.state),
        "closed_on": row.closed_on,
        "end_note": row.end_note,
    }


class NonconformanceFileRow(TypedDict):
    """A photo or document of a nonconformance; its content is at `content/`."""

    id: int
    nonconformance_id: int
    name: str
    kind: str


def nonconformance_file_row(row: NonconformanceFile) -> NonconformanceFileRow:
    return {
        "id": row.pk,
        "nonconformance_id": row.nonconformance_id,
        "name": row.original_name,
        "kind": row.kind,
    }
