"""Shares, intervals and quantities as people read them."""

from decimal import Decimal

from deliveries.domain.days import told
from deliveries.domain.lots import Share
from deliveries.domain.records import DeliveryData

PPM_PER_TENTH = 1_000


def percent(ppm: int) -> str:
    """Parts per million as percent with one decimal, rounded half up; whole where the decimal is nothing.

    For limits of intervals: these may reach 100 % by rounding. Shares themselves are `share_percent`.
    """
    return permille((ppm + PPM_PER_TENTH // 2) // PPM_PER_TENTH)


def permille(value: int | None) -> str:
    """Thousandths as percent; a dash where there is nothing to measure."""
    if value is None:
        return "–"
    return f"{value // 10} %" if value % 10 == 0 else f"{value // 10}.{value % 10} %"


def share_percent(share: Share) -> str:
    """`66.7 %`: rounded once, from the numbers themselves, and 100 % only where nothing is missing."""
    return permille(share.permille)


def share_words(share: Share) -> str:
    """`96.7 % (88.6 to 99.1 %)`; honest where nothing was looked at."""
    return f"{share_percent(share)} ({_range(share)})" if share.of else "not measurable"


def interval_words(share: Share) -> str:
    """`95 % interval 88.6 to 99.1 %`."""
    return f"95 % interval {_range(share)}"


def _range(share: Share) -> str:
    lower, upper = share.interval
    return f"{percent(lower).removesuffix(' %')} to {percent(upper)}"


def ppm_words(share: Share) -> str:
    """`1,250 ppm`; honest where nothing was inspected."""
    return "not measurable" if share.ppm is None else f"{share.ppm:,} ppm"


def ppm_interval_words(share: Share) -> str:
    """`95 % interval 680 to 2,290 ppm`."""
    lower, upper = share.interval
    return f"95 % interval {lower:,} to {upper:,} ppm"


def quantity(value: Decimal | None, unit: str = "") -> str:
    """A quantity without the zeros that only the database needs."""
    if value is None:
        return "–"
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{text} {unit}".strip()


def recorded_already(known: DeliveryData) -> str:
    """Why the same delivery is not kept twice, and what to do where it did come twice."""
    day = told(known.happened_on) if known.happened_on else "–"
    if known.delivered_on is None:
        return (
            f"This open line is recorded already, due {day}. "
            "Another one needs an order line of its own; correct the first if something about it changed."
        )
    came = quantity(known.delivered_quantity, known.unit)
    return (
        f"This receipt is recorded already: {came} on {day}. "
        "A second part delivery needs its own delivery note or its own day of delivery."
    )
