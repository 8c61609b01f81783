"""Each indicator's result on the day: value, points, confidence, and the records behind them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.domain.book import Book, book_of
from scoring.domain.certification import Standing, duty_weight
from scoring.domain.evidence import NOTHING, Evidence, Use, gather
from scoring.domain.facts import Duty, Facts, Observation, ScopeFact
from scoring.domain.fixed import FULL_POINTS, PPM
from scoring.domain.model import MOST_FOR_CERTIFICATION, Indicator, Model, Nature
from scoring.domain.scorecard import IndicatorResult, State, UsedRecord


@dataclass(frozen=True, slots=True)
class Judged:
    """A result, and why the indicator may leave the sum (empty when it may not)."""

    result: IndicatorResult
    may_leave: str = ""


def observations_for(facts: Facts, scope: ScopeFact) -> list[Observation]:
    """The observations that are true of this scope."""
    return [one for one in facts.observations if not one.scopes or scope.key in one.scopes]


def judge_indicators(
    known: Sequence[Observation],
    model: Model,
    scope: ScopeFact,
    on: date,
    measured_as: Callable[[Evidence], Evidence] | None = None,
) -> tuple[dict[str, Evidence], list[Judged]]:
    """Weigh and judge all indicators that observations feed; `measured_as`: how an older engine measured."""
    by_key: dict[str, list[Observation]] = {}
    for one in known:
        by_key.setdefault(one.indicator, []).append(one)
    book = book_of(model)
    evidence = {
        one.key: gather(one, book, by_key[one.key], on) if one.key in by_key else NOTHING for one in model.indicators
    }
    if measured_as:
        evidence = {key: measured_as(one) for key, one in evidence.items()}
    set_aside = {one.indicator: one.reason for one in reversed(scope.not_applicable)}
    return evidence, [_judge(one, evidence, book, set_aside.get(one.key, "")) for one in model.indicators]


def _judge(indicator: Indicator, evidence: dict[str, Evidence], book: Book, set_aside: str) -> Judged:
    own = evidence[indicator.key]
    if not own.uses:
        unknown = book.unknown(indicator, set_aside)
        return Judged(unknown) if set_aside else Judged(unknown, _may_leave(indicator, evidence))
    return Judged(_measured(indicator, own, book), _may_leave(indicator, evidence))


def _measured(indicator: Indicator, own: Evidence, book: Book) -> IndicatorResult:
    measured = own.measured()
    value = own.shrunk(indicator)
    return IndicatorResult(
        key=indicator.key,
        label=indicator.label,
        pillar=indicator.pillar,
        nature=indicator.nature,
        state=State.NO_EVIDENCE if measured is None else State.MEASURED,
        points=indicator.curve.points(value),
        confidence=own.confidence(indicator),
        weight=book.weights[indicator.key],
        target_points=indicator.curve.points(indicator.target),
        action=indicator.action,
        unit=indicator.unit,
        value=value,
        measured=measured,
        measured_points=None if measured is None else indicator.curve.points(measured),
        speaks_alone=own.speaks_alone(indicator, book.model.measured_share),
        records=tuple(_used(use) for use in own.uses),
    )


def _used(use: Use) -> UsedRecord:
    one = use.observation
    counts = (use.good + use.bad) * PPM // use.full if use.full else 0
    return UsedRecord(
        one.record, one.observed_on, one.source, one.good, one.of, one.disclosed, counts, bool(use.replaced), one.note
    )


def _may_leave(indicator: Indicator, evidence: dict[str, Evidence]) -> str:
    """Why an indicator may leave the sum: only while nothing adverse is known of it."""
    excuse = indicator.excuse
    if excuse is None or evidence[indicator.key].is_adverse:
        return ""
    clean = evidence[excuse.indicator]
    enough = clean.full >= excuse.amount * 1_000
    return excuse.reason if enough and not clean.is_adverse else ""


def judge_certification(standings: Iterable[Standing], others: Sequence[Judged], model: Model) -> list[Judged]:
    """One result per required standard; not shrunk, confidence follows verification.

    Certification never weighs more than 20 % of what applies, also where the profile sets other indicators aside.
    """
    found = list(standings)
    total = sum(duty_weight(one.requirement, model.certificate) for one in found)
    pillar = model.pillar(model.certification_pillar)
    beside = sum(one.result.weight for one in others if one.result.state is not State.NOT_APPLICABLE)
    whole = min(pillar.weight * 1_000, beside * MOST_FOR_CERTIFICATION // (1_000 - MOST_FOR_CERTIFICATION))
    return [
        Judged(_certificate(one, pillar.key, whole * duty_weight(one.requirement, model.certificate) // total))
        for one in found
    ]


def _certificate(one: Standing, pillar: str, weight: int) -> IndicatorResult:
    known = one.certificate
    state = State.MEASURED if one.confidence else State.NO_EVIDENCE
    records: tuple[UsedRecord, ...] = ()
    if known is not None:
        full = one.points * PPM // FULL_POINTS
        records = (
            UsedRecord(known.record, known.verified_on, None, one.points // 1_000, 100, True, full, False, known.label),
        )
    return IndicatorResult(
        key=f"certificate:{one.requirement.standard}",
        label=f"{one.requirement.standard} ({'sector duty' if one.requirement.duty is Duty.MANDATORY else 'expected'})",
        pillar=pillar,
        nature=Nature.PAPER,
        state=state,
        points=one.points,
        confidence=one.confidence,
        weight=weight,
        target_points=FULL_POINTS,
        action="certificate",
        measured_points=one.points if state is State.MEASURED else None,
        speaks_alone=state is State.MEASURED,
        note="" if known else "No certificate known",
        records=records,
        checks=one.checks,
    )
