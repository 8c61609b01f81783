"""Comparing the criticality of what we buy with that of the supplier."""

from suppliers.domain.terms import Criticality

_ORDER = list(Criticality)


def is_more_critical(part: Criticality, supplier: Criticality) -> bool:
    """Whether a part weighs more than the supplier as a whole is said to."""
    return _ORDER.index(part) < _ORDER.index(supplier)
