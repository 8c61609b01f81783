"""The portfolio as sums: by cell of the risk matrix, by score and confidence, by process and by the thinnest pillar."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, F, Value, When

from accounts.models import User
from overview.domain.portfolio import (
    ConfidenceMap,
    RiskMatrix,
    Thin,
    confidence_map,
    risk_matrix,
)
from overview.models import Subject
from overview.selectors.ahead import Whose, stored_for
from overview.selectors.counting import Counted, Counts, counted, tallied
from scoring.domain.fixed import PPM
from scoring.domain.model import Model
from scoring.models import RatingModel, ScopeRating, ScopeRatingQuerySet
from suppliers.selectors import process_choices

PROCESS = "scope__process__code"
TALLIES = {
    "cells": ("likelihood", "criticality"),
    "bins": ("score_step", "confidence_step"),
    "pillars": ("thinnest", "is_thin"),
    "processes": (PROCESS, "is_thin"),
}
"""What is counted of rated scopes, each by these columns."""
FILTERS = ("is_active", PROCESS, "supplier__owner_id")
"""What is counted ahead besides, so that it can be narrowed; `parts_of` says to which parts."""


def counted_for(user: User, chosen: Mapping[str, str], model: Model, *names: str) -> Counted:
    """Some of the tallies over the scopes that this person sees, narrowed as in `narrowed`; in a statement or two."""
    rows = narrowed(all_ratings(), user, chosen)
    part = {**chosen, "owner": str(user.pk)} if chosen.get("owner") else chosen
    stored = stored_for(Subject.SCOPES, basis_of(model), part_name(part))
    return counted(user, stored, names, partial(scope_counts, rows, model, {name: TALLIES[name] for name in names}))


def scope_counts(rows: ScopeRatingQuerySet, model: Model, by: Mapping[str, Sequence[str]], whose: Whose) -> Counts:
    """Scopes of current suppliers, counted by columns."""
    under = When(confidence_percent__lt=unproven_percent(model), then=Value(True))
    columns = {
        "score_step": F("score_tenths") / 100,
        "confidence_step": F("confidence_percent") / 10,
        "is_thin": Case(under, default=Value(False), output_field=BooleanField()),
    }
    wanted = {name for names in by.values() for name in names}
    steps = {name: column for name, column in columns.items() if name in wanted}
    return tallied(rows.current().filter(whose("supplier")).annotate(**steps), by)


def parts_of(found: Counts) -> dict[str, Counts]:
    """Counts that begin with the columns of `FILTERS`, put together for each part that is kept, by its name.

    Stage and process are kept in every combination, an owner without: people own few suppliers, and are many.
    """
    parts: dict[str, Counts] = {}
    for name, counts in found.items():
        for (*filters, owner), some in _by_first(counts, len(FILTERS)).items():
            for part in (*_stages_and_processes(*filters), part_name({"owner": str(owner)})):
                parts.setdefault(part, {one: Counter() for one in found})[name].update(some)
    return parts


def _by_first(counts: Counter[tuple[Any, ...]], number: int) -> dict[tuple[Any, ...], Counter[tuple[Any, ...]]]:
    """Counts by their first values, each by the values that follow."""
    found: dict[tuple[Any, ...], Counter[tuple[Any, ...]]] = {}
    for values, count in counts.items():
        found.setdefault(values[:number], Counter())[values[number:]] += count
    return found


def _stages_and_processes(is_active: bool, process: str | None) -> set[str]:
    """The parts to which a scope belongs by its stage and its process."""
    stages, processes = ("", "active" if is_active else "potential"), {"", process or ""}
    return {part_name({"stage": stage, "process": one}) for stage, one in product(stages, processes)}


def part_name(chosen: Mapping[str, str]) -> str:
    """How the part of the portfolio is called that was narrowed to a stage, a process, an owner; blank: all of it."""
    return urlencode({name: chosen[name] for name in ("stage", "process", "owner") if chosen.get(name)})


def basis_of(model: Model) -> str:
    """What the counts depend on besides the scopes."""
    return f"under {unproven_percent(model)} %"


def matrix_of(found: Counted, model: Model) -> RiskMatrix:
    """Scopes by likelihood and criticality, from `cells`."""
    return risk_matrix(model.matrix, found.counts["cells"])


def confidence_of(found: Counted) -> ConfidenceMap:
    """Scopes by score and confidence, from `bins` and `pillars`."""
    unproven = sum(number for (_, is_thin), number in found.counts["pillars"].items() if is_thin)
    return confidence_map(found.counts["bins"], unproven)


def thin_pillars(found: Counted, model: Model) -> list[Thin]:
    """Scopes by the pillar in which they lack most, from `pillars`; most unproven first."""
    return _as_thin(found.counts["pillars"], ((one.key, one.label) for one in model.pillars))


def thin_processes(found: Counted) -> list[Thin]:
    """Processes with their scopes and how many of those are unproven, from `processes`; most unproven first."""
    return _as_thin(found.counts["processes"], process_choices())


def unproven_percent(model: Model) -> int:
    """Confidence under which a rating is unproven."""
    return model.unproven_below * 100 // PPM


def _as_thin(found: Counter[Any], labels: Iterable[tuple[str, str]]) -> list[Thin]:
    thin = [Thin(key, label, found[key, True] + found[key, False], found[key, True]) for key, label in labels]
    return sorted((one for one in thin if one.count), key=lambda one: (-one.unproven, one.label))


def current_model() -> RatingModel:
    """The model whose matrix is shown."""
    return RatingModel.objects.current()


def all_ratings() -> ScopeRatingQuerySet:
    """Every rated scope; whoever counts leaves out what is not the person's."""
    return ScopeRating.objects.all()


def narrowed(rows: ScopeRatingQuerySet, user: User, chosen: Mapping[str, str]) -> ScopeRatingQuerySet:
    """Scopes bought now or maybe later (`stage`), of one process, of this person's own suppliers (`owner`)."""
    if stage := chosen.get("stage"):
        rows = rows.filter(is_active=stage == "active")
    if process := chosen.get("process"):
        rows = rows.filter(**{PROCESS: process})
    return rows.filter(supplier__owner=user) if chosen.get("owner") else rows
