"""Do the stored ratings agree with the snapshots they come from, and do the snapshots reproduce?"""

from collections.abc import Iterator

from django.db.models import F

from scoring.domain.model import Model
from scoring.domain.snapshot import digest, reproduce
from scoring.models import RatingModel, ScopeRating, Snapshot
from suppliers.models import Supplier

LINE = {"rating": "likelihood", "score_tenths": "score_tenths", "confidence_percent": "confidence_percent"}


def disagreements(*, reproduce_snapshots: bool = True) -> Iterator[str]:
    """A sentence for each thing that does not agree; none when all is well."""
    yield from _projections()
    yield from _lines()
    if reproduce_snapshots:
        yield from _snapshots()


def _projections() -> Iterator[str]:
    """Each current rating repeats its snapshot."""
    wrong = ScopeRating.objects.exclude(
        likelihood=F("snapshot__likelihood"),
        score_tenths=F("snapshot__score_tenths"),
        confidence_percent=F("snapshot__confidence_percent"),
    )
    for supplier, scope in wrong.values_list("supplier_id", "scope_key").iterator():
        yield f"supplier {supplier}, {scope}: the current rating differs from its snapshot"


def _lines() -> Iterator[str]:
    """The supplier's own columns repeat its line."""
    same = {f"scope_ratings__{line}": F(own) for own, line in LINE.items()}
    rated = Supplier.objects.exclude(rated_on=None)
    right = rated.filter(scope_ratings__is_line=True, **same).values("pk")
    for supplier in rated.exclude(pk__in=right).values_list("pk", flat=True).iterator():
        yield f"supplier {supplier}: the rating in the list differs from its worst active scope"


def _snapshots() -> Iterator[str]:
    """Every snapshot has its hash and comes out of its own facts again."""
    models: dict[int, Model] = {row.pk: row.model for row in RatingModel.objects.all()}
    for kept in Snapshot.objects.order_by("pk").iterator(chunk_size=200):
        name = f"supplier {kept.supplier_id}, {kept.scope_key}, {kept.on} ({kept.revision})"
        if digest(kept.facts, kept.result) != kept.sha256:
            yield f"{name}: the stored documents do not have the stored hash"
            continue
        try:
            again = reproduce(kept.facts, models[kept.model_id], kept.engine, kept.scope_key, kept.on)
        except (KeyError, TypeError, ValueError) as error:
            yield f"{name}: cannot be made again: {error!r}"
            continue
        if again.sha256 != kept.sha256:
            yield f"{name}: comes out differently from its own facts"
