"""What is missing: over all suppliers, and as the checklist of one."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common import clock
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.views import AuthedRequest
from scoring import missing_selectors as selectors
from scoring.exports import missing_export as missing_rows
from scoring.filters import MissingFilter
from scoring.missing_view import checklist_views, row_view
from scoring.selectors import consequence_for_page
from suppliers.profile_selectors import documents_of
from suppliers.selectors import count_up_to, supplier_for_page


@requires(Permission.VIEW, listing=True, saves=Savable("Requirements", MissingFilter))
def missing_list(request: AuthedRequest) -> HttpResponse:
    """What waits for somebody, of all suppliers that this person sees."""
    today = clock.today()
    form = MissingFilter(request.GET)
    rows = form.apply(selectors.items_in_a_list(request.user), request.user, today)
    sort, descending = choose_sort(selectors.SORTS, request.GET.get("sort"))
    page = keyset_page(
        rows,
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "form": form,
        "page": page,
        "rows": [row_view(item, today) for item in page],
        "count": count_up_to(rows),
        "today": today,
    }
    return render(request, "scoring/missing/list.html", context)


@requires(Permission.EXPORT, listing=True)
def missing_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list shows, all pages of it, as CSV or XLSX."""
    return export_as(kind, missing_rows(request))


@requires(Permission.VIEW, listing=True)
def requirements(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The requirements tab of a supplier: what is asked of each scope, what is there, and its documents."""
    supplier = supplier_for_page(request.user, supplier_id)
    today = clock.today()
    asked = selectors.asked_of(supplier, today)
    context = {
        "supplier": supplier,
        "tab": "requirements",
        "checklists": checklist_views(asked, request.user),
        "waivers": asked.waivers,
        "documents": documents_of(supplier),
        "advice": consequence_for_page(supplier.pk),
        "today": today,
        "is_current": supplier.archived_at is None,
    }
    return render(request, "scoring/missing/supplier.html", context)
