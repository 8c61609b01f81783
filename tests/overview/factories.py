"""Rated scopes for tests: written directly where a page only counts them, rated where it takes them apart."""

from datetime import date
from itertools import count

from common import clock
from scoring.models import RatingModel, ScopeMonth, ScopeRating, Snapshot
from tests.suppliers.factories import make_scope, make_supplier

_number = count(1)
ON = date(2026, 11, 21)


def make_snapshot(supplier, scope_key, *, on=ON, likelihood="high", score=500, confidence=50, result=None, **fields):
    return Snapshot.objects.create(
        supplier=supplier,
        scope_key=scope_key,
        scope_label="Turning, Works",
        on=on,
        revision=next(_number),
        reason="changed",
        model=RatingModel.objects.current(),
        engine="1",
        facts={},
        result=result or {"criticality": "standard"},
        sha256="0" * 64,
        likelihood=likelihood,
        score_tenths=score,
        confidence_percent=confidence,
        created_at=clock.now(),
        **fields,
    )


def make_rating(supplier=None, *, likelihood="high", criticality="standard", score=500, confidence=50, **fields):
    """A rated scope of a supplier of its own, with a snapshot that says nothing more."""
    supplier = supplier or make_supplier()
    scope = make_scope(supplier, fields.pop("process", "turning"))
    key = f"scope:{scope.pk}"
    snapshot = make_snapshot(supplier, key, likelihood=likelihood, score=score, confidence=confidence)
    values = {
        "scope": scope,
        "scope_label": "Turning, Works",
        "snapshot": snapshot,
        "seen": "x",
        "is_active": True,
        "is_line": True,
        "rated_on": ON,
        "risk_rank": 1,
        **fields,
    }
    return ScopeRating.objects.create(
        supplier=supplier,
        scope_key=key,
        likelihood=likelihood,
        criticality=criticality,
        score_tenths=score,
        confidence_percent=confidence,
        **values,
    )


def make_month(rating, *, month=date(2026, 11, 1), opening=None, likelihood="high"):
    """The month of a rated scope; `opening`: its score before, None when it was first rated in the month."""
    before = None
    if opening is not None:
        before = make_snapshot(rating.supplier, rating.scope_key, on=date(2026, 10, 20), score=opening)
    return ScopeMonth.objects.create(
        supplier=rating.supplier,
        scope_key=rating.scope_key,
        scope_label=rating.scope_label,
        criticality=rating.criticality,
        month=month,
        opening=before,
        opening_tenths=opening,
        opening_likelihood=likelihood if before else "",
        closing=rating.snapshot,
        closing_tenths=rating.score_tenths,
        closing_likelihood=rating.likelihood,
    )
