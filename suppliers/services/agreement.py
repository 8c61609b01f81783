"""Do the stored columns of suppliers agree with what they are derived from? (architecture rule 9)

An app above that stores a column here (the next expiry) registers how it is derived, so that this app imports none of
them: `@derives` on a function from suppliers to the values that their rows must hold. One that keeps rows of its own
beside the supplier's compares them itself, and says how they are mended: `@compares`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from common.history import plain
from suppliers.models import Supplier
from suppliers.services.match_keys import keys_of, store_keys, stored_keys
from suppliers.services.projections import search_columns

Derivation = Callable[[list[Supplier]], dict[int, dict[str, Any]]]
CHUNK = 500


@dataclass(frozen=True)
class Difference:
    """A supplier whose stored columns are not what they must be: column → (stored, derived).

    `mend` does what is needed where it is more than writing these columns of the supplier.
    """

    supplier_id: int
    columns: dict[str, tuple[Any, Any]]
    mend: Callable[[], None] | None = None

    @property
    def words(self) -> str:
        pairs = self.columns.items()
        return "; ".join(f"{name} is {plain(stored)!r}, must be {plain(due)!r}" for name, (stored, due) in pairs)


Comparison = Callable[[list[Supplier]], Iterator[Difference]]
_derivations: list[Derivation] = []
_comparisons: list[Comparison] = []


def compares(comparison: Comparison) -> Comparison:
    """Register how rows beside the suppliers are compared with what they are derived from."""
    _comparisons.append(comparison)
    return comparison


def derives(derivation: Derivation) -> Derivation:
    """Register how some stored columns of suppliers are derived."""
    _derivations.append(derivation)
    return derivation


@derives
def _search(suppliers: list[Supplier]) -> dict[int, dict[str, Any]]:
    return {supplier.pk: dict(search_columns(supplier)) for supplier in suppliers}


@compares
def _match_keys(suppliers: list[Supplier]) -> Iterator[Difference]:
    stored = stored_keys([supplier.pk for supplier in suppliers])
    for supplier in suppliers:
        has, due = stored[supplier.pk], keys_of(supplier)
        if has != due:
            columns = {"match_keys": (sorted(has), sorted(due))}
            yield Difference(supplier.pk, columns, partial(store_keys, {supplier.pk: due}))


def differing_suppliers() -> Iterator[Difference]:
    """All suppliers whose stored columns differ, read in chunks: memory does not grow with their number."""
    last = 0
    while chunk := _after(last):
        last = chunk[-1].pk
        for derivation in _derivations:
            due = derivation(chunk)
            yield from filter(None, (_difference(supplier, due[supplier.pk]) for supplier in chunk))
        for comparison in _comparisons:
            yield from comparison(chunk)


def _after(last: int) -> list[Supplier]:
    rows = Supplier.objects.filter(pk__gt=last).order_by("pk").prefetch_related("aliases", "identifiers", "sites")
    return list(rows[:CHUNK])


def _difference(supplier: Supplier, due: dict[str, Any]) -> Difference | None:
    columns = {
        name: (getattr(supplier, name), value) for name, value in due.items() if getattr(supplier, name) != value
    }
    return Difference(supplier.pk, columns) if columns else None


def repair_suppliers(differences: Iterable[Difference]) -> None:
    """Write the columns that differ as they are derived. Projections: no history, no new version."""
    for difference in differences:
        if difference.mend is not None:
            difference.mend()
            continue
        values = {name: due for name, (_, due) in difference.columns.items()}
        Supplier.objects.filter(pk=difference.supplier_id).update(**values)
