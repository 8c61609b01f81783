"""Follow changed evidence: rate what was marked, and take the mark away only if nothing changed meanwhile."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from scoring.services.rescoring import rescore_suppliers
from suppliers.models import EvidenceChange

AT_ONCE = 100


def drain_changes(on: date, *, most: int = 2_000) -> int:
    """Rate suppliers whose evidence changed, oldest change first; how many were rated.

    A mark that rose while its supplier was rated stays and is drained in the next round. A worker that is killed
    between rating and taking the mark away rates once more; nothing is lost.
    """
    done = 0
    while done < most and (marks := _oldest()):
        rescore_suppliers([supplier_id for supplier_id, _ in marks], on)
        unchanged = reduce(or_, (Q(pk=supplier_id, mark=mark) for supplier_id, mark in marks))
        EvidenceChange.objects.filter(unchanged).delete()
        done += len(marks)
    return done


def _oldest() -> list[tuple[int, int]]:
    rows = EvidenceChange.objects.order_by("changed_at", "pk").values_list("pk", "mark")
    return list(rows[:AT_ONCE])
