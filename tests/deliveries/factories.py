"""Deliveries, lots and nonconformances for tests, made through the services."""

from datetime import date
from decimal import Decimal
from itertools import count

from accounts.domain.permissions import Role
from common import clock
from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import Severity
from deliveries.domain.records import DeliveryData, LotData, NonconformanceData
from deliveries.domain.stages import Stage
from deliveries.models import DefectType, Delivery, InspectionLot, Nonconformance, NonconformanceFile
from deliveries.services import By, Links, Place, add_file, log_nonconformance, record_delivery, record_lot
from suppliers.models import Supplier
from tests.accounts.factories import make_user
from tests.audits.factories import photo_file
from tests.moment import MOMENT
from tests.suppliers.factories import make_supplier

AT = MOMENT
TODAY = AT.date()
DAY = date(2026, 10, 14)
_number = count(1)


def by(actor=None, *, reason: str = "", **fields) -> By:
    return By(actor or make_user(Role.QUALITY_ENGINEER), clock.now(), clock.today(), reason=reason, **fields)


def place(supplier: Supplier | None = None, site=None, scope=None) -> Place:
    return Place(supplier or make_supplier(), site, scope)


def delivery_data(**fields) -> DeliveryData:
    values = {
        "order_number": f"PO-{next(_number)}",
        "order_line": "10",
        "part_number": "BR-200",
        "ordered_quantity": Decimal(100),
        "delivered_quantity": Decimal(100),
        "unit": "pcs",
        "promised_on": DAY,
        "delivered_on": DAY,
        **fields,
    }
    return DeliveryData(**values)


def make_delivery(supplier: Supplier | None = None, *, actor=None, site=None, scope=None, **fields) -> Delivery:
    return record_delivery(place(supplier, site, scope), delivery_data(**fields), by(actor))


def lot_data(**fields) -> LotData:
    values = {
        "part_number": "BR-200",
        "lot_number": f"L-{next(_number)}",
        "inspected_on": DAY,
        "result": LotResult.ACCEPTED,
        "lot_size": 500,
        "sample_size": 50,
        "nonconforming": 0,
        **fields,
    }
    return LotData(**values)


def make_lot(supplier: Supplier | None = None, *, actor=None, site=None, scope=None, delivery=None, **fields):
    row: InspectionLot = record_lot(place(supplier, site, scope), lot_data(**fields), by(actor), delivery)
    return row


def nonconformance_data(**fields) -> NonconformanceData:
    values = {
        "stage": Stage.RECEIVING,
        "severity": Severity.MAJOR,
        "description": "Bore 0.08 mm too large on twelve parts.",
        "found_on": DAY,
        "part_number": "BR-200",
        **fields,
    }
    return NonconformanceData(**values)


def defect_type(name: str = "Dimension out of tolerance") -> DefectType:
    return DefectType.objects.get_or_create(name=name)[0]


def links(kind: DefectType | None = None, **more) -> Links:
    return Links(kind or defect_type(), **more)


def make_nonconformance(
    supplier: Supplier | None = None, *, actor=None, site=None, scope=None, kind=None, delivery=None, lot=None, **fields
) -> Nonconformance:
    where = place(supplier, site, scope)
    return log_nonconformance(where, nonconformance_data(**fields), links(kind, delivery=delivery, lot=lot), by(actor))


def make_nonconformance_file(supplier: Supplier | None = None) -> NonconformanceFile:
    row = make_nonconformance(supplier)
    return add_file(row, photo_file(), actor=row.recorded_by, at=clock.now())
