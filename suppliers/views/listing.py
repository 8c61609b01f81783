"""The supplier list and its exports."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.paging import Sort, choose_sort, keyset_page
from common.tables import stream_csv, stream_xlsx
from common.views import AuthedRequest
from suppliers import selectors
from suppliers.exports import COLUMNS
from suppliers.filters import SupplierFilter
from suppliers.models import SupplierQuerySet

STREAMS = {"csv": stream_csv, "xlsx": stream_xlsx}


@dataclass(frozen=True)
class Shown:
    """What the parameters of the list ask for."""

    filter: SupplierFilter
    rows: SupplierQuerySet
    sort: Sort
    descending: bool


def _shown(request: AuthedRequest, *, offering: bool) -> Shown:
    rows = selectors.suppliers_for_list(request.user)
    chosen = SupplierFilter(request.GET, queryset=rows, request=request, offering=offering)
    sort, descending = choose_sort(selectors.SORTS, request.GET.get("sort"))
    return Shown(chosen, chosen.found, sort, descending)


@requires(Permission.VIEW, listing=True)
def supplier_list(request: AuthedRequest) -> HttpResponse:
    """Suppliers as the parameters say; htmx gets the results alone."""
    is_partial = bool(request.htmx) and not request.htmx.history_restore_request
    shown = _shown(request, offering=not is_partial)
    page = keyset_page(
        shown.rows,
        sort=shown.sort,
        descending=shown.descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "filter": shown.filter,
        "page": page,
        "bought": selectors.bought_from(page.rows),
        "count": selectors.count_up_to(shown.rows),
        "sorts": selectors.SORTS,
        "today": clock.today(),
        "is_narrowed": any(shown.filter.form.cleaned_data.values()),
    }
    return render(request, "suppliers/_results.html" if is_partial else "suppliers/list.html", context)


@requires(Permission.EXPORT)
def export_suppliers(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """All that the list shows under the same parameters, in the same order, as CSV or XLSX."""
    if kind not in STREAMS:
        raise Http404
    shown = _shown(request, offering=False)
    order = [*shown.sort.fields, "pk"]
    rows = shown.rows.order_by(*(f"-{name}" if shown.descending else name for name in order))
    return STREAMS[kind](f"suppliers-{clock.today():%Y-%m-%d}", COLUMNS, selectors.export_rows(rows))
