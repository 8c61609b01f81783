"""What would raise it: per action the gain if its weak or missing indicators reached their targets, largest first."""

from collections.abc import Sequence

from scoring.domain.book import book_of
from scoring.domain.model import Model
from scoring.domain.scorecard import Improvement, IndicatorResult, State

MOST = 3


def improvements(indicators: Sequence[IndicatorResult], weight: int, model: Model) -> tuple[Improvement, ...]:
    """The three largest gains (tenths of a point) among the actions that can be recorded."""
    begun = {one.pillar for one in indicators if one.state is State.MEASURED}
    actions = book_of(model).actions
    gains: dict[str, int] = {}
    parts: dict[str, list[str]] = {}
    for one in indicators:
        missing = one.weight * (one.target_points - one.points)
        action = actions[one.action]
        waits = action.once_begun and one.pillar not in begun
        if one.state is State.NOT_APPLICABLE or missing <= 0 or waits or not action.offered:
            continue
        gains[one.action] = gains.get(one.action, 0) + missing
        parts.setdefault(one.action, []).append(one.key)
    found = [
        Improvement(key, actions[key].text, gain // (weight * 100), tuple(parts[key])) for key, gain in gains.items()
    ]
    found.sort(key=lambda one: (-one.gain, one.action))
    return tuple(one for one in found if one.gain)[:MOST]
