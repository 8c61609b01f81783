"""Whom to visit first and why, and its export."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common import clock
from common.tables import export_as
from common.views import AuthedRequest
from overview.exports import visits_export as visit_rows
from overview.exports import visits_shown
from overview.filters import PortfolioFilter
from overview.selectors.visits import CANDIDATES, SHOWN, WITH_FINDINGS


@requires(Permission.VIEW, listing=True, saves=Savable("Visits", PortfolioFilter))
def visits(request: AuthedRequest) -> HttpResponse:
    """Sites to visit, most pressing first, each with its reasons."""
    form = PortfolioFilter(request.GET)
    found = visits_shown(request, form)
    context = {
        "tab": "visits",
        "form": form,
        "rows": found.rows,
        "counted_at": found.at,
        "today": clock.today(),
        "most": SHOWN,
        "candidates": CANDIDATES,
        "with_findings": WITH_FINDINGS,
    }
    return render(request, "overview/visits.html", context)


@requires(Permission.EXPORT, listing=True)
def visits_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """The same as CSV or XLSX."""
    return export_as(kind, visit_rows(request))
