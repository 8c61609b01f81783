"""A portfolio by likelihood × criticality, and by score × confidence: counts with their shares, nothing hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood, MatrixCell

TENTHS = 10
"""Steps of score and of confidence in the map of confidence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the risk matrix: what the model says of it, and how many scopes stand there."""

    rule: MatrixCell
    count: int
    share: int
    """Of all counted, in tenths of a percent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One likelihood with its cells, from critical to standard."""

    likelihood: Likelihood
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """All cells, best likelihood first."""

    rows: tuple[Row, ...]
    total: int

    def at_risk(self, risk: str) -> int:
        """How many stand in cells of this risk."""
        return sum(cell.count for row in self.rows for cell in row.cells if cell.rule.risk == risk)

    def column(self, criticality: Criticality) -> int:
        """How many scopes have this criticality."""
        return sum(cell.count for row in self.rows for cell in row.cells if cell.rule.criticality is criticality)


def risk_matrix(rules: Sequence[MatrixCell], counts: Mapping[tuple[str, str], int]) -> RiskMatrix:
    """The matrix of a model with counts by (likelihood, criticality)."""
    total = sum(counts.values())
    rows = []
    for likelihood in Likelihood:
        cells = []
        for criticality in Criticality:
            rule = next(one for one in rules if one.likelihood is likelihood and one.criticality is criticality)
            number = counts.get((likelihood.value, criticality.value), 0)
            cells.append(Cell(rule, number, share(number, total)))
        rows.append(Row(likelihood, tuple(cells)))
    return RiskMatrix(tuple(rows), total)


def share(number: int, total: int) -> int:
    """Tenths of a percent, rounded half up; 0 of nothing."""
    return (number * 2_000 + total) // (2 * total) if total else 0


@dataclass(frozen=True, slots=True)
class ConfidenceMap:
    """Counts by step of score and step of confidence (0–9 each; the tenth step takes the full 100 in)."""

    counts: Mapping[tuple[int, int], int]
    unproven: int
    """Those with too little evidence for a band of their own."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def proven(self) -> int:
        return self.total - self.unproven

    @property
    def most(self) -> int:
        return max(self.counts.values(), default=0)

    def at(self, score: int, confidence: int) -> int:
        return self.counts.get((score, confidence), 0)


def confidence_map(counts: Mapping[tuple[int, int], int], unproven: int) -> ConfidenceMap:
    """The map, with 100 taken into the last step."""
    found: dict[tuple[int, int], int] = {}
    for (score, confidence), number in counts.items():
        key = (min(score, TENTHS - 1), min(confidence, TENTHS - 1))
        found[key] = found.get(key, 0) + number
    return ConfidenceMap(found, unproven)


@dataclass(frozen=True, slots=True)
class Thin:
    """A part of the portfolio with how many of its scopes are unproven."""

    key: str
    label: str
    count: int
    unproven: int

    @property
    def share(self) -> int:
        """Unproven of all, in tenths of a percent."""
        return share(self.unproven, self.count)
