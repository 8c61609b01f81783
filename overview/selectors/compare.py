"""Up to six suppliers side by side, each by one of its scopes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from overview.domain.comparison import MOST
from scoring.models import ScopeMonth, ScopeRating
from suppliers.models import Supplier

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Compared:
    """A supplier by one scope, its other scopes, and its score at the end of each of the last months."""

    rating: ScopeRating
    others: tuple[ScopeRating, ...]
    months: tuple[tuple[date, int, str], ...]


def compared_for_page(user: User, suppliers: Sequence[int], scopes: Sequence[int]) -> list[Compared]:
    """The first six suppliers that this person sees and that are rated, in the order asked for; in three statements.

    Of each supplier one of `scopes`, else its own line.
    """
    wanted = list(dict.fromkeys(suppliers))[:MOST]
    rows = ScopeRating.objects.visible_to(user).filter(supplier__in=wanted).select_related("supplier", "snapshot")
    rows = rows.defer("snapshot__facts", "supplier__search_key", "supplier__notes")
    by_supplier: dict[int, list[ScopeRating]] = {}
    for row in rows.order_by("scope_key", "pk"):
        by_supplier.setdefault(row.supplier_id, []).append(row)
    chosen = [_choose(by_supplier[pk], scopes) for pk in wanted if pk in by_supplier]
    months = _months(chosen)
    return [
        Compared(
            one,
            tuple(row for row in by_supplier[one.supplier_id] if row.pk != one.pk),
            tuple(months.get((one.supplier_id, one.scope_key), ())),
        )
        for one in chosen
    ]


def _choose(rows: Sequence[ScopeRating], scopes: Sequence[int]) -> ScopeRating:
    asked = next((row for row in rows if row.scope_id in scopes), None)
    return asked or next((row for row in rows if row.is_line), rows[0])


def _months(chosen: Sequence[ScopeRating]) -> dict[tuple[int, str], list[tuple[date, int, str]]]:
    rows = ScopeMonth.objects.filter(supplier__in=[one.supplier_id for one in chosen])
    keys = {(one.supplier_id, one.scope_key) for one in chosen}
    found: dict[tuple[int, str], list[tuple[date, int, str]]] = {}
    columns = ("supplier_id", "scope_key", "month", "closing_tenths", "closing_likelihood")
    for supplier, key, month, score, word in rows.order_by("month").values_list(*columns):
        if (supplier, key) in keys:
            found.setdefault((supplier, key), []).append((month, score, word))
    return {key: months[-MONTHS_SHOWN:] for key, months in found.items()}


def suppliers_to_add(user: User, text: str, taken: Sequence[int]) -> list[Supplier]:
    """A few suppliers found by `text` that are not compared yet."""
    if not text.strip():
        return []
    found = Supplier.objects.visible_to(user).current().exclude(rated_on=None).exclude(pk__in=taken).matching(text)
    return list(found.only("legal_name", "country", "city", "name_key").order_by("name_key", "pk")[:10])
