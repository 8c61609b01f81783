"""The scopes behind a cell, a bin or a bar, and their export."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.views import AuthedRequest
from overview.exports import RISKS, scopes_shown
from overview.exports import scopes_export as scope_rows
from overview.filters import ScopeFilter
from overview.labels import PILLAR_LABELS
from overview.selectors.scopes import SORTS
from suppliers.selectors import count_up_to


@requires(Permission.VIEW, listing=True, saves=Savable("Rated scopes", ScopeFilter))
def scope_list(request: AuthedRequest) -> HttpResponse:
    """Rated scopes as the parameters say."""
    form = ScopeFilter(request.GET)
    rows = scopes_shown(request, form)
    sort, descending = choose_sort(SORTS, request.GET.get("sort"))
    after, before = request.GET.get("after"), request.GET.get("before")
    page = keyset_page(rows, sort=sort, descending=descending, after=after, before=before)
    context = {
        "tab": "matrix",
        "form": form,
        "page": page,
        "sorts": SORTS,
        "count": count_up_to(rows),
        "risks": RISKS,
        "pillars": PILLAR_LABELS,
        "query": request.GET.urlencode(),
    }
    return render(request, "overview/scopes.html", context)


@requires(Permission.EXPORT, listing=True)
def scope_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list shows, all pages of it, as CSV or XLSX."""
    return export_as(kind, scope_rows(request))
