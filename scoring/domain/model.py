"""A rating model as data: weights, curves, k, half-lives, strengths, bands and the risk matrix, with a version."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.curves import Curve
from scoring.domain.facts import Criticality, Source


class Likelihood(StrEnum):
    """What a rating can say, best first; ``unproven`` stands between moderate and high."""

    LOW = "low"
    MODERATE = "moderate"
    UNPROVEN = "unproven"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 is best."""
        return LIKELIHOODS.index(self)


LIKELIHOODS = tuple(Likelihood)

MOST_FOR_CERTIFICATION = 200
"""Thousandths of the score that certification may weigh at most."""


def worse_of(*likelihoods: Likelihood) -> Likelihood:
    """The worst of the given likelihoods."""
    return max(likelihoods, key=lambda one: one.rank)


class Nature(StrEnum):
    """What kind of evidence an indicator rests on; decides its side of the paper–practice gap."""

    PAPER = "paper"
    PRACTICE = "practice"
    DELIVERED = "delivered"
    CAPABILITY = "capability"


@dataclass(frozen=True, slots=True)
class Excuse:
    """While nothing adverse is known of an indicator, enough clean evidence on another lets it leave the sum."""

    indicator: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured thing. Weight in thousandths of its pillar, k and amounts in thousandths of ``unit``."""

    key: str
    label: str
    pillar: str
    weight: int
    nature: Nature
    unit: str
    k: int
    prior: int
    half_life_days: int
    curve: Curve
    target: int
    action: str
    undisclosed: int
    clause_group: str = ""
    excuse: Excuse | None = None


@dataclass(frozen=True, slots=True)
class Pillar:
    """A weighted group of indicators; weight in thousandths of the whole."""

    key: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do to learn more or to make it better.

    ``offered`` only where it can be recorded; ``once_begun`` only when something of its pillar was measured.
    """

    key: str
    text: str
    offered: bool = True
    once_begun: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A likelihood from ``floor`` (tenths of a point) upwards to the next better band."""

    likelihood: Likelihood
    floor: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What follows for one likelihood on one criticality."""

    likelihood: Likelihood
    criticality: Criticality
    risk: str
    re_evaluate_months: int
    audit: str
    documents: str


@dataclass(frozen=True, slots=True)
class CertificatePoints:
    """Points (whole) for each result of each check of a certificate: (check, result, points)."""

    points: tuple[tuple[str, str, int], ...]
    confidence: tuple[tuple[str, int], ...]
    mandatory_weight: int
    expected_weight: int
    renewal_days: int


@dataclass(frozen=True, slots=True)
class CoverageLimit:
    """The limit on incoming-inspection coverage: cap when the 95 % upper bound is under ``share`` (ppm)."""

    indicator: str
    share: int
    lift_receipts: int


@dataclass(frozen=True, slots=True)
class Model:
    """A complete rating model. ``measured_share``: part of k (ppm) from which an indicator may speak alone."""

    version: int
    name: str
    certification_pillar: str
    pillars: tuple[Pillar, ...]
    indicators: tuple[Indicator, ...]
    strengths: tuple[tuple[Source, int], ...]
    bands: tuple[Band, ...]
    matrix: tuple[MatrixCell, ...]
    actions: tuple[Action, ...]
    certificate: CertificatePoints
    coverage: CoverageLimit
    unproven_below: int
    measured_share: int

    def strength(self, source: Source) -> int:
        """Strength of a source in thousandths of an announced audit."""
        return next(value for known, value in self.strengths if known is source)

    def indicator(self, key: str) -> Indicator:
        """The indicator with this key; KeyError when the model has none."""
        for one in self.indicators:
            if one.key == key:
                return one
        raise KeyError(key)

    def pillar(self, key: str) -> Pillar:
        """The pillar with this key; KeyError when the model has none."""
        for one in self.pillars:
            if one.key == key:
                return one
        raise KeyError(key)

    def action(self, key: str) -> Action:
        """The action with this key; KeyError when the model has none."""
        for one in self.actions:
            if one.key == key:
                return one
        raise KeyError(key)
