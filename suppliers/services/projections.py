"""The stored columns on `Supplier` that lists sort and filter by. Written here only; they do not bump the version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from common.many_rows import update_rows
from common.text import fold
from suppliers.domain.searching import search_key
from suppliers.domain.terms import Claim, Rating
from suppliers.models import NO_EXPIRY, Supplier
from suppliers.models.supplier import rating_rank
from suppliers.services.match_keys import keys_of, store_keys


@dataclass(frozen=True)
class StoredRating:
    """What scoring tells the supplier list: the worst active scope, in figures and in words."""

    supplier_id: int
    rating: Rating
    score_tenths: int
    confidence_percent: int
    headline: str
    next_step: str
    rated_on: date
    claim: Claim
    claim_text: str


RATING_COLUMNS = (
    "rating",
    "rating_rank",
    "score_tenths",
    "confidence_percent",
    "headline",
    "next_step",
    "rated_on",
    "claim",
    "claim_text",
)


def store_ratings(ratings: Iterable[StoredRating]) -> None:
    """Write the ratings of many suppliers in one statement per 500."""
    update_rows(
        Supplier,
        RATING_COLUMNS,
        [
            (
                one.supplier_id,
                one.rating.value,
                rating_rank(one.rating),
                one.score_tenths,
                one.confidence_percent,
                one.headline[:300],
                one.next_step[:300],
                one.rated_on,
                one.claim.value,
                one.claim_text[:120],
            )
            for one in ratings
        ],
    )


def set_next_expiry(supplier_id: int, day: date | None) -> None:
    """Store the day on which the supplier's next certificate expires (None: nothing expires)."""
    Supplier.objects.filter(pk=supplier_id).update(next_expiry_on=day or NO_EXPIRY)


def search_columns(supplier: Supplier) -> dict[str, str]:
    """What the search columns must hold. Needs aliases, identifiers and sites, prefetched when there are many."""
    aliases = [alias.name for alias in supplier.aliases.all()]
    sites = list(supplier.sites.all())
    names = [supplier.legal_name, supplier.local_name, *aliases]
    numbers = [identifier.value for identifier in supplier.identifiers.all()]
    return {
        "search_key": search_key([*names, *(site.city for site in sites)], numbers),
        "name_key": name_key(supplier.legal_name),
        "city": next((site.city for site in sites if site.is_main), ""),
    }


def name_key(legal_name: str) -> str:
    """The column that lists sort names by."""
    return fold(legal_name)[:300]


def hold_supplier(supplier_id: int) -> None:
    """Hold the supplier's row until the transaction ends, before reading what its projections follow from.

    Of two people who add a part each at the same moment, the second one to hold it sees the first one's part. Not for
    SQLite, which has one writer at a time. Parts refer to the row meanwhile (no key lock).
    """
    list(Supplier.objects.select_for_update(no_key=True).filter(pk=supplier_id).values_list("pk"))


@transaction.atomic(savepoint=False)
def refresh_search(supplier_id: int) -> None:
    """Write anew what one supplier is found by, after any of its names, numbers or sites changed."""
    hold_supplier(supplier_id)
    supplier = Supplier.objects.prefetch_related("aliases", "identifiers", "sites").get(pk=supplier_id)
    Supplier.objects.filter(pk=supplier_id).update(**search_columns(supplier))
    store_keys({supplier_id: keys_of(supplier)})
