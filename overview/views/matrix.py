from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common import clock
from common.views import AuthedRequest
from overview.charts import matrix_picture
from overview.filters import PortfolioFilter
from overview.presentation import matrix_view
from overview.selectors import portfolio


@requires(Permission.VIEW, listing=True, saves=Savable("Risk matrix", PortfolioFilter))
def matrix(request: AuthedRequest) -> HttpResponse:
    """Where the risk is: likelihood × criticality with counts, each cell a way to its scopes."""
    form = PortfolioFilter(request.GET)
    model = portfolio.current_model()
    counted = portfolio.counted_for(request.user, form.kept, model.model, "cells")
    found = portfolio.matrix_of(counted, model.model)
    view = matrix_view(found, form.kept)
    context = {
        "tab": "matrix",
        "form": form,
        "view": view,
        "picture": matrix_picture(found, view.title),
        "model": model,
        "counted_at": counted.at,
        "today": clock.today(),
    }
    return render(request, "overview/matrix.html", context)
