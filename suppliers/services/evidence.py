"""Upward news: whoever changes evidence says so here; scoring drains the table (architecture rule 3)."""

from collections.abc import Iterable

from django.db.models import F

from common import clock
from common.jobs import nudge
from suppliers.models import EvidenceChange


def mark_evidence_changed(supplier_ids: Iterable[int]) -> None:
    """Note, inside the caller's transaction, that these suppliers' ratings must be made anew."""
    ids = sorted(set(supplier_ids))
    if not ids:
        return
    now = clock.now()
    rows = [EvidenceChange(supplier_id=supplier_id, changed_at=now) for supplier_id in ids]
    EvidenceChange.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    for start in range(0, len(ids), 500):
        EvidenceChange.objects.filter(pk__in=ids[start : start + 500]).update(mark=F("mark") + 1)
    nudge("scoring.drain")
