"""Deliveries in a file: one row per receipt of an order line."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.urls import reverse

from accounts.domain.permissions import Permission
from deliveries.domain.records import DeliveryData, delivery_problems
from deliveries.importing.shared import (
    NUMBER,
    PLACE,
    by_of,
    compare,
    incoming,
    recorded,
    report,
    source_of,
    texts,
)
from deliveries.models import Delivery
from deliveries.services import record_deliveries
from imports.kinds import Choice, Context, Field, Kind, Option, Row, ValueKind, supplier_fields

TEXTS = (
    "order_number", "order_line", "delivery_note", "part_number", "revision", "description", "unit", "currency",
    "transport", "incoterm", "external_id",
)  # fmt: skip
DATES = ("requested_on", "promised_on", "delivered_on", "noted_on")
NO_DAY = ("date not captured", "pre-pq process", "not captured", "open", "tbd")
FIELDS = (
    *supplier_fields(),
    *PLACE,
    Field("order_number", "Order", synonyms=("po", "po number", "po / so #", "purchase order", "order number", "bestellung"), max_length=60, example="PO-4711"),
    Field("order_line", "Order line", synonyms=("po line", "line", "item", "position", "pos"), max_length=20, example="10",
          help="Receipts with the same order and line are parts of one line."),
    Field("delivery_note", "Delivery note", synonyms=("asn", "asn/dn #", "dn", "packing slip", "lieferschein"), max_length=60, example="DN-118"),
    Field("part_number", "Part number", synonyms=("part", "material", "article", "item number", "sku"), max_length=120, example="BR-200"),
    Field("revision", "Revision", synonyms=("rev", "drawing revision"), max_length=20, example="C"),
    Field("description", "Description", synonyms=("item description", "part name", "material description"), example="Bracket"),
    Field("ordered_quantity", "Ordered quantity", ValueKind.DECIMAL, synonyms=("quantity ordered", "order quantity", "po quantity"), places=3, minimum=0, example="100",
          help="Of the whole line. Left empty, what came is taken for what was ordered."),
    Field("delivered_quantity", "Delivered quantity", ValueKind.DECIMAL, synonyms=("quantity", "line item quantity", "received quantity", "quantity received", "qty"), places=3, minimum=0, example="60"),
    Field("unit", "Unit", synonyms=("uom", "unit of measure"), max_length=20, example="pcs"),
    Field("requested_on", "Requested for", ValueKind.DATE, synonyms=("requested date", "required date", "need date"), missing=NO_DAY, example="2026-05-28"),
    Field("promised_on", "Promised for", ValueKind.DATE, synonyms=("promised date", "confirmed date", "scheduled delivery date", "due date", "eta"), missing=NO_DAY, example="2026-05-31"),
    Field("delivered_on", "Delivered on", ValueKind.DATE, synonyms=("delivery date", "receipt date", "received date", "delivered to client date", "goods receipt date"), missing=NO_DAY, example="2026-05-30",
          help="Left empty while nothing has come: then the row is an open line."),
    Field("noted_on", "Noted on", ValueKind.DATE, synonyms=("recorded date", "delivery recorded date", "posting date"), missing=NO_DAY),
    Field("value", "Value", ValueKind.DECIMAL, synonyms=("line item value", "amount", "line value", "net value"), minimum=0),
    Field("currency", "Currency", synonyms=("currency code",), max_length=3, example="EUR"),
    Field("transport", "Transport", synonyms=("shipment mode", "mode of transport"), max_length=60),
    Field("incoterm", "Incoterm", synonyms=("vendor inco term", "inco term", "incoterms"), max_length=40),
    *NUMBER,
)  # fmt: skip
LABELS = {
    field.key: field.title
    for field in FIELDS
    if field.key in {*TEXTS, *DATES, "ordered_quantity", "delivered_quantity"}
}
CURRENCY = Option(
    "currency",
    "Currency of values without one",
    (Choice("", "Leave such values out"), *(Choice(code, code) for code in ("EUR", "USD", "GBP", "CHF", "CNY", "JPY"))),
    "",
)


def data_of(row: Row, context: Context) -> DeliveryData:
    """What the row says."""
    days = {name: row.get(name) for name in DATES}
    currency = (row.text("currency") or context.options.get("currency", "")).upper()
    value = row.get("value")
    return DeliveryData(
        **texts(row, [name for name in TEXTS if name != "currency"]),
        **days,
        ordered_quantity=row.get("ordered_quantity") or None,
        delivered_quantity=row.get("delivered_quantity") or Decimal(0),
        value=value if currency else None,
        currency=currency if value else "",
        source=source_of(row),
    )


def check(rows: Sequence[Row], context: Context) -> None:
    """By the number of their system; rows without one by all that names a receipt."""
    known = recorded(Delivery, rows, superseded_at=None)
    alike = _alike(rows)
    for row in rows:
        data = data_of(row, context)
        if row.get("value") and data.value is None:
            row.warn("The value has no currency, so it is left out.", "Choose one for the file.", field="value")
        if not report(row, delivery_problems(data, context.today)) or row.supplier_id is None:
            continue
        if data.external_id:
            before = known.get((row.supplier_id, data.source, data.external_id))
            if before is not None:
                compare(row, before, _rounded(data), LABELS)
        elif (same := alike.get(_receipt(row.supplier_id, data))) is not None:
            row.same(same)


def _rounded(data: DeliveryData) -> DeliveryData:
    """As the database gives it back."""
    ordered, came = data.ordered_quantity, data.delivered_quantity
    thousandth = Decimal("0.001")
    return replace(
        data,
        ordered_quantity=None if ordered is None else ordered.quantize(thousandth),
        delivered_quantity=came.quantize(thousandth),
    )


def _receipt(supplier_id: int, data: DeliveryData) -> Hashable:
    """What names a receipt that no system numbered."""
    which = (data.order_number, data.order_line, data.delivery_note, data.part_number)
    return (supplier_id, *which, data.happened_on, data.delivered_quantity.normalize())


def _alike(rows: Sequence[Row]) -> dict[Hashable, int]:
    """Receipts without a number that are recorded for the orders and days of these rows."""
    bare = [row for row in rows if row.supplier_id and not row.text("external_id")]
    days = {day for row in bare for name in DATES if (day := row.get(name))}
    ids = {row.supplier_id for row in bare}
    if not bare or not days:
        return {}
    found = Delivery.objects.standing().filter(
        supplier__in=ids, happened_on__range=(min(days), max(days)), external_id=""
    )
    return {_receipt(row.supplier_id, row.data): row.pk for row in found}


def write(rows: Sequence[Row], context: Context) -> Mapping[str, int]:
    """New ones are recorded, changed ones superseded."""
    made = record_deliveries(incoming([(row, data_of(row, context)) for row in rows], context), by_of(context))
    for row, record in zip(rows, made, strict=True):
        row.record_id = record.pk
    return {"deliveries": len(made)}


def identity(row: Row) -> Hashable:
    """The same number in the same system is the same record."""
    number = row.text("external_id")
    return (source_of(row), number) if number else None


KIND = Kind(
    key="deliveries",
    title="Deliveries",
    permission=Permission.DELIVERY_EDIT,
    fields=FIELDS,
    check=check,
    write=write,
    options=(CURRENCY,),
    instructions=(
        "One row per receipt of an order line. A split delivery is several rows with the same order and line.",
        "A line that was ordered and has not come yet is a row without a day of delivery.",
    ),
    identity=identity,
    label=lambda row: row.text("order_number") or row.text("delivery_note") or row.text("external_id"),
    record_url=lambda pk: reverse("deliveries:delivery", args=[pk]),
    list_url=lambda: reverse("deliveries:list"),
)
