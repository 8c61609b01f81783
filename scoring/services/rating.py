"""Rate a batch in memory: facts → scorecards, with whatever fails kept apart per supplier."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from scoring.domain.engine import score_all, worst
from scoring.domain.facts import Facts
from scoring.domain.model import Model
from scoring.domain.plain import canonical
from scoring.domain.scorecard import IndicatorResult, Scorecard
from scoring.facts import gather_facts
from scoring.facts.gather import describe

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rated:
    """One supplier's facts, cards and digests by scope key; `line` is the card shown as the supplier's own."""

    supplier_id: int
    facts: Facts
    cards: dict[str, Scorecard]
    line: Scorecard
    seen: dict[str, str]


@dataclass(frozen=True)
class Batch:
    """What came of a batch."""

    rated: list[Rated]
    problems: dict[int, str]


def rate_batch(supplier_ids: Sequence[int], model: Model, on: date) -> Batch:
    """Gather and rate; a supplier that cannot be rated is a problem of its own."""
    gathered = gather_facts(supplier_ids, on)
    batch = Batch([], dict(gathered.problems))
    for supplier_id, facts in gathered.facts.items():
        try:
            batch.rated.append(_rate(supplier_id, facts, model, on))
        except Exception as error:  # isolation is the purpose: the others of the batch go on
            log.exception("supplier %s cannot be rated", supplier_id)
            batch.problems[supplier_id] = describe(error)
    return batch


def _rate(supplier_id: int, facts: Facts, model: Model, on: date) -> Rated:
    cards = score_all(facts, model, on)
    line = worst(cards, facts)
    if line is None:
        raise ValueError("nothing to rate: no scope")
    return Rated(supplier_id, facts, cards, line, {key: seen_digest(card) for key, card in cards.items()})


def seen_digest(card: Scorecard) -> str:
    """A digest of what makes a result another one: the words, the limits, the evidence, and whole points.

    Evidence fades a little every day; a drift within one point of the score is no news and writes no snapshot.
    """
    shown = [
        card.engine,
        card.model_version,
        card.scope_label,
        card.criticality.value,
        card.likelihood.value,
        card.score // 10,
        card.confidence // 10_000,
        [[cap.key, cap.record, cap.reason] for cap in card.caps],
        [[one.key, one.state.value, _behind(one)] for one in card.indicators],
        [flag.text for flag in card.flags],
    ]
    return sha256(canonical(shown)).hexdigest()


def _behind(one: IndicatorResult) -> list[list[str]]:
    """The records and checks behind an indicator."""
    records = [[used.record, used.on.isoformat() if used.on else "", f"{used.good}/{used.of}"] for used in one.records]
    return records + [[check.check, check.result] for check in one.checks]
