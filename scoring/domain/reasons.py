"""The sentence that a rating opens with, and the one thing to do next."""

from collections.abc import Sequence

from scoring.domain.bands import whole_percent
from scoring.domain.model import Likelihood
from scoring.domain.scorecard import Cap, Improvement, IndicatorResult, State
from scoring.domain.words import points_text, tenths_text


def headline(
    likelihood: Likelihood, confidence: int, caps: Sequence[Cap], indicators: Sequence[IndicatorResult]
) -> str:
    """Why the rating is what it is: the cap that holds it, or what is unknown, or what costs most."""
    holding = next((cap for cap in caps if cap.limit is likelihood), None)
    if holding is not None and likelihood is not Likelihood.UNPROVEN:
        return f"Held at {likelihood.value}: {holding.reason}."
    if likelihood is Likelihood.UNPROVEN:
        why = holding.reason if holding else _unknown(indicators)
        return f"Unproven, confidence {whole_percent(confidence)} %: {why}."
    worst = costliest(indicators)
    if worst is None:
        return f"{likelihood.value.capitalize()}: nothing weak was found in what was seen."
    lost = tenths_text(worst.possible - worst.contribution)
    return (
        f"{likelihood.value.capitalize()}: {_told(worst)} costs most ({lost} of {tenths_text(worst.possible)} points)."
    )


def costliest(indicators: Sequence[IndicatorResult]) -> IndicatorResult | None:
    """The measured indicator that costs most points."""
    measured = [one for one in indicators if one.state is State.MEASURED and one.possible > one.contribution]
    return max(measured, key=lambda one: one.possible - one.contribution, default=None)


def next_step(caps: Sequence[Cap], likelihood: Likelihood, improvements: Sequence[Improvement]) -> str:
    """Lift what holds the rating, or collect or improve what gains most."""
    holding = next((cap for cap in caps if cap.limit is likelihood), None)
    if holding is not None and likelihood is not Likelihood.UNPROVEN:
        return f"Lifts when {holding.lifts_when}."
    return f"{improvements[0].text} (up to +{tenths_text(improvements[0].gain)})." if improvements else ""


def _unknown(indicators: Sequence[IndicatorResult]) -> str:
    missing = [one for one in indicators if one.state is State.NO_EVIDENCE]
    worst = max(missing, key=lambda one: one.weight, default=None)
    return f"nothing is known yet of {len(missing)} indicators, first {worst.label}" if worst else "too little was seen"


def _told(one: IndicatorResult) -> str:
    return f"{one.label}, {points_text(one.points)} of 100,"
