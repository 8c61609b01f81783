"""What the engine returns. Plain, frozen, complete: page, PDF and snapshot show it and compute nothing again."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.domain.facts import Criticality, OwnTarget, Source
from scoring.domain.model import Likelihood, Nature


class State(StrEnum):
    """The three states of an indicator."""

    MEASURED = "measured"
    NO_EVIDENCE = "no_evidence"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class UsedRecord:
    """One record behind an indicator: what it said and how much of its weight still counts (ppm of its own)."""

    record: str
    on: date | None
    source: Source | None
    good: int
    of: int
    disclosed: bool
    counts: int
    replaced: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of a certificate with the points (whole) it allows."""

    check: str
    result: str
    points: int


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator on the day. Shares and confidence in ppm, points in thousandths, contributions in tenths."""

    key: str
    label: str
    pillar: str
    nature: Nature
    state: State
    points: int
    confidence: int
    weight: int
    target_points: int
    action: str
    unit: str = ""
    value: int | None = None
    measured: int | None = None
    measured_points: int | None = None
    speaks_alone: bool = False
    contribution: int = 0
    possible: int = 0
    note: str = ""
    records: tuple[UsedRecord, ...] = ()
    checks: tuple[CheckResult, ...] = ()


@dataclass(frozen=True, slots=True)
class PillarResult:
    """One pillar: the weighted mean of its applicable indicators."""

    key: str
    label: str
    state: State
    points: int
    confidence: int
    contribution: int
    possible: int


@dataclass(frozen=True, slots=True)
class Cap:
    """A rule that limits the band: its reason in words, the record behind it, and what lifts it."""

    key: str
    limit: Likelihood
    reason: str
    record: str
    lifts_when: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that a person should look at; worth no points by itself."""

    text: str
    record: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Incoming-inspection coverage with its 95 % interval (ppm) and how many more receipts would settle it."""

    covered: int
    receipts: int
    lower: int
    upper: int
    under_limit: bool
    more_to_sample: int
    record: str


@dataclass(frozen=True, slots=True)
class ClauseGap:
    """Paper and practice points (thousandths) of one clause group; None where nothing was seen."""

    group: str
    label: str
    paper: int | None
    practice: int | None

    @property
    def gap(self) -> int | None:
        """Paper minus practice, when both are measurable."""
        return None if self.paper is None or self.practice is None else self.paper - self.practice


@dataclass(frozen=True, slots=True)
class Gap:
    """The paper–practice gap over measured indicators only."""

    paper: int | None
    practice: int | None
    groups: tuple[ClauseGap, ...]

    @property
    def points(self) -> int | None:
        """Paper minus practice in thousandths; None means: not yet measurable."""
        return None if self.paper is None or self.practice is None else self.paper - self.practice


@dataclass(frozen=True, slots=True)
class Improvement:
    """One action and the gain (tenths) if its indicators reached their targets."""

    action: str
    text: str
    gain: int
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the risk matrix says for this likelihood on this criticality."""

    risk: str
    re_evaluate_months: int
    re_evaluate_on: date
    audit: str
    documents: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The rating of one scope on one day. ``score`` and contributions in tenths of a point, confidence in ppm."""

    engine: str
    model_version: int
    supplier: str
    scope: str
    scope_label: str
    criticality: Criticality
    on: date
    likelihood: Likelihood
    band: Likelihood
    measured_alone: Likelihood | None
    score: int
    confidence: int
    headline: str
    next_step: str
    consequence: Consequence
    pillars: tuple[PillarResult, ...]
    indicators: tuple[IndicatorResult, ...]
    caps: tuple[Cap, ...]
    gap: Gap
    improvements: tuple[Improvement, ...]
    flags: tuple[Flag, ...]
    coverage: Coverage | None
    own_targets: tuple[OwnTarget, ...]

    @property
    def binding_cap(self) -> Cap | None:
        """The cap that holds the rating where it is, if one does."""
        return next((cap for cap in self.caps if cap.limit is self.likelihood), None)

    def indicator(self, key: str) -> IndicatorResult:
        """The result with this key; KeyError when the model has none."""
        for one in self.indicators:
            if one.key == key:
                return one
        raise KeyError(key)
