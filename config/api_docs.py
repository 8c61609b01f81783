"""The description of the interface, the page to read it, and the answer where nothing is."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.api.endpoint import Endpoint, operation
from common.api.problems import plain_problem
from common.api.requests import ApiRequest
from common.views import AuthedRequest


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; it follows from the code alone, so it is made once."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


class Description(Endpoint):
    """Where programs read what the interface can do."""

    @operation(Permission.VIEW, returns=dict[str, Any])
    def get(self, request: ApiRequest) -> JsonResponse:
        """The OpenAPI 3.1 document."""
        return JsonResponse(description())


schema = Description.as_view()


@requires(Permission.VIEW)
def docs(request: AuthedRequest) -> HttpResponse:
    """The description to read and to try, with files of our own only."""
    return render(request, "api_docs.html")


@csrf_exempt
@login_not_required
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that the interface does not have."""
    slash = "" if request.path.endswith("/") else " Addresses end with a slash."
    return plain_problem(request, 404, "not-found", f"There is nothing at this address.{slash}")
