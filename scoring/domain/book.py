"""What follows from a model alone, worked out once per model: a portfolio is rated with one model, 100,000 times."""

from dataclasses import dataclass, field, replace

from scoring.domain.facts import Source
from scoring.domain.model import Action, Indicator, Model, Nature
from scoring.domain.scorecard import IndicatorResult, State

_MOST_BOOKS = 8
_MOST_KEPT = 20_000


@dataclass(slots=True, eq=False)
class Book:
    """Look-ups of one model. ``unseen`` has the result of each indicator of which nothing is known.

    ``kept`` has those results once more with their contributions: of most indicators nothing is known of most
    suppliers, and contributions are few small numbers.
    """

    model: Model
    weights: dict[str, int]
    strengths: dict[Source, int]
    actions: dict[str, Action]
    certificate_points: dict[tuple[str, str], int]
    certificate_confidence: dict[str, int]
    by_nature: dict[tuple[Nature, ...], tuple[Indicator, ...]] = field(default_factory=dict)
    unseen: dict[tuple[str, str], IndicatorResult] = field(default_factory=dict)
    kept: dict[tuple[int, int, int], IndicatorResult] = field(default_factory=dict)

    def of_natures(self, natures: tuple[Nature, ...]) -> tuple[Indicator, ...]:
        """The indicators of these natures, in the model's order."""
        if natures not in self.by_nature:
            self.by_nature[natures] = tuple(one for one in self.model.indicators if one.nature in natures)
        return self.by_nature[natures]

    def unknown(self, indicator: Indicator, set_aside: str) -> IndicatorResult:
        """The result of an indicator without any observation; `set_aside`: why the profile does not ask for it."""
        key = (indicator.key, set_aside)
        if key not in self.unseen:
            self.unseen[key] = self._unknown(indicator, set_aside)
        return self.unseen[key]

    def settled(self, result: IndicatorResult, contribution: int, possible: int) -> IndicatorResult:
        """The result with what it contributes to the score, and what it could."""
        if self.unseen.get((result.key, result.note)) is not result:
            return replace(result, contribution=contribution, possible=possible)
        key = (id(result), contribution, possible)
        if key not in self.kept:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            self.kept[key] = replace(result, contribution=contribution, possible=possible)
        return self.kept[key]

    def _unknown(self, indicator: Indicator, set_aside: str) -> IndicatorResult:
        return IndicatorResult(
            key=indicator.key,
            label=indicator.label,
            pillar=indicator.pillar,
            nature=indicator.nature,
            state=State.NOT_APPLICABLE if set_aside else State.NO_EVIDENCE,
            points=indicator.curve.points(indicator.prior),
            confidence=0,
            weight=self.weights[indicator.key],
            target_points=indicator.curve.points(indicator.target),
            action=indicator.action,
            unit=indicator.unit,
            value=indicator.prior,
            note=set_aside,
        )


_books: dict[int, Book] = {}


def book_of(model: Model) -> Book:
    """The book of this very model."""
    book = _books.get(id(model))
    if book is None or book.model is not model:
        if len(_books) >= _MOST_BOOKS:
            _books.clear()
        book = _books[id(model)] = _write(model)
    return book


def _write(model: Model) -> Book:
    pillars = {one.key: one.weight for one in model.pillars}
    return Book(
        model,
        weights={one.key: pillars[one.pillar] * one.weight for one in model.indicators},
        strengths=dict(model.strengths),
        actions={one.key: one for one in model.actions},
        certificate_points={(check, result): points for check, result, points in model.certificate.points},
        certificate_confidence=dict(model.certificate.confidence),
    )
