"""A rating as it is kept: facts and result as canonical JSON with a SHA-256 over both, and its reproduction."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from scoring.domain.engine import ENGINES
from scoring.domain.facts import Facts
from scoring.domain.model import Model
from scoring.domain.plain import canonical, canonical_text, from_plain, write_once
from scoring.domain.scorecard import Consequence, IndicatorResult, Scorecard

write_once(IndicatorResult, lambda one: not one.records)  # of what nobody has seen there is one (domain/book.py)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Facts and result as canonical text, with the hash over both."""

    facts_text: str
    result_text: str
    sha256: str

    @property
    def facts(self) -> dict[str, Any]:
        """The facts in plain form."""
        return _object(self.facts_text)

    @property
    def result(self) -> dict[str, Any]:
        """The result in plain form."""
        return _object(self.result_text)


def freeze(facts: Facts, card: Scorecard) -> Frozen:
    """What a snapshot stores of a rating."""
    return _frozen(canonical_text(facts), canonical_text(card))


def digest(facts: dict[str, Any], result: dict[str, Any]) -> str:
    """SHA-256 over the canonical bytes of facts and result."""
    return sha256(canonical({"facts": facts, "result": result})).hexdigest()


def thaw_facts(data: dict[str, Any]) -> Facts:
    """The facts of a snapshot."""
    return from_plain(Facts, data)


def thaw_card(data: dict[str, Any]) -> Scorecard:
    """The result of a snapshot."""
    return from_plain(Scorecard, data)


def thaw_consequence(data: dict[str, Any]) -> Consequence:
    """What follows from a result, without the rest of it: to thaw that takes a hundred times as long."""
    return from_plain(Consequence, data)


def thaw_model(data: dict[str, Any]) -> Model:
    """A stored model version."""
    return from_plain(Model, data)


def reproduce(facts: dict[str, Any], model: Model, engine: str, scope: str, on: date) -> Frozen:
    """Rate stored facts again with the engine that rated them then. KeyError: that engine is gone."""
    card = ENGINES[engine](thaw_facts(facts), model, scope, on)
    return _frozen(canonical(facts).decode(), canonical_text(card))


def _frozen(facts: str, result: str) -> Frozen:
    """The hash is that of `digest`: an object of facts and result, in this order."""
    return Frozen(facts, result, sha256(f'{{"facts":{facts},"result":{result}}}'.encode()).hexdigest())


def _object(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    return value
