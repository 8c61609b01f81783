"""The paper–practice gap: points of paper beside points of practice, over measured indicators only.

Paper is certification, documented procedures and punctual answers. Practice is what was seen on the floor, measured at
delivery, or verified as effective. Both sides use the evidence alone, without a prior, weighted by confidence.
"""

from collections.abc import Iterable, Sequence

from scoring.domain.book import Book, book_of
from scoring.domain.evidence import Evidence
from scoring.domain.facts import Observation
from scoring.domain.fixed import PPM
from scoring.domain.model import Indicator, Model, Nature
from scoring.domain.scorecard import ClauseGap, Gap, IndicatorResult, State

CLAUSE_GROUPS = (
    ("7.1.5", "Calibration"),
    ("8.4", "External providers"),
    ("8.5.1", "Production control"),
    ("8.6", "Release"),
    ("8.7", "Nonconforming output"),
    ("10.2", "Corrective action"),
)


def gap(indicators: Sequence[IndicatorResult], evidence: dict[str, Evidence], model: Model) -> Gap:
    """The gap as one figure and per clause group; a side without evidence is None."""
    measured = [one for one in indicators if one.state is State.MEASURED]
    paper = _mean(one for one in measured if one.nature is Nature.PAPER)
    practice = _mean(one for one in measured if one.nature in (Nature.PRACTICE, Nature.DELIVERED))
    claimed = _mean(one for one in measured if one.pillar == model.certification_pillar)
    book = book_of(model)
    groups = tuple(_group(key, label, claimed, evidence, book) for key, label in CLAUSE_GROUPS)
    return Gap(paper, practice, groups)


def _mean(results: Iterable[IndicatorResult]) -> int | None:
    found = list(results)
    weight = sum(one.weight * one.confidence // PPM for one in found)
    if not weight:
        return None
    return sum((one.weight * one.confidence // PPM) * (one.measured_points or 0) for one in found) // weight


def _group(key: str, label: str, claimed: int | None, evidence: dict[str, Evidence], book: Book) -> ClauseGap:
    """Paper of a group is what the certificate claims for every clause and what its documents say of this one."""
    written = _side(key, (Nature.PAPER,), evidence, book)
    sides = [one for one in (claimed, written) if one is not None]
    paper = sum(sides) // len(sides) if sides else None
    return ClauseGap(key, label, paper, _side(key, (Nature.PRACTICE, Nature.DELIVERED), evidence, book))


def _side(key: str, natures: tuple[Nature, ...], evidence: dict[str, Evidence], book: Book) -> int | None:
    """Mean points of a group's evidence, each indicator weighted like in the score."""
    weight = earned = 0
    for indicator in book.of_natures(natures):
        seen = evidence[indicator.key].uses
        if not seen:
            continue
        uses = [use for use in seen if _is_in(use.observation, indicator, key)]
        if whole := sum(use.seen for use in uses):
            mine = book.weights[indicator.key]
            weight += mine
            earned += mine * indicator.curve.points(sum(use.seen_good for use in uses) * PPM // whole)
    return earned // weight if weight else None


def _is_in(one: Observation, indicator: Indicator, group: str) -> bool:
    return (one.clause_group or indicator.clause_group) == group
