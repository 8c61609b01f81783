"""The portfolio: certificates of all suppliers, narrowed by URL, and the export of what is shown."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from certificates.exports import certificates_export
from certificates.filters import CertificateFilter
from certificates.selectors import certificates_for_list, shown_all, sorts_of, waiting_counts
from certificates.views.bulk import ACTIONS
from common import clock
from common.bulk.selecting import actions_for
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.views import AuthedRequest


@requires(Permission.VIEW, listing=True, saves=Savable("Certificates", CertificateFilter))
def certificate_list(request: AuthedRequest) -> HttpResponse:
    """Certificates of all suppliers that this person sees."""
    found = CertificateFilter(request.GET, certificates_for_list(request.user), user=request.user, today=clock.today())
    sort, descending = choose_sort(sorts_of(found.chosen_list), request.GET.get("sort"))
    page = keyset_page(
        found.qs,
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "filter": found,
        "page": page,
        "rows": list(shown_all(page.rows, found.today)),
        "today": found.today,
        "query": request.GET.urlencode(),
        "sorts": sorts_of(found.chosen_list),
        "actions": actions_for(request.user, ACTIONS),
    }
    return render(request, "certificates/list.html", context)


@requires(Permission.VIEW)
def certificates_waiting(request: AuthedRequest) -> HttpResponse:
    """The numbers in the head of the list, swapped in after the rows are there."""
    counts = waiting_counts(request.user, clock.today())
    return render(request, "certificates/_waiting.html", {"counts": counts})


@requires(Permission.EXPORT, listing=True)
def certificate_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list shows, all pages of it, as CSV or XLSX."""
    return export_as(kind, certificates_export(request))
