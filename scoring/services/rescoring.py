"""Rate suppliers anew: some of them now, all of them at night."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from common import clock
from scoring.facts.gather import describe
from scoring.models import RatingModel, RatingProblem, ScopeRating
from scoring.services.keeping import keep
from scoring.services.lasting import basis
from scoring.services.rating import rate_batch
from suppliers.models import Supplier

log = logging.getLogger(__name__)
BATCH = {"sqlite": 50, "postgresql": 200}
"""Suppliers per transaction: on SQLite nobody else writes meanwhile, on PostgreSQL nobody changes these suppliers."""


def rescore_suppliers(supplier_ids: Iterable[int], on: date, *, at: datetime | None = None) -> int:
    """Rate these suppliers as of a day; how many snapshots were written.

    Each batch is one transaction that begins by locking its suppliers: facts read after the lock are newer than any
    rating written before it, so of two runs at the same time the later one wins with the newer facts.
    """
    ids = sorted(set(supplier_ids))
    moment = at or clock.now()
    step = BATCH[connection.vendor]
    return sum(_rescore_batch(ids[start : start + step], on, moment) for start in range(0, len(ids), step))


def _rescore_batch(ids: Sequence[int], on: date, at: datetime) -> int:
    try:
        return _rescore_together(ids, on, at)
    except DatabaseError as error:
        if len(ids) == 1:
            log.exception("supplier %s cannot be rated", ids[0])
            note_problems({ids[0]: describe(error)}, at)
            return 0
        return sum(_rescore_batch([one], on, at) for one in ids)


@transaction.atomic
def _rescore_together(ids: Sequence[int], on: date, at: datetime) -> int:
    locked = list(Supplier.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    row = RatingModel.objects.current()
    batch = rate_batch(locked, row.model, on)
    written = keep(batch.rated, row, on, at)
    note_problems(batch.problems, at)
    RatingProblem.objects.filter(supplier__in=[one.supplier_id for one in batch.rated]).delete()
    return written


def note_problems(problems: dict[int, str], at: datetime) -> None:
    """Make it visible that these suppliers could not be rated; the first time stays, the last attempt moves."""
    rows = [RatingProblem(supplier_id=pk, text=text, since=at, tried_at=at) for pk, text in problems.items()]
    if rows:
        RatingProblem.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["supplier"], update_fields=["text", "tried_at"]
        )


def rescore_all(on: date) -> int:
    """Rate every supplier whose rating may be another on this day and was not made yet; how many were looked at.

    Archived ones keep theirs. Begun again after a stop it goes on where it was: what was rated carries the day.
    """
    done = last = 0
    made_with = basis(RatingModel.objects.current().model)
    while ids := _next_ids(last, on, made_with):
        rescore_suppliers(ids, on)
        done += len(ids)
        last = ids[-1]
    return done


def _next_ids(after: int, on: date, made_with: str) -> list[int]:
    lasting = ScopeRating.objects.filter(supplier=OuterRef("pk"), again_on__gt=on, basis=made_with)
    due = Q(rated_on=None) | (Q(rated_on__lt=on) & ~Exists(lasting))
    waiting = Supplier.objects.current().filter(due, pk__gt=after)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[: BATCH[connection.vendor]])
