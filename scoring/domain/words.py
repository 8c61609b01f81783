"""Small words of the engine's sentences: dates, points and shares as people read them."""

from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """12 Mar 2027, whatever the machine's locale says."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def tenths_text(value: int) -> str:
    """Tenths of a point as 54.1."""
    sign = "−" if value < 0 else ""
    whole, rest = divmod(abs(value), 10)
    return f"{sign}{whole}.{rest}"


def points_text(value: int) -> str:
    """Thousandths of a point as whole points, rounded half up."""
    return str((value + 500) // 1_000)
