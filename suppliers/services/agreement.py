"""Do the stored columns of suppliers agree with what they are derived from? (architecture rule 9)

An app above that stores a column here (the next expiry) registers how it is derived, so that this app imports none of
them: `@derives` on a function from suppliers to the values that their rows must hold.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from common.history import plain
from suppliers.models import Supplier
from suppliers.services.projections import search_columns

Derivation = Callable[[list[Supplier]], dict[int, dict[str, Any]]]
CHUNK = 500
_derivations: list[Derivation] = []


@dataclass(frozen=True)
class Difference:
    """A supplier whose stored columns are not what they must be: column → (stored, derived)."""

    supplier_id: int
    columns: dict[str, tuple[Any, Any]]

    @property
    def words(self) -> str:
        pairs = self.columns.items()
        return "; ".join(f"{name} is {plain(stored)!r}, must be {plain(due)!r}" for name, (stored, due) in pairs)


def derives(derivation: Derivation) -> Derivation:
    """Register how some stored columns of suppliers are derived."""
    _derivations.append(derivation)
    return derivation


@derives
def _search(suppliers: list[Supplier]) -> dict[int, dict[str, Any]]:
    return {supplier.pk: dict(search_columns(supplier)) for supplier in suppliers}


def differing_suppliers() -> Iterator[Difference]:
    """All suppliers whose stored columns differ, read in chunks: memory does not grow with their number."""
    last = 0
    while chunk := _after(last):
        last = chunk[-1].pk
        for derivation in _derivations:
            due = derivation(chunk)
            yield from filter(None, (_difference(supplier, due[supplier.pk]) for supplier in chunk))


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
        values = {name: due for name, (_, due) in difference.columns.items()}
        Supplier.objects.filter(pk=difference.supplier_id).update(**values)
