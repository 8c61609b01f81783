"""The stored columns on `Supplier` that lists sort and filter by. Written here only; they do not bump the version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.text import fold, fold_marks
from suppliers.domain.terms import Claim, Rating
from suppliers.models import NO_EXPIRY, Supplier
from suppliers.models.supplier import rating_rank


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


def store_ratings(ratings: Iterable[StoredRating]) -> None:
    """Write the ratings of many suppliers in one statement per 500."""
    rows = [
        Supplier(
            pk=rating.supplier_id,
            rating=rating.rating.value,
            rating_rank=rating_rank(rating.rating),
            score_tenths=rating.score_tenths,
            confidence_percent=rating.confidence_percent,
            headline=rating.headline[:300],
            next_step=rating.next_step[:300],
            rated_on=rating.rated_on,
            claim=rating.claim.value,
            claim_text=rating.claim_text[:120],
        )
        for rating in ratings
    ]
    fields = [
        "rating",
        "rating_rank",
        "score_tenths",
        "confidence_percent",
        "headline",
        "next_step",
        "rated_on",
        "claim",
        "claim_text",
    ]
    Supplier.objects.bulk_update(rows, fields, batch_size=500)


def set_next_expiry(supplier_id: int, day: date | None) -> None:
    """Store the day on which the supplier's next certificate expires (None: nothing expires)."""
    Supplier.objects.filter(pk=supplier_id).update(next_expiry_on=day or NO_EXPIRY)


def search_key(supplier: Supplier) -> str:
    """All that a supplier can be found by, folded, with and without accents. Needs aliases, identifiers and sites."""
    names = [supplier.legal_name, supplier.local_name, *(alias.name for alias in supplier.aliases.all())]
    numbers = [identifier.value for identifier in supplier.identifiers.all()]
    places = [site.city for site in supplier.sites.all()]
    parts = [part for part in (*names, *numbers, *places) if part]
    folded = dict.fromkeys(fold(part) for part in parts)
    plain = dict.fromkeys(fold_marks(part) for part in parts)
    return " | ".join(dict.fromkeys([*folded, *plain]))


def refresh_search(supplier_id: int) -> None:
    """Write the search columns of one supplier anew, after any of its names, numbers or sites changed."""
    supplier = Supplier.objects.prefetch_related("aliases", "identifiers", "sites").get(pk=supplier_id)
    main = next((site for site in supplier.sites.all() if site.is_main), None)
    Supplier.objects.filter(pk=supplier_id).update(
        search_key=search_key(supplier),
        name_key=fold(supplier.legal_name)[:300],
        city=main.city if main else "",
    )
