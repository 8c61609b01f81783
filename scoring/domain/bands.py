"""From score to the word that is shown: bands, unproven, caps."""

from collections.abc import Iterable, Sequence

from scoring.domain.fixed import PPM
from scoring.domain.model import Likelihood, Model, worse_of
from scoring.domain.scorecard import Cap, IndicatorResult, State

HIDES_NOTHING = (Likelihood.HIGH, Likelihood.CRITICAL)


def band_of(score: int, model: Model) -> Likelihood:
    """The band of a score in tenths; half-open, so that a floor belongs to the better band."""
    return next(band.likelihood for band in model.bands if score >= band.floor)


def measured_alone(indicators: Iterable[IndicatorResult], model: Model) -> Likelihood | None:
    """The band that the measured indicators alone reach (renormalised); None while too little was measured.

    Only indicators with a fair part of their k speak, and a certificate never speaks by itself: what is measured is
    practice.
    """
    speaking = [one for one in indicators if one.speaks_alone and one.state is State.MEASURED]
    if all(one.pillar == model.certification_pillar for one in speaking):
        return None
    weight = sum(one.weight for one in speaking)
    return band_of(sum(one.weight * (one.measured_points or 0) for one in speaking) // (weight * 100), model)


def likelihood(
    band: Likelihood, confidence: int, alone: Likelihood | None, caps: Sequence[Cap], model: Model
) -> Likelihood:
    """The likelihood that is shown.

    Above the threshold of confidence: the band, limited by the caps. Below it: unproven, unless a cap or what was
    measured says high or critical.
    """
    limits = [cap.limit for cap in caps]
    if confidence >= model.unproven_below:
        return worse_of(without_prior(band, alone), *limits)
    loud = [one for one in (*limits, alone) if one in HIDES_NOTHING and one is not None]
    return worse_of(Likelihood.UNPROVEN, *loud)


def without_prior(band: Likelihood, alone: Likelihood | None) -> Likelihood:
    """A bad band that only the prior of missing evidence explains is not shown as bad but as unproven."""
    if alone is None or band not in HIDES_NOTHING or alone.rank >= band.rank:
        return band
    return worse_of(alone, Likelihood.UNPROVEN)


def whole_percent(share: int) -> int:
    """Confidence in whole percent, rounded down: 39.9 % is not yet 40 %."""
    return share * 100 // PPM
