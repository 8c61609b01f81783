"""Plain figures of a scorecard for overviews: stored beside the rating, so that a portfolio is counted by columns."""

from dataclasses import dataclass

from scoring.domain.bands import whole_percent
from scoring.domain.facts import Criticality
from scoring.domain.fixed import PPM
from scoring.domain.scorecard import PillarResult, Scorecard, State

RISKS = ("critical", "high", "moderate", "low")
"""Risks that a cell of the matrix can name, worst first."""

PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a card: ranks count from the worst (0); the gap is in tenths of a point, None: not yet measurable.

    `thinnest` is the pillar in which new evidence would raise the confidence most.
    """

    criticality: Criticality
    risk_rank: int
    practice_percent: int
    gap_tenths: int | None
    thinnest: str


def figures_of(card: Scorecard) -> Figures:
    """The figures of a card."""
    points = card.gap.points
    return Figures(
        criticality=card.criticality,
        risk_rank=risk_rank(card.consequence.risk),
        practice_percent=next((whole_percent(one.confidence) for one in card.pillars if one.key == PRACTICE), 0),
        gap_tenths=None if points is None else points // 100,
        thinnest=thinnest_pillar(card.pillars),
    )


def risk_rank(risk: str) -> int:
    """0 is the worst; a word that a model invented sorts after all that are known."""
    return RISKS.index(risk) if risk in RISKS else len(RISKS)


def thinnest_pillar(pillars: tuple[PillarResult, ...]) -> str:
    """The applicable pillar with the most weight that nobody has seen; empty when everything was seen."""
    unseen = {
        one.key: one.possible * (PPM - one.confidence) for one in pillars if one.state is not State.NOT_APPLICABLE
    }
    key = max(unseen, key=lambda each: unseen[each], default="")
    return key if unseen.get(key) else ""
