"""The overview and a comparison as documents: the pages' own selectors, words and pictures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from overview.charts import confidence_picture, due_picture, matrix_picture
from overview.compare_view import columns_of
from overview.domain.months import Due
from overview.due_view import due_rows, due_title
from overview.labels import DUE_LABELS
from overview.movers_view import month_name, mover_views
from overview.presentation import confidence_title, matrix_view, thin_views
from overview.selectors import portfolio
from overview.selectors.compare import compared_for_page
from overview.selectors.months import due_by_month
from overview.selectors.movers import movements_of
from overview.selectors.visits import visits_for
from overview.visits_view import reason_text
from scoring.domain.months import month_of

MOVERS, VISITS = 12, 15
KINDS = ("overview", "comparison")


@dataclass(frozen=True)
class Content:
    """What a document shows: its template, its context, and the suppliers that it names."""

    template: str
    context: dict[str, Any]
    suppliers: tuple[int, ...]


def content_of(user: User, asked: dict[str, Any], at: datetime) -> Content:
    """The document as this person sees it now. `asked`: its kind, and what it is narrowed to or compares."""
    if asked["kind"] == "comparison":
        return _comparison(user, asked["suppliers"], asked["scopes"], at)
    return _overview(user, asked["chosen"], asked["told"], at)


def _overview(user: User, chosen: dict[str, str], told: str, at: datetime) -> Content:
    today = at.date()
    model = portfolio.current_model()
    counted = portfolio.counted_for(user, chosen, model.model, *portfolio.TALLIES)
    matrix, found = portfolio.matrix_of(counted, model.model), portfolio.confidence_of(counted)
    bars, due_counted_at = due_by_month(user, today)
    month = month_of(today)
    moved = list(movements_of(user, month).moved().order_by("-weight", "-pk")[:MOVERS])
    looked = visits_for(user, chosen, model.model, today)
    visits = looked.rows[:VISITS]
    view = matrix_view(matrix, chosen)
    context = {
        "at": at,
        "today": today,
        "user": user,
        "model": model,
        "counted_at": counted.at,
        "due_counted_at": due_counted_at,
        "visits_counted_at": looked.at,
        "narrowed": told,
        "matrix": view,
        "matrix_picture": matrix_picture(matrix, view.title),
        "confidence_title": confidence_title(found),
        "confidence_picture": confidence_picture(
            found, confidence_title(found), portfolio.unproven_percent(model.model)
        ),
        "pillars": thin_views(portfolio.thin_pillars(counted, model.model), chosen, "thinnest"),
        "processes": thin_views(portfolio.thin_processes(counted), chosen, "process")[:12],
        "due_title": due_title(bars),
        "due_picture": due_picture(bars, due_title(bars)),
        "due_heads": [DUE_LABELS[kind] for kind in Due],
        "due_rows": due_rows(bars),
        "month": month_name(month),
        "movers": mover_views(moved),
        "visits": [(row, [reason_text(one, row.visit) for one in row.visit.reasons]) for row in visits],
    }
    named = {row.supplier_id for row in moved} | {row.rating.supplier_id for row in visits}
    return Content("overview/document/overview.html", context, tuple(sorted(named)))


def _comparison(user: User, suppliers: list[int], scopes: list[int], at: datetime) -> Content:
    rows = compared_for_page(user, suppliers, scopes)
    columns, lines = columns_of(rows, standalone=True)
    context = {"at": at, "user": user, "columns": columns, "lines": lines, "today": at.date()}
    return Content("overview/document/comparison.html", context, tuple(one.rating.supplier_id for one in rows))
