"""Weight of evidence: how much was observed × strength of the source × freshness, and the shrunken value.

The good part of an observation fades with the indicator's half-life; its adverse part keeps its weight until replaced
(replacement.py). Both are sums, so one more good observation never lowers the value and one more bad one never
raises it.

What was measured is another question than what it still proves. There good and adverse fade alike: of 754 order lines
with 700 on time nine in ten were on time, also ten years later, when little of the good is left to prove
anything and the adverse keeps its weight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scoring.domain.book import Book
from scoring.domain.facts import Observation, Source
from scoring.domain.fixed import PPM, STRENGTH, freshness
from scoring.domain.model import Indicator
from scoring.domain.replacement import Check, replaced_amounts


@dataclass(frozen=True, slots=True)
class Use:
    """What one observation counts for: its weights on the day, in thousandths of a unit × thousandths of strength.

    `seen` is its weight where good and adverse fade alike, in millionths of that; `seen_good` the good part of it.
    """

    observation: Observation
    full: int
    good: int
    bad: int
    replaced: int
    seen_good: int
    seen: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known for one indicator: the sums of its uses."""

    uses: tuple[Use, ...]
    good: int
    bad: int
    full: int
    seen_good: int
    seen: int

    @property
    def weight(self) -> int:
        """The n of the shrinkage."""
        return self.good + self.bad

    @property
    def is_adverse(self) -> bool:
        """Whether anything at all was not in order."""
        return any(use.observation.good < use.observation.of for use in self.uses)

    def shrunk(self, indicator: Indicator) -> int:
        """(Σ weighted observations + k·prior) / (n + k), in parts per million."""
        k = indicator.k * STRENGTH
        return (self.good * PPM + k * indicator.prior) // (self.weight + k)

    def measured(self) -> int | None:
        """The value of the evidence alone, recent evidence counting more; None without evidence."""
        return self.seen_good * PPM // self.seen if self.seen else None

    def confidence(self, indicator: Indicator) -> int:
        """n / (n + k), in parts per million."""
        return self.weight * PPM // (self.weight + indicator.k * STRENGTH)

    def speaks_alone(self, indicator: Indicator, share: int) -> bool:
        """Whether enough was ever observed (``share`` of k, unfaded) to be judged without a prior."""
        return self.full * PPM >= indicator.k * STRENGTH * share and self.weight > 0


NOTHING = Evidence((), 0, 0, 0, 0, 0)


def gather(indicator: Indicator, book: Book, observations: Iterable[Observation], on: date) -> Evidence:
    """Weigh the observations of one indicator on a day; later ones are not known yet and are left out."""
    known = sorted((one for one in observations if one.observed_on <= on), key=_order)
    fulls = [_full_weight(one, indicator, book.strengths) for one in known]
    goods = [full * one.good // one.of for full, one in zip(fulls, known, strict=True)]
    replaced = _replaced(known, book.strengths, fulls, goods)
    uses = []
    for one, full, good, gone in zip(known, fulls, goods, replaced, strict=True):
        fresh = freshness((on - one.observed_on).days, indicator.half_life_days)
        bad = full - good - gone * (PPM - fresh) // PPM
        share = fresh or 1  # what was seen once never counts as not seen
        uses.append(Use(one, full, good * fresh // PPM, bad, gone, good * share, full * share))
    return _summed(uses)


def _summed(uses: Sequence[Use]) -> Evidence:
    return Evidence(
        tuple(uses),
        sum(use.good for use in uses),
        sum(use.bad for use in uses),
        sum(use.full for use in uses),
        sum(use.seen_good for use in uses),
        sum(use.seen for use in uses),
    )


def as_first_engine(evidence: Evidence) -> Evidence:
    """Evidence as engine 1 measured it: only the good fades, so that what is old and mixed tends to nothing."""
    return _summed([replace(use, seen_good=use.good, seen=use.good + use.bad) for use in evidence.uses])


def _order(one: Observation) -> tuple[date, str, str, str, int, int]:
    return one.observed_on, one.record, one.question, one.clause_group, one.good, one.of


def _full_weight(one: Observation, indicator: Indicator, strengths: dict[Source, int]) -> int:
    amount = one.amount if one.disclosed else indicator.undisclosed
    return amount * strengths[one.source]


def _replaced(known: list[Observation], strengths: dict[Source, int], fulls: list[int], goods: list[int]) -> list[int]:
    """Replacement happens within one question of the indicator."""
    result = [0] * len(known)
    by_question: dict[str, list[int]] = {}
    for index, one in enumerate(known):
        by_question.setdefault(one.question, []).append(index)
    for indexes in by_question.values():
        checks = [
            Check(known[i].observed_on, strengths[known[i].source], fulls[i] - goods[i], fulls[i]) for i in indexes
        ]
        for i, amount in zip(indexes, replaced_amounts(checks), strict=True):
            result[i] = amount
    return result
