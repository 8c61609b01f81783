"""The sentence that a rating opens with, and the one thing to do next."""

from collections.abc import Sequence

from scoring.domain.bands import whole_percent
from scoring.domain.fixed import FULL_POINTS, POINT
from scoring.domain.model import Likelihood, Model
from scoring.domain.pillars import Total
from scoring.domain.scorecard import Cap, Improvement, IndicatorResult, State
from scoring.domain.words import points_text, tenths_text

WEAK_UNDER = 90 * POINT


def headline(likelihood: Likelihood, alone: Likelihood | None, caps: Sequence[Cap], total: Total, model: Model) -> str:
    """Why the rating is what it is: the cap that holds it, or what is unknown, or what costs most."""
    holding = next((cap for cap in caps if cap.limit is likelihood), None)
    if likelihood is not Likelihood.UNPROVEN:
        if holding is not None:
            return f"Held at {likelihood.value}: {holding.reason}."
        return f"{likelihood.value.capitalize()}: {_costs(total.indicators)}."
    why = holding.reason if holding else _unknown(total)
    if total.confidence >= model.unproven_below and alone is not None:
        why = f"what was seen reads {alone.value}, but {why}"
    return f"Unproven, confidence {whole_percent(total.confidence)} %: {why}."


def _costs(indicators: Sequence[IndicatorResult]) -> str:
    """What was seen to be weak; where all that was seen is in order, what nobody has looked at."""
    weakest = costliest(indicators)
    if weakest is not None:
        lost = tenths_text(weakest.possible - weakest.contribution)
        told = f"{weakest.label}, {points_text(weakest.points)} of 100"
        return f"{told}, costs most ({lost} of {tenths_text(weakest.possible)} points)"
    unseen = [one for one in indicators if one.state is State.NO_EVIDENCE and one.weight]
    if not unseen:
        return "what was seen is in order"
    most = max(unseen, key=lambda one: one.possible - one.contribution)
    return f"what was seen is in order; most is missing where nobody has looked, first {most.label}"


def costliest(indicators: Sequence[IndicatorResult]) -> IndicatorResult | None:
    """The measured indicator whose evidence, without any prior, costs most points; None when all of it is good."""
    weak = [one for one in indicators if is_weak(one)]
    return max(weak, key=weakness, default=None)


def is_weak(one: IndicatorResult) -> bool:
    """Whether the evidence itself, not its small amount, keeps an indicator from its target."""
    return one.state is State.MEASURED and (one.measured_points or 0) < WEAK_UNDER


def weakness(one: IndicatorResult) -> int:
    """What the evidence of an indicator costs, in weight × thousandths of a point."""
    return one.weight * (FULL_POINTS - (one.measured_points or 0))


def next_step(caps: Sequence[Cap], likelihood: Likelihood, improvements: Sequence[Improvement]) -> str:
    """Lift what holds the rating, or collect or improve what gains most."""
    holding = next((cap for cap in caps if cap.limit is likelihood), None)
    if holding is not None and likelihood is not Likelihood.UNPROVEN:
        return f"Lifts when {holding.lifts_when}."
    return f"{improvements[0].text} (up to +{tenths_text(improvements[0].gain)})." if improvements else ""


def _unknown(total: Total) -> str:
    """How many indicators nobody has looked at, and where most of their weight lies."""
    asked = [one for one in total.indicators if one.state is not State.NOT_APPLICABLE]
    missing = [one for one in asked if one.state is State.NO_EVIDENCE]
    weights: dict[str, int] = {}
    for one in missing:
        weights[one.pillar] = weights.get(one.pillar, 0) + one.weight
    if not weights:
        return "too little was seen of each indicator"
    heaviest = max(weights, key=lambda key: weights[key])
    label = next(pillar.label for pillar in total.pillars if pillar.key == heaviest)
    return f"{len(missing)} of {len(asked)} indicators are unknown, first in {label.lower()}"
