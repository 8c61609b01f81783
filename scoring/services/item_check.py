"""Do the stored requirement items say what the records say? Judged again as of the day of the rating, not written."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from common.many_rows import Row
from scoring.domain.missing import items_of
from scoring.facts import gather_facts
from scoring.models import RequirementItem
from scoring.services.requirement_items import COLUMNS, item_rows
from suppliers.models import EvidenceChange, Supplier
from suppliers.services import mark_evidence_changed
from suppliers.services.agreement import Difference, compares

Values = set[tuple[object, ...]]


@compares
def differing_items(suppliers: list[Supplier]) -> Iterator[Difference]:
    """Suppliers whose items differ; those that wait to be rated anew are left out. Mended by rating them anew."""
    by_day: dict[date, list[int]] = {}
    for supplier in suppliers:
        if supplier.rated_on is not None:
            by_day.setdefault(supplier.rated_on, []).append(supplier.pk)
    for on, ids in by_day.items():
        waiting = set(EvidenceChange.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for pk, stored, due in _compared([pk for pk in ids if pk not in waiting], on):
            if stored != due:
                words = (len(stored - due), len(due - stored))
                yield Difference(pk, {"requirement items": words}, partial(_rate_anew, pk))


def _rate_anew(supplier_id: int) -> None:
    """Forget the digests, so that the items are written again."""
    Supplier.objects.get(pk=supplier_id).scope_ratings.update(asked="")
    mark_evidence_changed([supplier_id])


def _compared(supplier_ids: Sequence[int], on: date) -> Iterator[tuple[int, Values, Values]]:
    stored: dict[int, Values] = {pk: set() for pk in supplier_ids}
    for row in RequirementItem.objects.filter(supplier__in=supplier_ids):
        stored[row.supplier_id].add(_values(row))
    for pk, known in gather_facts(supplier_ids, on).known.items():
        yield pk, stored[pk], {_due(row) for one in known for row in item_rows(pk, one, items_of(one, on))}


def _values(row: RequirementItem) -> tuple[object, ...]:
    return (*(getattr(row, name) for name in COLUMNS), *row.rules)


def _due(row: Row) -> tuple[object, ...]:
    _, *columns, rules = row
    return (*columns, *rules)
