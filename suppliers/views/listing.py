"""The supplier list and its exports."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common import clock
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.views import AuthedRequest
from suppliers import selectors
from suppliers.exports import suppliers_export
from suppliers.filters import SupplierFilter


@requires(Permission.VIEW, listing=True, saves=Savable("Suppliers", SupplierFilter))
def supplier_list(request: AuthedRequest) -> HttpResponse:
    """Suppliers as the parameters say; htmx gets the results alone."""
    is_partial = bool(request.htmx) and not request.htmx.history_restore_request
    rows = selectors.suppliers_for_list(request.user)
    chosen = SupplierFilter(request.GET, queryset=rows, request=request, offering=not is_partial)
    sort, descending = choose_sort(selectors.SORTS, request.GET.get("sort"))
    page = keyset_page(
        chosen.found,
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "filter": chosen,
        "page": page,
        "bought": selectors.bought_from(page.rows),
        "count": selectors.count_up_to(chosen.found),
        "sorts": selectors.SORTS,
        "today": clock.today(),
        "is_narrowed": any(chosen.form.cleaned_data.values()),
    }
    return render(request, "suppliers/_results.html" if is_partial else "suppliers/list.html", context)


@requires(Permission.EXPORT)
def export_suppliers(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """All that the list shows under the same parameters, in the same order, as CSV or XLSX."""
    return export_as(kind, suppliers_export(request))
