"""The overview and a comparison as documents: the pages' own selectors, words and pictures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from overview.charts import confidence_picture, due_picture, matrix_picture
from overview.compare_view import columns_of
from overview.domain.months import Due
from overview.domain.portfolio import TENTHS
from overview.due_view import due_rows, due_title
from overview.labels import DUE_LABELS, step_label
from overview.movers_view import month_name, mover_views
from overview.presentation import confidence_title, map_rows, matrix_view, thin_views
from overview.selectors import portfolio
from overview.selectors.compare import compared_for_page
from overview.selectors.months import due_by_month
from overview.selectors.movers import movements_of
from overview.selectors.visits import visits_for
from overview.visits_view import reason_text
from scoring.domain.model import Model
from scoring.domain.months import month_of

MOVERS, VISITS, PROCESSES = 12, 15, 12
"""How many rows of each are shown; the document says where there are more."""
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
    month = month_of(today)
    moved = list(movements_of(user, month).moved().order_by("-weight", "-pk")[: MOVERS + 1])
    looked = visits_for(user, chosen, model.model, today)
    visits = looked.rows[:VISITS]
    context = {
        "at": at,
        "today": today,
        "user": user,
        "model": model,
        "narrowed": told,
        **_sums(user, chosen, model.model),
        **_due(user, today),
        "month": month_name(month),
        "movers": mover_views(moved[:MOVERS]),
        "moved_more": len(moved) > MOVERS,
        "visits": [(row, [reason_text(one, row.visit) for one in row.visit.reasons]) for row in visits],
        "visits_all": len(looked.rows),
        "visits_counted_at": looked.at,
    }
    named = {row.supplier_id for row in moved[:MOVERS]} | {row.rating.supplier_id for row in visits}
    return Content("overview/document/overview.html", context, tuple(sorted(named)))


def _sums(user: User, chosen: dict[str, str], model: Model) -> dict[str, Any]:
    """The matrix, the map of confidence, and where evidence is thin."""
    counted = portfolio.counted_for(user, chosen, model, *portfolio.TALLIES)
    matrix, found = portfolio.matrix_of(counted, model), portfolio.confidence_of(counted)
    view, title = matrix_view(matrix, chosen), confidence_title(found)
    processes = thin_views(portfolio.thin_processes(counted), chosen, "process")
    return {
        "counted_at": counted.at,
        "matrix": view,
        "matrix_picture": matrix_picture(matrix, view.title),
        "confidence_title": title,
        "confidence_picture": confidence_picture(found, title, portfolio.unproven_percent(model)),
        "map_heads": [step_label(step) for step in range(TENTHS)],
        "map_rows": map_rows(found, chosen),
        "pillars": thin_views(portfolio.thin_pillars(counted, model), chosen, "thinnest"),
        "processes": processes[:PROCESSES],
        "more_processes": len(processes[PROCESSES:]),
    }


def _due(user: User, today: date) -> dict[str, Any]:
    """What is due by month."""
    bars, counted_at = due_by_month(user, today)
    return {
        "due_counted_at": counted_at,
        "due_title": due_title(bars),
        "due_picture": due_picture(bars, due_title(bars)),
        "due_heads": [DUE_LABELS[kind] for kind in Due],
        "due_rows": due_rows(bars),
    }


def _comparison(user: User, suppliers: list[int], scopes: list[int], at: datetime) -> Content:
    rows = compared_for_page(user, suppliers, scopes)
    columns, lines = columns_of(rows, standalone=True)
    context = {"at": at, "user": user, "columns": columns, "lines": lines, "today": at.date()}
    return Content("overview/document/comparison.html", context, tuple(one.rating.supplier_id for one in rows))
