from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common import clock
from common.views import AuthedRequest
from overview.charts import confidence_picture
from overview.domain.portfolio import TENTHS
from overview.filters import PortfolioFilter
from overview.labels import step_label
from overview.presentation import confidence_title, map_rows, thin_views
from overview.selectors import portfolio


@requires(Permission.VIEW, listing=True, saves=Savable("Map of confidence", PortfolioFilter))
def confidence(request: AuthedRequest) -> HttpResponse:
    """How well founded the ratings are: score × confidence, and where evidence is thin."""
    form = PortfolioFilter(request.GET)
    model = portfolio.current_model().model
    counted = portfolio.counted_for(request.user, form.kept, model, "bins", "pillars", "processes")
    found = portfolio.confidence_of(counted)
    title = confidence_title(found)
    under = portfolio.unproven_percent(model)
    context = {
        "tab": "confidence",
        "form": form,
        "found": found,
        "title": title,
        "under": under,
        "picture": confidence_picture(found, title, under),
        "heads": [step_label(step) for step in range(TENTHS)],
        "rows": map_rows(found, form.kept),
        "pillars": thin_views(portfolio.thin_pillars(counted, model), form.kept, "thinnest"),
        "processes": thin_views(portfolio.thin_processes(counted), form.kept, "process"),
        "counted_at": counted.at,
        "today": clock.today(),
    }
    return render(request, "overview/confidence.html", context)
