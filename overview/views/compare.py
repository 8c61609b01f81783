"""Up to six suppliers side by side."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.bulk.selecting import own_selection
from common.views import AuthedRequest, redirect_to
from overview.compare_view import columns_of
from overview.domain.comparison import MOST
from overview.filters import whole_numbers
from overview.selectors.compare import Compared, compared_for_page, suppliers_to_add


@requires(Permission.VIEW, listing=True)
def compare(request: AuthedRequest) -> HttpResponse:
    """Suppliers as `?supplier=1&supplier=2` name them, each by its own line or by `&scope=3`; `q` finds more."""
    suppliers, scopes = whole_numbers(request.GET, "supplier"), whole_numbers(request.GET, "scope")
    rows = compared_for_page(request.user, suppliers, scopes)
    shown = [one.rating.supplier_id for one in rows]
    columns, lines = columns_of(rows)
    text = request.GET.get("q", "")[:200]
    context = {
        "tab": "compare",
        "columns": [(column, _without(rows, column.compared), _by_scopes(rows, column.compared)) for column in columns],
        "lines": lines,
        "query": _query([(one.rating.supplier_id, one.rating.scope_id) for one in rows]),
        "most": MOST,
        "has_room": len(rows) < MOST,
        "q": text,
        "chosen": [(one.rating.supplier_id, one.rating.scope_id) for one in rows],
        "found": [
            (one, _query([*((r.rating.supplier_id, r.rating.scope_id) for r in rows), (one.pk, None)]))
            for one in suppliers_to_add(request.user, text, shown)
        ],
        "left_out": len(set(suppliers)) - len(rows),
        "today": clock.today(),
    }
    return render(request, "overview/compare.html", context)


@requires(Permission.VIEW)
def compare_selected(request: AuthedRequest, selection_id: UUID) -> HttpResponse:
    """From the ticks of the supplier list to the comparison; the first six of a larger selection."""
    selection = own_selection(request, selection_id, "suppliers")
    ids = list(selection.ids)
    told = f"The first {MOST} of {len(ids)} are compared." if len(ids) > MOST else ""
    url = f"{reverse('overview:compare')}?{_query([(pk, None) for pk in ids[:MOST]])}"
    return redirect_to(request, url, told, level=30)


def _query(chosen: list[tuple[int, int | None]]) -> str:
    pairs = [("supplier", supplier) for supplier, _ in chosen]
    return urlencode([*pairs, *(("scope", scope) for _, scope in chosen if scope)])


def _without(rows: list[Compared], gone: Compared) -> str:
    return _query([(one.rating.supplier_id, one.rating.scope_id) for one in rows if one is not gone])


def _by_scopes(rows: list[Compared], column: Compared) -> list[tuple[str, str]]:
    """The supplier's other scopes, each with the address that compares by it."""
    found = []
    for other in column.others:
        chosen = [(one.rating.supplier_id, (other if one is column else one.rating).scope_id) for one in rows]
        found.append((other.scope_label, _query(chosen)))
    return found
