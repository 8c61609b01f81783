"""The rating: one pure function from facts to scorecard. No clock, no database, no floating point.

ENGINE names this arithmetic. A change that alters any result gets a new name, and the old one stays callable so that
old snapshots reproduce.
"""

from collections.abc import Callable
from datetime import date

from scoring.domain.bands import band_of, likelihood, measured_alone
from scoring.domain.caps import caps
from scoring.domain.certification import certificate_flags, standings
from scoring.domain.coverage import coverage
from scoring.domain.evidence import Evidence, as_first_engine
from scoring.domain.facts import Facts
from scoring.domain.gap import gap
from scoring.domain.indicators import judge_certification, judge_indicators, observations_for
from scoring.domain.matrix import consequence
from scoring.domain.model import Model
from scoring.domain.pillars import total
from scoring.domain.raise_it import improvements
from scoring.domain.reasons import headline, next_step
from scoring.domain.scorecard import Scorecard

ENGINE = "2"


def score(facts: Facts, model: Model, scope: str, on: date) -> Scorecard:
    """Rate one scope (by key) on a day. Facts dated later than ``on`` are left out. KeyError: unknown scope."""
    return _score(facts, model, scope, on, ENGINE)


def score_1(facts: Facts, model: Model, scope: str, on: date) -> Scorecard:
    """`score` as the first engine did it, for its snapshots: it differs in what it calls measured."""
    return _score(facts, model, scope, on, "1")


ENGINES: dict[str, Callable[[Facts, Model, str, date], Scorecard]] = {"1": score_1, ENGINE: score}
"""Every engine by its name."""
MEASURED_AS: dict[str, Callable[[Evidence], Evidence]] = {"1": as_first_engine}
"""How an engine measured where it did so in another way than this one."""


def _score(facts: Facts, model: Model, scope: str, on: date, engine: str) -> Scorecard:
    wanted = facts.scope(scope)
    known = observations_for(facts, wanted)
    stands = standings(facts, model, wanted, on)
    evidence, judged = judge_indicators(known, model, wanted, on, MEASURED_AS.get(engine))
    sum_up = total([*judge_certification(stands, judged, model), *judged], model)
    covered = coverage(known, model, on)
    limits = caps(facts, model, wanted, on, stands, sum_up.indicators, covered)
    band = band_of(sum_up.score, model)
    alone = measured_alone(sum_up.indicators, model)
    shown = likelihood(band, sum_up.confidence, alone, limits, model)
    better = improvements(sum_up.indicators, sum_up.weight, model)
    return Scorecard(
        engine=engine,
        model_version=model.version,
        supplier=facts.supplier,
        scope=wanted.key,
        scope_label=wanted.label,
        criticality=wanted.criticality,
        on=on,
        likelihood=shown,
        band=band,
        measured_alone=alone,
        score=sum_up.score,
        confidence=sum_up.confidence,
        headline=headline(shown, alone, limits, sum_up, model),
        next_step=next_step(limits, shown, better),
        consequence=consequence(shown, wanted.criticality, model, on),
        pillars=sum_up.pillars,
        indicators=sum_up.indicators,
        caps=limits,
        gap=gap(sum_up.indicators, evidence, model),
        improvements=better,
        flags=tuple(certificate_flags(facts, wanted)),
        coverage=covered,
        own_targets=facts.own_targets,
    )


def score_all(facts: Facts, model: Model, on: date) -> dict[str, Scorecard]:
    """Every scope of a supplier, by key."""
    return {scope.key: score(facts, model, scope.key, on) for scope in facts.scopes}


def worst(cards: dict[str, Scorecard], facts: Facts) -> Scorecard | None:
    """The supplier's own line: the worst active scope (any scope while none is active); None without scopes."""
    active = [cards[scope.key] for scope in facts.scopes if scope.active]
    return max(active or cards.values(), key=lambda card: (card.likelihood.rank, -card.score, card.scope), default=None)
