"""Do the stored ratings agree with the snapshots they come from, and do the snapshots reproduce?"""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from scoring.domain.model import Model
from scoring.domain.snapshot import digest, reproduce
from scoring.models import RatingModel, ScopeMonth, ScopeRating, Snapshot
from scoring.services.projecting import scope_id, stored_figures
from suppliers.models import Supplier

LINE = {"rating": "likelihood", "score_tenths": "score_tenths", "confidence_percent": "confidence_percent"}


def disagreements(*, reproduce_snapshots: bool = True) -> Iterator[str]:
    """A sentence for each thing that does not agree; none when all is well."""
    yield from _projections()
    yield from _lines()
    yield from _months()
    if reproduce_snapshots:
        yield from _figures()
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


def _figures() -> Iterator[str]:
    """Each current rating has the figures of its snapshot's result."""
    rows = ScopeRating.objects.select_related("snapshot").defer("snapshot__facts").order_by("pk")
    for row in rows.iterator(chunk_size=200):
        figures = stored_figures(row.snapshot.card)
        own = {name: getattr(row, name) for name in figures}
        if own != figures or row.scope_id != scope_id(row.scope_key):
            yield f"supplier {row.supplier_id}, {row.scope_key}: the figures of the overview differ from its snapshot"


def _months() -> Iterator[str]:
    """Each month repeats its two snapshots: the last one before it and the last one of it."""
    newest = Snapshot.objects.filter(supplier=OuterRef("supplier"), scope_key=OuterRef("scope_key"))
    newest = newest.order_by("-on", "-revision", "-pk")
    last = newest.filter(on__year=OuterRef("month__year"), on__month=OuterRef("month__month"))
    right = ScopeMonth.objects.annotate(
        last=Subquery(last.values("pk")[:1]),
        begun=Coalesce("opening_id", 0),
        before=Coalesce(Subquery(newest.filter(on__lt=OuterRef("month")).values("pk")[:1]), 0),
    ).filter(
        Q(opening=None) | Q(opening_tenths=F("opening__score_tenths"), opening_likelihood=F("opening__likelihood")),
        closing_id=F("last"),
        begun=F("before"),
        closing_tenths=F("closing__score_tenths"),
        closing_likelihood=F("closing__likelihood"),
    )
    wrong = ScopeMonth.objects.exclude(pk__in=right.values("pk"))
    for supplier, scope, month in wrong.values_list("supplier_id", "scope_key", "month").iterator():
        yield f"supplier {supplier}, {scope}: the month of {month:%B %Y} differs from its snapshots"


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
