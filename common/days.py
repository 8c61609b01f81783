"""Counting with days, for rules that know no framework."""

from calendar import monthrange
from datetime import date

NO_DAY = date(9999, 12, 31)
"""Stands for "never" in stored columns that sort by a day and are not NULL."""


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
