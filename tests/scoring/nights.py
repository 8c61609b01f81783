"""Many nights, once as they are and once with everything rated, and what either leaves behind."""

from datetime import date, timedelta

from django.db import transaction

from scoring.models import RequirementItem, ScopeRating, Snapshot
from scoring.services import rescore_all, rescore_suppliers
from suppliers.models import Supplier

ONE = timedelta(days=1)
RATING = ("supplier", "scope_key", "scope_label", "seen", "asked", "likelihood", "score_tenths", "is_active", "is_line")
KEPT = ("supplier", "scope_key", "on", "reason", "sha256")
ITEM = ("supplier", "scope_key", "kind", "subject", "standing", "due_on", "note")
LINE = ("pk", "rating", "score_tenths", "headline", "next_step", "claim", "claim_text")
TABLES = ((ScopeRating, RATING), (Snapshot, KEPT), (RequirementItem, ITEM), (Supplier, LINE))


class _Undone(Exception):
    pass


def after_nights(begin: date, nights: int, *, everything: bool) -> tuple[list[list[tuple]], int]:
    """What is stored after some nights, undone again, and how many ratings were made in them."""
    made, stored = 0, []
    try:
        with transaction.atomic():
            for ahead in range(1, nights + 1):
                made += _everything(begin + ahead * ONE) if everything else rescore_all(begin + ahead * ONE)
            stored = [sorted(table.objects.values_list(*columns), key=str) for table, columns in TABLES]
            raise _Undone
    except _Undone:
        return stored, made


def _everything(on: date) -> int:
    ids = list(Supplier.objects.current().values_list("pk", flat=True))
    rescore_suppliers(ids, on)
    return len(ids)
