"""Rate a batch in memory: facts → scorecards, with whatever fails kept apart per supplier."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from scoring.domain.engine import score_all, worst
from scoring.domain.facts import Facts
from scoring.domain.missing import Item, OnRecord, items_of
from scoring.domain.model import Model
from scoring.domain.plain import canonical_text
from scoring.domain.scorecard import IndicatorResult, Scorecard
from scoring.domain.watched import Watched
from scoring.facts import gather_facts
from scoring.facts.gather import Gathered, describe
from scoring.services.requirement_items import items_digest

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rated:
    """One supplier's facts, cards and digests by scope key; `line` is the card shown as the supplier's own.

    `day` knows when facts and what is asked will be others.
    """

    supplier_id: int
    facts: Facts
    cards: dict[str, Scorecard]
    line: Scorecard
    seen: dict[str, str]
    asked: "dict[str, AskedOf]"
    day: Watched


@dataclass(frozen=True)
class AskedOf:
    """What is asked of one scope, item by item, with a digest of all of it."""

    known: OnRecord
    items: tuple[Item, ...]
    digest: str


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
            batch.rated.append(_rate(supplier_id, facts, gathered, model, on))
        except Exception as error:  # isolation is the purpose: the others of the batch go on
            log.exception("supplier %s cannot be rated", supplier_id)
            batch.problems[supplier_id] = describe(error)
    return batch


def _rate(supplier_id: int, facts: Facts, gathered: Gathered, model: Model, on: date) -> Rated:
    cards = score_all(facts, model, on)
    line = worst(cards, facts)
    if line is None:
        raise ValueError("nothing to rate: no scope")
    seen = {key: seen_digest(card) for key, card in cards.items()}
    day = gathered.days[supplier_id]
    asked = {one.scope_key: _asked(one, day) for one in gathered.known[supplier_id]}
    return Rated(supplier_id, facts, cards, line, seen, asked, day)


def _asked(known: OnRecord, on: date) -> AskedOf:
    items = items_of(known, on)
    return AskedOf(known, items, items_digest(known, items))


def seen_digest(card: Scorecard) -> str:
    """A digest of what makes a result another one: the words, the limits, the evidence, and whole points.

    Evidence fades a little every day; a drift within one point of the score is no news and writes no snapshot.
    """
    shown = (
        card.engine,
        card.model_version,
        card.scope_label,
        card.criticality.value,
        card.likelihood.value,
        card.score // 10,
        card.confidence // 10_000,
        [(cap.key, cap.record, cap.reason) for cap in card.caps],
        [_behind(one) for one in card.indicators],
        [flag.text for flag in card.flags],
    )
    return sha256(canonical_text(shown).encode()).hexdigest()


def _behind(one: IndicatorResult) -> tuple[Any, ...]:
    """An indicator with the records and checks behind it."""
    if not one.records and not one.checks:
        return (one.key, one.state, ())
    records = [(used.record, used.on or "", f"{used.good}/{used.of}") for used in one.records]
    return (one.key, one.state, [*records, *((check.check, check.result) for check in one.checks)])
