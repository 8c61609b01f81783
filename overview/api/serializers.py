"""What answers about the portfolio look like. Scores are 0 to 100, shares and confidence are percent."""

from datetime import date, datetime
from typing import TypedDict

from common.api.shapes import Reference, reference
from overview.domain.comparison import Line, Place
from overview.domain.months import Bar, Due
from overview.domain.portfolio import RiskMatrix, Thin
from overview.domain.visits import Why
from overview.labels import RISK_LABELS
from overview.movers_view import MoverView
from overview.selectors import portfolio
from overview.selectors.compare import Compared
from overview.selectors.counting import Counted
from overview.selectors.visits import Shown
from overview.visits_view import reason_text
from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood, Model
from scoring.models import ScopeRating

RISKS = (*RISK_LABELS, "other")


class MatrixCellRow(TypedDict):
    """A cell of the risk matrix: what the model says of it, and how many scopes stand there."""

    likelihood: Likelihood
    criticality: Criticality
    risk: str
    re_evaluate_months: int
    audit: str
    documents: str
    count: int
    share: float


class MatrixRecord(TypedDict):
    """All cells, best likelihood first. `counted_at`: when what everybody may see was counted; null: just now."""

    counted_at: datetime | None
    model_version: int
    total: int
    cells: list[MatrixCellRow]


def matrix_record(found: RiskMatrix, model_version: int, counted_at: datetime | None) -> MatrixRecord:
    cells: list[MatrixCellRow] = [
        {
            "likelihood": cell.rule.likelihood,
            "criticality": cell.rule.criticality,
            "risk": cell.rule.risk,
            "re_evaluate_months": cell.rule.re_evaluate_months,
            "audit": cell.rule.audit,
            "documents": cell.rule.documents,
            "count": cell.count,
            "share": cell.share / 10,
        }
        for row in found.rows
        for cell in row.cells
    ]
    return {"counted_at": counted_at, "model_version": model_version, "total": found.total, "cells": cells}


class RatedScopeRow(TypedDict):
    """Where a scope stands now. `gap`: paper ahead of practice, in points; null: not measurable yet."""

    id: int
    supplier: Reference
    country: str
    scope: str
    scope_label: str
    is_active: bool
    criticality: Criticality
    likelihood: Likelihood
    risk: str
    score: float
    confidence_percent: int
    practice_percent: int
    gap: float | None
    thinnest: str
    rated_on: date


def rated_scope_row(row: ScopeRating) -> RatedScopeRow:
    """A rated scope (select `supplier` for many)."""
    return {
        "id": row.pk,
        "supplier": reference(row.supplier),
        "country": row.supplier.country.code,
        "scope": row.scope_key,
        "scope_label": row.scope_label,
        "is_active": row.is_active,
        "criticality": Criticality(row.criticality),
        "likelihood": Likelihood(row.likelihood),
        "risk": RISKS[row.risk_rank],
        "score": row.score_tenths / 10,
        "confidence_percent": row.confidence_percent,
        "practice_percent": row.practice_percent,
        "gap": _points(row.gap_tenths),
        "thinnest": row.thinnest,
        "rated_on": row.rated_on,
    }


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


class MoveReason(TypedDict):
    """A part of a movement: its points with their sign, whose they are, why, and the page of the record behind it."""

    moved: str
    label: str
    why: str
    url: str


class MoveLimit(TypedDict):
    """A limit that came or was lifted."""

    word: str
    reason: str
    url: str


class MoverRow(TypedDict):
    """A scope whose rating moved in a month. Without an opening it was rated for the first time."""

    id: int
    supplier: Reference
    scope: str
    scope_label: str
    criticality: Criticality
    month: date
    opening_likelihood: Likelihood | None
    closing_likelihood: Likelihood
    opening_score: float | None
    closing_score: float
    moved: float | None
    reasons: list[MoveReason]
    limits: list[MoveLimit]


def mover_row(told: MoverView) -> MoverRow:
    """A movement with its reasons (select `supplier` for many)."""
    row = told.row
    return {
        "id": row.pk,
        "supplier": reference(row.supplier),
        "scope": row.scope_key,
        "scope_label": row.scope_label,
        "criticality": Criticality(row.criticality),
        "month": row.month,
        "opening_likelihood": Likelihood(row.opening_likelihood) if row.opening_likelihood else None,
        "closing_likelihood": Likelihood(row.closing_likelihood),
        "opening_score": _points(row.opening_tenths),
        "closing_score": row.closing_tenths / 10,
        "moved": None if row.opening_tenths is None else row.moved_tenths / 10,
        "reasons": [{"moved": one.moved, "label": str(one.label), "why": one.why, "url": one.url} for one in told.told],
        "limits": [{"word": one.word, "reason": one.reason, "url": one.url} for one in told.limits],
    }


class ConfidenceBin(TypedDict):
    """Scopes in one step of score and of confidence: 3 is 30 to 39, 9 has the full 100 in it."""

    score_step: int
    confidence_step: int
    count: int


class ThinRow(TypedDict):
    """A part of the portfolio with how many of its scopes have too little evidence."""

    key: str
    label: str
    count: int
    unproven: int
    share: float


class ConfidenceRecord(TypedDict):
    """How well founded the ratings are. A confidence below `unproven_under` is too little evidence.

    `counted_at`: when what everybody may see was counted; null: just now.
    """

    counted_at: datetime | None
    total: int
    unproven: int
    unproven_under: int
    bins: list[ConfidenceBin]
    pillars: list[ThinRow]
    processes: list[ThinRow]


def confidence_record(counted: Counted, model: Model) -> ConfidenceRecord:
    found = portfolio.confidence_of(counted)
    return {
        "counted_at": counted.at,
        "total": found.total,
        "unproven": found.unproven,
        "unproven_under": portfolio.unproven_percent(model),
        "bins": [
            {"score_step": score, "confidence_step": confidence, "count": number}
            for (score, confidence), number in sorted(found.counts.items())
        ],
        "pillars": [_thin_row(one) for one in portfolio.thin_pillars(counted, model)],
        "processes": [_thin_row(one) for one in portfolio.thin_processes(counted)],
    }


def _thin_row(one: Thin) -> ThinRow:
    return {
        "key": one.key,
        "label": str(one.label),
        "count": one.count,
        "unproven": one.unproven,
        "share": one.share / 10,
    }


class DueMonthRow(TypedDict):
    """What falls due in a month; `month` null: all that is overdue, without a first day."""

    month: date | None
    since: date | None
    until: date
    total: int
    counts: dict[str, int]


class DueRecord(TypedDict):
    """Overdue, then twelve months. `counted_at`: when what everybody may see was counted; null: just now."""

    counted_at: datetime | None
    months: list[DueMonthRow]


def due_month_row(bar: Bar) -> DueMonthRow:
    counts = {Due(kind).value: number for kind, number in bar.counts}
    span = bar.span
    return {"month": span.month, "since": span.since, "until": span.until, "total": bar.total, "counts": counts}


class VisitReason(TypedDict):
    """Points with their reason."""

    why: Why
    points: int
    text: str


class VisitRow(TypedDict):
    """A site to visit, by the most pressing of the scopes bought there; `others`: further scopes there."""

    supplier: Reference
    site: Reference | None
    scope: str
    scope_label: str
    points: int
    reasons: list[VisitReason]
    others: int
    audit: str
    visited_on: date | None
    planned_on: date | None


class VisitsRecord(TypedDict):
    """Sites to visit, most pressing first. `counted_at`: when most of it was looked up; null: just now."""

    counted_at: datetime | None
    visits: list[VisitRow]


def visit_row(row: Shown) -> VisitRow:
    rating, visit = row.rating, row.visit
    return {
        "supplier": reference(rating.supplier),
        "site": {"id": visit.first.site, "name": row.site_name or ""} if visit.first.site else None,
        "scope": rating.scope_key,
        "scope_label": rating.scope_label,
        "points": visit.points,
        "reasons": [{"why": one.why, "points": one.points, "text": reason_text(one, visit)} for one in visit.reasons],
        "others": visit.others,
        "audit": visit.first.cell.audit,
        "visited_on": visit.first.visited_on,
        "planned_on": row.planned_on,
    }


class ComparedScope(TypedDict):
    """Another scope of a supplier; name its `scope_id` to compare by it."""

    scope_id: int | None
    scope_label: str


class ComparedMonth(TypedDict):
    """The score at the end of a month."""

    month: date
    score: float
    likelihood: Likelihood


class ComparedCap(TypedDict):
    """A limit of the likelihood, and what lifts it."""

    reason: str
    lifts_when: str


class ComparedRow(TypedDict):
    """A supplier by one of its scopes, with its score in the last months."""

    supplier: Reference
    scope_id: int | None
    scope_label: str
    criticality: Criticality
    likelihood: Likelihood
    score: float
    confidence_percent: int
    caps: list[ComparedCap]
    months: list[ComparedMonth]
    others: list[ComparedScope]


def compared_row(one: Compared) -> ComparedRow:
    rating = one.rating
    caps = rating.snapshot.card.caps
    return {
        "supplier": reference(rating.supplier),
        "scope_id": rating.scope_id,
        "scope_label": rating.scope_label,
        "criticality": Criticality(rating.criticality),
        "likelihood": Likelihood(rating.likelihood),
        "score": rating.score_tenths / 10,
        "confidence_percent": rating.confidence_percent,
        "caps": [{"reason": cap.reason, "lifts_when": cap.lifts_when} for cap in caps],
        "months": [
            {"month": month, "score": tenths / 10, "likelihood": Likelihood(word)} for month, tenths, word in one.months
        ],
        "others": [{"scope_id": other.scope_id, "scope_label": other.scope_label} for other in one.others],
    }


class ComparedValue(TypedDict):
    """`score` null: nobody looked, or it is not asked. `place`: only where a comparison is fair."""

    score: float | None
    confidence_percent: int
    place: Place


class ComparedLine(TypedDict):
    """A pillar or one of its indicators over all that are compared, in the order of `suppliers`."""

    key: str
    label: str
    pillar: str
    is_pillar: bool
    values: list[ComparedValue]


def compared_line(line: Line) -> ComparedLine:
    values: list[ComparedValue] = [
        {
            "score": None if one.points is None else one.points / 1000,
            "confidence_percent": one.confidence,
            "place": one.place,
        }
        for one in line.values
    ]
    return {
        "key": line.key,
        "label": str(line.label),
        "pillar": line.pillar,
        "is_pillar": line.is_pillar,
        "values": values,
    }


class Comparison(TypedDict):
    """Suppliers side by side. `left_out`: how many are not rated, not visible to you, or beyond six."""

    suppliers: list[ComparedRow]
    lines: list[ComparedLine]
    left_out: int
