"""What moved in a month and why, and its export."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common import clock
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.views import AuthedRequest
from overview.exports import movers_export as mover_rows
from overview.filters import MoverFilter
from overview.movers_view import month_name, mover_views
from overview.selectors.movers import ROWS, SORTS, movements_of
from suppliers.selectors import count_up_to


@requires(Permission.VIEW, listing=True, saves=Savable("Movers", MoverFilter))
def movers(request: AuthedRequest) -> HttpResponse:
    """Scopes whose rating moved in a month, weightiest first, each with its reasons."""
    form = MoverFilter(request.GET, clock.today())
    rows = form.apply(movements_of(request.user, form.month_shown), request.user)
    sort, descending = choose_sort(SORTS, request.GET.get("sort"))
    after, before = request.GET.get("after"), request.GET.get("before")
    page = keyset_page(rows, sort=sort, descending=descending, after=after, before=before, size=ROWS)
    context = {
        "tab": "movers",
        "form": form,
        "page": page,
        "rows": mover_views(page.rows),
        "sorts": SORTS,
        "count": count_up_to(rows),
        "month": month_name(form.month_shown),
    }
    return render(request, "overview/movers.html", context)


@requires(Permission.EXPORT, listing=True)
def movers_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list shows, all pages of it, as CSV or XLSX."""
    return export_as(kind, mover_rows(request))
