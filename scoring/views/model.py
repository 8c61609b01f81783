from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.views import AuthedRequest
from scoring import selectors
from scoring.model_view import model_view
from scoring.reference.cases import CASES


@requires(Permission.VIEW)
def rating_model(request: AuthedRequest) -> HttpResponse:
    """Weights, curves, bands and matrix of the current model, and the cases that it must get right."""
    row = selectors.current_model()
    return render(request, "scoring/model.html", {"row": row, "view": model_view(row.model), "cases": CASES})
