"""What must hold before a model may rate anybody. Each problem is a sentence for the person who saves it."""

from collections.abc import Iterator
from itertools import pairwise

from scoring.domain.facts import Criticality, Source
from scoring.domain.fixed import PPM
from scoring.domain.model import MOST_FOR_CERTIFICATION, Indicator, Likelihood, Model

BANDED = (Likelihood.LOW, Likelihood.MODERATE, Likelihood.HIGH, Likelihood.CRITICAL)
PRIOR_POINTS = range(30_000, 40_001)


class InvalidModel(ValueError):
    """A model that breaks its own rules; ``problems`` says which."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def check_model(model: Model) -> Model:
    """The model itself, or InvalidModel with every problem found."""
    problems = [*_weights(model), *_bands(model), *_indicators(model), *_matrix(model), *_sources(model)]
    if problems:
        raise InvalidModel(problems)
    return model


def _weights(model: Model) -> Iterator[str]:
    if sum(pillar.weight for pillar in model.pillars) != 1_000:
        yield "the pillars' weights add up to 100 %"
    if model.pillar(model.certification_pillar).weight > MOST_FOR_CERTIFICATION:
        yield "certification may never weigh more than 20 %"
    for pillar in model.pillars:
        total = sum(one.weight for one in model.indicators if one.pillar == pillar.key)
        if pillar.key != model.certification_pillar and total != 1_000:
            yield f"the indicators of {pillar.label} add up to 100 % (now {total / 10} %)"


def _bands(model: Model) -> Iterator[str]:
    if tuple(band.likelihood for band in model.bands) != BANDED:
        yield "there is one band each for low, moderate, high and critical, in this order"
    floors = [band.floor for band in model.bands]
    if floors[-1] != 0:
        yield "the lowest band starts at 0: no gap"
    if floors[0] > 1_000 or any(a <= b for a, b in pairwise(floors)):
        yield "every band is reachable: floors fall from at most 100 to 0"
    if not 0 < model.unproven_below < PPM:
        yield "unproven starts below a confidence between 0 and 1"


def _indicators(model: Model) -> Iterator[str]:
    pillars = {pillar.key for pillar in model.pillars}
    actions = {action.key for action in model.actions}
    keys = [one.key for one in model.indicators]
    if len(set(keys)) != len(keys):
        yield "each indicator appears once"
    for one in model.indicators:
        yield from (f"{one.label}: {problem}" for problem in one.curve.problems())
        yield from (f"{one.label}: {problem}" for problem in _indicator(one, pillars, actions, keys))


def _indicator(one: Indicator, pillars: set[str], actions: set[str], keys: list[str]) -> Iterator[str]:
    if one.pillar not in pillars:
        yield "its pillar is unknown"
    if one.action not in actions:
        yield "its action is unknown"
    if one.k <= 0 or one.half_life_days <= 0 or one.undisclosed <= 0 or one.weight <= 0:
        yield "weight, k, half-life and the weight of a refusal are above zero"
    if one.curve.points(one.prior) not in PRIOR_POINTS:
        yield "the prior is worth 30 to 40 points"
    if one.target <= one.prior:
        yield "the target lies above the prior"
    if one.excuse and one.excuse.indicator not in keys:
        yield "what excuses it is unknown"


def _matrix(model: Model) -> Iterator[str]:
    cells = [(cell.likelihood, cell.criticality) for cell in model.matrix]
    if len(set(cells)) != len(cells) or len(cells) != len(Likelihood) * len(Criticality):
        yield "the risk matrix has one cell for each likelihood and criticality"
    if any(cell.re_evaluate_months < 1 for cell in model.matrix):
        yield "each cell has a re-evaluation interval"


def _sources(model: Model) -> Iterator[str]:
    if {source for source, _ in model.strengths} != set(Source):
        yield "each source has a strength"
    if any(value <= 0 for _, value in model.strengths):
        yield "each strength is above zero"
