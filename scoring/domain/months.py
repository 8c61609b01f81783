"""How much a rating moved in a month counts: by its size, by whether its word changed, and by what is bought."""

from datetime import date

from scoring.domain.facts import Criticality

CROSSING = 100
"""A change of the word weighs as much as ten points, in tenths."""

WEIGHTS = {Criticality.CRITICAL: 3, Criticality.MAJOR: 2, Criticality.STANDARD: 1}
"""What one tenth of a point weighs, by the criticality of the scope."""

NEWS = 10
"""Tenths of a point from which a change of the score is worth telling; less is evidence that faded a little."""


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
