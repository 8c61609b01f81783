"""Our measurement against the supplier's record, in exact arithmetic.

Two questions, kept apart. **Agreement**: does what we measured explain what they wrote? The difference may be as large
as both expanded uncertainties together (root of the sum of squares: the normalised error of ISO 13528 is at most 1).
**Conformity**: is the characteristic inside its limits? Proven only outside the guard band, which is our expanded
uncertainty to either side of each limit (ISO 14253-1); within it nothing is proven.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Agreement(StrEnum):
    """Whether the record holds against our measurement."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CONTRADICTED = "contradicted"


class Conformity(StrEnum):
    """Whether our measurement proves the characteristic inside or outside its limits."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    NOT_PROVEN = "not_proven"
    NO_LIMITS = "no_limits"


@dataclass(frozen=True, slots=True)
class Measured:
    """A characteristic measured again. Uncertainties are expanded (k = 2), in the unit of the values.

    `theirs` is the uncertainty of the supplier's value, or half of its last digit; zero when nothing is stated.
    """

    recorded: Decimal
    measured: Decimal
    uncertainty: Decimal
    theirs: Decimal = Decimal(0)
    lower: Decimal | None = None
    upper: Decimal | None = None


def agreement(one: Measured) -> Agreement:
    """Agrees; differs; or contradicted: their record is inside the limits and ours proves it outside."""
    difference = Fraction(one.measured) - Fraction(one.recorded)
    if difference**2 <= Fraction(one.uncertainty) ** 2 + Fraction(one.theirs) ** 2:
        return Agreement.AGREES
    if _within(one.recorded, one) and conformity(one) is Conformity.OUTSIDE:
        return Agreement.CONTRADICTED
    return Agreement.DIFFERS


def conformity(one: Measured) -> Conformity:
    """Our value against the limits, with our uncertainty as the guard band."""
    if one.lower is None and one.upper is None:
        return Conformity.NO_LIMITS
    guard = one.uncertainty
    below = one.lower is not None and one.measured < one.lower - guard
    above = one.upper is not None and one.measured > one.upper + guard
    if below or above:
        return Conformity.OUTSIDE
    over = one.lower is None or one.measured >= one.lower + guard
    under = one.upper is None or one.measured <= one.upper - guard
    return Conformity.INSIDE if over and under else Conformity.NOT_PROVEN


def _within(value: Decimal, one: Measured) -> bool:
    return (one.lower is None or value >= one.lower) and (one.upper is None or value <= one.upper)
