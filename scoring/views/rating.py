from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.views import AuthedRequest
from scoring import selectors
from scoring.charts import trend
from scoring.corrections import corrections_since
from scoring.domain.snapshot import thaw_card
from scoring.models import Snapshot
from scoring.presentation import card_view
from scoring.sentences import trend_title
from suppliers.selectors import supplier_for_page, supplier_for_tab


@requires(Permission.VIEW)
def rating(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The rating of one scope, taken apart. `?scope=scope:3` chooses another than the supplier's own line."""
    supplier = supplier_for_page(request.user, supplier_id)
    standing = selectors.standing_for_page(supplier.pk, request.GET.get("scope", ""))
    context = {"supplier": supplier, "tab": "rating", "standing": standing}
    if standing.shown is not None:
        context |= _card_context(selectors.snapshot_for_page(supplier.pk, standing.shown.snapshot_id))
    return render(request, "scoring/rating.html", context)


@requires(Permission.VIEW)
def snapshot(request: AuthedRequest, supplier_id: int, snapshot_id: int) -> HttpResponse:
    """A past rating as it was then."""
    supplier = supplier_for_page(request.user, supplier_id)
    kept = selectors.snapshot_for_page(supplier.pk, snapshot_id)
    context = {"supplier": supplier, "tab": "rating", **_card_context(kept), "corrections": corrections_since(kept)}
    return render(request, "scoring/snapshot.html", context)


@requires(Permission.VIEW)
def panel(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The rating in short, for the supplier's summary."""
    supplier = supplier_for_tab(request.user, supplier_id)
    line = selectors.line_for_panel(supplier.pk)
    context: dict[str, object] = {"supplier": supplier, "line": line}
    if line is not None:
        context["view"] = card_view(thaw_card(line.snapshot.result))
    else:
        context["problem"] = selectors.problem_for_supplier(supplier.pk)
    return render(request, "scoring/_panel.html", context)


def _card_context(kept: Snapshot) -> dict[str, object]:
    history = selectors.history_for_page(kept.supplier_id, kept.scope_key)
    points = selectors.trend_points(history)
    floors = [0, *(band.floor for band in kept.model.model.bands), 1_000]
    return {
        "view": card_view(kept.card),
        "snapshot": kept,
        "snapshots": history,
        "trend": trend(points, floors, trend_title([one.score for one in points])),
        "trend_title": trend_title([one.score for one in points]),
    }
