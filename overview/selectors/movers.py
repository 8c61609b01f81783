"""What moved in a month."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from common.paging import Sort
from overview.models import StoredMovement
from scoring.models import ScopeMonth, ScopeMonthQuerySet, Snapshot

SORTS = (
    Sort("weight", "Weightiest first", ("weight",), descending=True),
    Sort("moved", "Fell most", ("moved_tenths",)),
)
ROWS = 20
"""Rows of a page: each may take two stored results apart."""

Pair = tuple[int, int]
"""The snapshots that a month begins and ends with."""


def movements_of(user: User, month: date) -> ScopeMonthQuerySet:
    """Months of scopes of current suppliers that this person sees."""
    rows = ScopeMonth.objects.visible_to(user).filter(month=month, supplier__archived_at=None)
    return rows.select_related("supplier").defer("supplier__search_key", "supplier__notes")


def stored_movements(rows: Sequence[ScopeMonth]) -> dict[Pair, Any]:
    """What the worker found out about these months, by their two snapshots."""
    found = StoredMovement.objects.filter(closing__in=[row.closing_id for row in rows])
    return {(opening, closing): told for opening, closing, told in found.values_list("opening", "closing", "told")}


def results_of(pairs: Iterable[Pair]) -> dict[int, Any]:
    """The stored results that these movements begin and end with."""
    wanted = {one for pair in pairs for one in pair}
    return dict(Snapshot.objects.filter(pk__in=wanted).values_list("pk", "result")) if wanted else {}


def unexplained(months: Sequence[date]) -> ScopeMonthQuerySet:
    """What moved in these months, of which nothing is stored; newest first, and then weightiest."""
    known = StoredMovement.objects.filter(opening=OuterRef("opening"), closing=OuterRef("closing"))
    rows = ScopeMonth.objects.moved().filter(~Exists(known), month__in=months, opening__isnull=False)
    return rows.order_by("-month", "-weight", "pk")
