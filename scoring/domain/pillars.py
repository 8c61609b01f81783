"""From indicators to the score: who stays in the sum, exact contributions, pillars and overall confidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoring.domain.book import book_of
from scoring.domain.fixed import FULL_POINTS
from scoring.domain.indicators import Judged
from scoring.domain.model import Model
from scoring.domain.scorecard import IndicatorResult, PillarResult, State


@dataclass(frozen=True, slots=True)
class Total:
    """Score in tenths of a point, confidence in ppm, and what they are made of."""

    score: int
    confidence: int
    weight: int
    indicators: tuple[IndicatorResult, ...]
    pillars: tuple[PillarResult, ...]


def total(judged: Sequence[Judged], model: Model) -> Total:
    """Weighted mean over all applicable indicators, with contributions that add up to it exactly."""
    results = settle_applicable(judged)
    applicable = [one for one in results if one.state is not State.NOT_APPLICABLE]
    weight = sum(one.weight for one in applicable)
    earned = [one.weight * one.points for one in applicable]
    score = sum(earned) // (weight * 100)
    contributions = apportion(earned, score)
    possible = apportion([one.weight * FULL_POINTS for one in applicable], 1_000)
    book = book_of(model)
    final = {
        one.key: book.settled(one, mine, most)
        for one, mine, most in zip(applicable, contributions, possible, strict=True)
    }
    indicators = tuple(final.get(one.key, one) for one in results)
    confidence = sum(one.weight * one.confidence for one in applicable) // weight
    pillars = tuple(
        _pillar(one.key, one.label, [i for i in indicators if i.pillar == one.key]) for one in model.pillars
    )
    return Total(score, confidence, weight, indicators, tuple(one for one in pillars if one is not None))


def settle_applicable(judged: Sequence[Judged]) -> list[IndicatorResult]:
    """Let indicators leave that may leave and would lower the mean.

    Taking the best of all choices keeps the rating monotone: a first good closure of a supplier with nothing to
    correct can only help.
    """
    staying = [one.result for one in judged if not one.may_leave and one.result.state is not State.NOT_APPLICABLE]
    weight = sum(one.weight for one in staying)
    earned = sum(one.weight * one.points for one in staying)
    leaving: dict[str, str] = {}
    for one in sorted((one for one in judged if one.may_leave), key=lambda one: -one.result.points):
        result = one.result
        if not weight or result.points * weight >= earned:
            weight += result.weight
            earned += result.weight * result.points
        else:
            leaving[result.key] = one.may_leave
    return [
        replace(one.result, state=State.NOT_APPLICABLE, note=leaving[one.result.key], confidence=0)
        if one.result.key in leaving
        else one.result
        for one in judged
    ]


def apportion(parts: Sequence[int], whole: int) -> list[int]:
    """Split ``whole`` in proportion to the parts, in integers that add up exactly (largest remainder)."""
    everything = sum(parts)
    if everything == 0:
        return [0] * len(parts)
    shares = [divmod(part * whole, everything) for part in parts]
    result = [share for share, _ in shares]
    by_remainder = sorted(range(len(parts)), key=lambda index: (-shares[index][1], index))
    for index in by_remainder[: whole - sum(result)]:
        result[index] += 1
    return result


def _pillar(key: str, label: str, mine: Sequence[IndicatorResult]) -> PillarResult | None:
    if not mine:
        return None
    applicable = [one for one in mine if one.state is not State.NOT_APPLICABLE]
    weight = sum(one.weight for one in applicable)
    if not weight:
        return PillarResult(key, label, State.NOT_APPLICABLE, 0, 0, 0, 0)
    measured = any(one.state is State.MEASURED for one in applicable)
    return PillarResult(
        key=key,
        label=label,
        state=State.MEASURED if measured else State.NO_EVIDENCE,
        points=sum(one.weight * one.points for one in applicable) // weight,
        confidence=sum(one.weight * one.confidence for one in applicable) // weight,
        contribution=sum(one.contribution for one in applicable),
        possible=sum(one.possible for one in applicable),
    )
