"""What a delivery, an inspected lot and a nonconformance say, and what cannot be true of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.problems import Problem
from deliveries.domain.currencies import is_currency
from deliveries.domain.days import happened_problems, planned_problems
from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import KnownFrom, Severity
from deliveries.domain.stages import OUR_STAGES, Stage

LARGEST = Decimal("999999999999")
"""Quantities and amounts above this are slips of the keyboard, not goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryData:
    """One receipt of one order line. Without `delivered_on` it is an open line: ordered, and nothing has come yet."""

    order_number: str = ""
    order_line: str = ""
    delivery_note: str = ""
    part_number: str = ""
    revision: str = ""
    description: str = ""
    ordered_quantity: Decimal | None = None
    delivered_quantity: Decimal = Decimal(0)
    unit: str = ""
    requested_on: date | None = None
    promised_on: date | None = None
    delivered_on: date | None = None
    noted_on: date | None = None
    value: Decimal | None = None
    currency: str = ""
    transport: str = ""
    incoterm: str = ""
    source: str = ""
    external_id: str = ""

    @property
    def happened_on(self) -> date | None:
        """The day it is listed under: of arrival, else the day it is due."""
        return self.delivered_on or self.promised_on or self.requested_on

    @property
    def line_key(self) -> str:
        """Which order line it belongs to. Receipts with the same key are parts of one line.

        Order and line number name it. Where the line has no number, a record of another system stands for itself, and
        by hand the order with part and dates is the best there is.
        """
        if self.order_number and self.order_line:
            return f"{self.order_number}/{self.order_line}"
        if self.external_id:
            return f"#{self.source}#{self.external_id}"
        days = (self.requested_on, self.promised_on)
        return "/".join([self.order_number, "", self.part_number, *(day.isoformat() if day else "" for day in days)])


def delivery_problems(given: DeliveryData, today: date) -> list[Problem]:
    """Everything that cannot be true of a delivery, empty when it may be kept."""
    return list(_delivery_problems(given, today))


def _delivery_problems(given: DeliveryData, today: date) -> Iterator[Problem]:
    if given.happened_on is None:
        yield Problem("delivered_on", "Give the day of delivery, or the day it is due while nothing has come.")
    if not (given.order_number or given.delivery_note or given.part_number or given.external_id):
        yield Problem("order_number", "Give an order, delivery-note or part number, so that it can be found again.")
    if given.delivered_on is not None and given.delivered_quantity <= 0:
        yield Problem("delivered_quantity", "How much came? More than nothing; else leave the day of delivery empty.")
    if given.delivered_on is None and given.delivered_quantity:
        yield Problem("delivered_on", "Something came: give the day.")
    yield from _days_of_delivery(given, today)
    if given.ordered_quantity is not None and given.ordered_quantity <= 0:
        yield Problem("ordered_quantity", "More than nothing was ordered; leave it empty if you do not know how much.")
    yield from _currency_problems(given.value, given.currency)
    for name in ("ordered_quantity", "delivered_quantity", "value"):
        amount = getattr(given, name)
        if amount is not None and not -LARGEST <= amount <= LARGEST:
            yield Problem(name, "This number has too many digits. Check it.")


def _currency_problems(amount: Decimal | None, currency: str) -> Iterator[Problem]:
    if amount and not currency:
        yield Problem("currency", "In which currency? Three letters, for instance EUR.")
    if currency and not is_currency(currency):
        yield Problem("currency", f"{currency} is no currency. Give its three letters of ISO 4217, for instance EUR.")


def _days_of_delivery(given: DeliveryData, today: date) -> Iterator[Problem]:
    yield from happened_problems("delivered_on", "Delivered on", given.delivered_on, today)
    yield from happened_problems("noted_on", "Noted on", given.noted_on, today)
    for name, label in (("requested_on", "Requested for"), ("promised_on", "Promised for")):
        yield from planned_problems(name, label, getattr(given, name), given.delivered_on, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotData:
    """One inspected lot. `sample_size` None: inspected, and nobody noted how many parts."""

    part_number: str
    inspected_on: date
    result: LotResult
    revision: str = ""
    lot_number: str = ""
    order_number: str = ""
    received_on: date | None = None
    lot_size: int | None = None
    sample_size: int | None = None
    nonconforming: int | None = None
    plan: str = ""
    inspector: str = ""
    note: str = ""
    source: str = ""
    external_id: str = ""


def lot_problems(given: LotData, today: date) -> list[Problem]:
    """Everything that cannot be true of an inspected lot."""
    return list(_lot_problems(given, today))


def _lot_problems(given: LotData, today: date) -> Iterator[Problem]:
    yield from happened_problems("inspected_on", "Inspected on", given.inspected_on, today)
    if given.received_on is not None and given.received_on <= given.inspected_on:
        yield from happened_problems("received_on", "Received on", given.received_on, today)
    if given.received_on is not None and given.received_on > given.inspected_on:
        yield Problem("received_on", "It was inspected before it came. Check the two dates.")
    if not (given.part_number or given.lot_number):
        yield Problem("part_number", "Give the part or the lot number, so that it can be found again.")
    for name in ("lot_size", "sample_size", "nonconforming"):
        number = getattr(given, name)
        if number is not None and not 0 <= number <= LARGEST:
            yield Problem(name, "This count is below zero or has too many digits.")
    yield from _sample_problems(given)


def _sample_problems(given: LotData) -> Iterator[Problem]:
    if given.result is LotResult.SKIP_LOT:
        if given.sample_size or given.nonconforming:
            yield Problem("sample_size", "Skip-lot means that nobody looked. Remove the counts, or choose a result.")
        return
    if given.sample_size == 0:
        yield Problem("sample_size", "Nobody looked at a part: choose skip-lot, or leave it empty if unknown.")
    if given.nonconforming is not None and given.sample_size is None:
        yield Problem("sample_size", "Of how many parts? Without the sample the count says nothing.")
    if given.sample_size is not None and given.nonconforming is None:
        yield Problem("nonconforming", "How many of them did not conform? Enter 0 for none.")
    if given.sample_size is not None and (given.nonconforming or 0) > given.sample_size:
        yield Problem("nonconforming", f"More than {_parts(given.sample_size)}: so many were inspected.")
    if given.lot_size is not None and (given.sample_size or 0) > given.lot_size:
        yield Problem("sample_size", f"More than {_parts(given.lot_size)}: so many are in the lot.")
    is_all_bad = bool(given.sample_size) and given.nonconforming == given.sample_size
    if is_all_bad and given.result is LotResult.ACCEPTED and not given.note.strip():
        yield Problem("note", "No part conformed, and it was accepted? Say here why, or choose another result.")


def _parts(number: int) -> str:
    return f"{number:,} part{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformanceData:
    """Something that did not conform, and where it was caught."""

    stage: Stage
    severity: Severity
    description: str
    found_on: date
    known_from: KnownFrom = KnownFrom.OUR_RECORD
    part_number: str = ""
    revision: str = ""
    lot_number: str = ""
    order_number: str = ""
    quantity_affected: int | None = None
    quantity_inspected: int | None = None
    stopped_line: bool = False
    cost: Decimal | None = None
    currency: str = ""
    source: str = ""
    external_id: str = ""


def nonconformance_problems(given: NonconformanceData, today: date) -> list[Problem]:
    """Everything that cannot be true of a nonconformance."""
    return list(_nonconformance_problems(given, today))


def _nonconformance_problems(given: NonconformanceData, today: date) -> Iterator[Problem]:
    yield from happened_problems("found_on", "Found on", given.found_on, today)
    if not given.description.strip():
        yield Problem("description", "Say what does not conform: what is so, and what should be.")
    if given.stage in OUR_STAGES and given.known_from is not KnownFrom.OUR_RECORD:
        yield Problem("known_from", "What was caught at ours or later is our own record.")
    if given.stopped_line and given.stage not in OUR_STAGES:
        yield Problem("stopped_line", "What the supplier caught did not stop our line.")
    for name in ("quantity_affected", "quantity_inspected"):
        number = getattr(given, name)
        if number is not None and not 0 <= number <= LARGEST:
            yield Problem(name, "This count is below zero or has too many digits.")
    if given.cost is not None and not 0 <= given.cost <= LARGEST:
        yield Problem("cost", "Costs are not below zero, and have at most twelve digits.")
    yield from _currency_problems(given.cost, given.currency)
