"""When two entries tell of one receipt: what came once must not count twice."""

from collections.abc import Hashable

from deliveries.domain.records import DeliveryData


def is_same_receipt(one: DeliveryData, other: DeliveryData) -> bool:
    """Whether both tell of the same goods: one order, line and delivery note, one day, one quantity.

    Large and small letters are the same, and where order and line say which part it is, one of the two may leave the
    part number out. Two part deliveries of one day and quantity differ by their delivery notes.
    """
    return _named(one) == _named(other) and _may_be_one_part(one, other)


def _named(given: DeliveryData) -> tuple[Hashable, ...]:
    words = (given.order_number, given.order_line, given.delivery_note)
    return (*(_plain(word) for word in words), given.happened_on, given.delivered_quantity)


def _may_be_one_part(one: DeliveryData, other: DeliveryData) -> bool:
    parts = {_plain(given.part_number) for given in (one, other)}
    named_by_line = bool(one.order_number and one.order_line)
    return len(parts) == 1 or (named_by_line and "" in parts)


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()
