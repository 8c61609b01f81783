"""A rating as it is kept: facts and result as canonical JSON with a SHA-256 over both, and its reproduction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from scoring.domain.engine import ENGINE, score
from scoring.domain.facts import Facts
from scoring.domain.model import Model
from scoring.domain.plain import canonical, from_plain, to_plain
from scoring.domain.scorecard import Scorecard

ENGINES: dict[str, Callable[[Facts, Model, str, date], Scorecard]] = {ENGINE: score}


@dataclass(frozen=True, slots=True)
class Frozen:
    """Facts and result in plain form, with the hash over their canonical bytes."""

    facts: dict[str, Any]
    result: dict[str, Any]
    sha256: str


def freeze(facts: Facts, card: Scorecard) -> Frozen:
    """What a snapshot stores of a rating."""
    return _frozen(to_plain(facts), to_plain(card))


def digest(facts: dict[str, Any], result: dict[str, Any]) -> str:
    """SHA-256 over the canonical bytes of facts and result."""
    return sha256(canonical({"facts": facts, "result": result})).hexdigest()


def thaw_facts(data: dict[str, Any]) -> Facts:
    """The facts of a snapshot."""
    return from_plain(Facts, data)


def thaw_card(data: dict[str, Any]) -> Scorecard:
    """The result of a snapshot."""
    return from_plain(Scorecard, data)


def thaw_model(data: dict[str, Any]) -> Model:
    """A stored model version."""
    return from_plain(Model, data)


def reproduce(facts: dict[str, Any], model: Model, engine: str, scope: str, on: date) -> Frozen:
    """Rate stored facts again with the engine that rated them then. KeyError: that engine is gone."""
    return _frozen(facts, to_plain(ENGINES[engine](thaw_facts(facts), model, scope, on)))


def _frozen(facts: dict[str, Any], result: dict[str, Any]) -> Frozen:
    return Frozen(facts, result, digest(facts, result))
