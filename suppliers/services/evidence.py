"""Upward news: whoever changes evidence says so here; scoring drains the table (architecture rule 3)."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from common import clock
from common.jobs import nudge
from suppliers.models import Supplier, SupplierQuerySet

_MARK = """
INSERT INTO suppliers_evidencechange (supplier_id, mark, changed_at)
SELECT chosen.number, 1, %s FROM ({chosen}) AS chosen WHERE TRUE ORDER BY chosen.number
ON CONFLICT (supplier_id) DO UPDATE SET mark = suppliers_evidencechange.mark + 1"""
"""In the order of their numbers, so that two who mark the same suppliers wait for each other and not crosswise."""
AT_ONCE = 10_000
"""As many numbers as either database takes in a statement."""


def mark_evidence_changed(supplier_ids: Iterable[int]) -> None:
    """Note, inside the caller's transaction, that these suppliers' ratings must be made anew."""
    ids = sorted(set(supplier_ids))
    for start in range(0, len(ids), AT_ONCE):
        _mark(Supplier.objects.filter(pk__in=ids[start : start + AT_ONCE]))
    if ids:
        nudge("scoring.drain")


def mark_all_changed(suppliers: SupplierQuerySet) -> int:
    """As `mark_evidence_changed` for all suppliers of a query, in one statement however many they are; how many."""
    marked = _mark(suppliers)
    if marked:
        nudge("scoring.drain")
    return marked


def _mark(suppliers: SupplierQuerySet) -> int:
    chosen, params = suppliers.order_by().annotate(number=F("pk")).values_list("number").query.sql_with_params()
    moment = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(chosen=chosen), [moment, *params])
        return int(cursor.rowcount)
