"""Everything that happened to a supplier and to what hangs on it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.paging import Sort, keyset_page
from common.views import AuthedRequest
from suppliers.forms import HistoryForm
from suppliers.selectors import history_kinds, history_of, supplier_for_tab

NEWEST = Sort("when", "When", (), descending=True)


@requires(Permission.VIEW, listing=True)
def supplier_history(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Newest first; `?kind=` shows one kind of record."""
    supplier = supplier_for_tab(request.user, supplier_id)
    form = HistoryForm(request.GET, kinds=history_kinds(supplier))
    entries = history_of(supplier, form.chosen)
    page = keyset_page(
        entries, sort=NEWEST, descending=True, after=request.GET.get("after"), before=request.GET.get("before")
    )
    return render(
        request, "suppliers/history.html", {"supplier": supplier, "tab": "history", "form": form, "page": page}
    )
