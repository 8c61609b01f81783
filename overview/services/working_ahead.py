"""What many people see, worked out ahead by the worker where doing it for each page would take too long."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from overview.domain.months import months_before
from overview.models import StoredFigures, StoredMovement, Subject
from overview.movers_view import explained
from overview.selectors.ahead import LIVE_UP_TO, Audience, audience_columns, everybodys, seen_by
from overview.selectors.counting import Counts, as_rows, by_audience
from overview.selectors.months import due_counts
from overview.selectors.movers import results_of, unexplained
from overview.selectors.portfolio import FILTERS, TALLIES, all_ratings, basis_of, parts_of, scope_counts
from overview.selectors.visits import look, visits_basis
from scoring.domain.model import Model
from scoring.domain.months import month_of
from scoring.models import RatingModel, ScopeMonth

EXPLAINED, BATCH = 500, 50
"""Movements that are explained at once, and of how many the results are read together (36 KB each)."""


def count_ahead(today: date, at: datetime) -> int:
    """Work out the figures of a large portfolio and keep them; of a small one keep none. How many rows are kept.

    Of workers that do so at the same time, what the one that began last has seen is kept.
    """
    if all_ratings().order_by()[: LIVE_UP_TO + 1].count() <= LIVE_UP_TO:
        StoredFigures.objects.all().delete()
        return 0
    rows = list(_figures(RatingModel.objects.current().model, today, at))
    with transaction.atomic():
        RatingModel.objects.select_for_update(no_key=True).current()  # one after the other
        if StoredFigures.objects.filter(counted_at__gt=at).exists():
            return 0
        StoredFigures.objects.all().delete()
        StoredFigures.objects.bulk_create(rows)
    return len(rows)


def explain_ahead(today: date) -> int:
    """Say why ratings moved in the months that can be looked at, where nobody did; how many were explained.

    What none of these months begins and ends with any more is forgotten.
    """
    months = [month_of(today), *months_before(today)]
    a_month = ScopeMonth.objects.filter(opening=OuterRef("opening"), closing=OuterRef("closing"), month__in=months)
    StoredMovement.objects.filter(~Exists(a_month)).delete()
    pairs = list(unexplained(months).values_list("opening", "closing")[:EXPLAINED])
    for start in range(0, len(pairs), BATCH):
        some = pairs[start : start + BATCH]
        results = results_of(some)
        rows = [StoredMovement(opening_id=a, closing_id=b, told=explained(results[a], results[b])) for a, b in some]
        StoredMovement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(pairs)


def _figures(model: Model, today: date, at: datetime) -> Iterator[StoredFigures]:
    for audience, counts in by_audience(_scopes(model)).items():
        for part, numbers in parts_of(counts).items():
            yield _row(Subject.SCOPES, audience, basis_of(model), as_rows(numbers), at, part)
        looked = look(all_ratings(), model, today, seen_by(audience))
        yield _row(Subject.VISITS, audience, visits_basis(model, today), looked, at)
    for audience, counts in by_audience(due_counts(today, everybodys, audience_columns)).items():
        yield _row(Subject.DUE, audience, today.isoformat(), as_rows(counts), at)


def _scopes(model: Model) -> Counts:
    beforehand = (*audience_columns("supplier"), *FILTERS)
    by = {name: (*beforehand, *columns) for name, columns in TALLIES.items()}
    return scope_counts(all_ratings(), model, by, everybodys)


def _row(
    subject: Subject, audience: Audience, basis: str, figures: Any, at: datetime, narrowed: str = ""
) -> StoredFigures:
    is_restricted, team = audience
    return StoredFigures(
        subject=subject,
        narrowed=narrowed,
        is_restricted=is_restricted,
        team_id=team,
        basis=basis,
        figures=json.dumps(figures, separators=(",", ":")),
        counted_at=at,
    )
