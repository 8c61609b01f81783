"""Ratings side by side: who is best and who is worst in a line, where a comparison is fair.

A value that nobody has seen enough of is shown and never ranked: unproven is not worst. Neither is a line ranked in
which fewer than two can be compared, or in which all are equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.bands import whole_percent
from scoring.domain.scorecard import Scorecard, State

MOST = 6
FAIR_PERCENT = 40
"""Confidence from which a value takes part in the ranking of its line."""


class Place(StrEnum):
    """Where a value stands in its line."""

    BEST = "best"
    WORST = "worst"
    BETWEEN = ""
    UNSEEN = "unseen"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Value:
    """Points in thousandths with their confidence in percent; None: nobody looked, or it does not apply."""

    points: int | None
    confidence: int
    place: Place = Place.BETWEEN


@dataclass(frozen=True, slots=True)
class Line:
    """One pillar or indicator over all that are compared."""

    key: str
    label: str
    pillar: str
    values: tuple[Value, ...]
    is_pillar: bool = False


def lines_of(cards: Sequence[Scorecard]) -> tuple[Line, ...]:
    """Pillars in the order of the model, each followed by its indicators."""
    lines = []
    for pillar in _in_order([(one.key, one.label) for card in cards for one in card.pillars]):
        values = [_pillar_value(card, pillar[0]) for card in cards]
        lines.append(Line(*pillar, pillar[0], ranked(values), is_pillar=True))
        mine = [(one.key, one.label) for card in cards for one in card.indicators if one.pillar == pillar[0]]
        for key, label in _in_order(mine):
            lines.append(Line(key, label, pillar[0], ranked([_indicator_value(card, key) for card in cards])))
    return tuple(lines)


def ranked(values: Sequence[Value]) -> tuple[Value, ...]:
    """The values with their places."""
    fair = [one.points for one in values if one.points is not None and one.confidence >= FAIR_PERCENT]
    if len(fair) < 2 or min(fair) == max(fair):
        return tuple(values)
    return tuple(_placed(one, min(fair), max(fair)) for one in values)


def _placed(one: Value, low: int, high: int) -> Value:
    if one.points is None or one.confidence < FAIR_PERCENT or one.points not in (low, high):
        return one
    return Value(one.points, one.confidence, Place.BEST if one.points == high else Place.WORST)


def _in_order(keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each once, in the order of their first mention."""
    return list(dict.fromkeys(keys))


def _pillar_value(card: Scorecard, key: str) -> Value:
    found = next((one for one in card.pillars if one.key == key), None)
    if found is None or found.state is State.NOT_APPLICABLE:
        return Value(None, 0, Place.NOT_ASKED)
    if found.state is State.NO_EVIDENCE:
        return Value(None, 0, Place.UNSEEN)
    return Value(found.points, whole_percent(found.confidence))


def _indicator_value(card: Scorecard, key: str) -> Value:
    found = next((one for one in card.indicators if one.key == key), None)
    if found is None or found.state is State.NOT_APPLICABLE:
        return Value(None, 0, Place.NOT_ASKED)
    if found.state is State.NO_EVIDENCE and not found.checks:
        return Value(None, 0, Place.UNSEEN)
    return Value(found.points, whole_percent(found.confidence))
