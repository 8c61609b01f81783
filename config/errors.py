"""What nobody foresaw: the page of it, or for a program its problem."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from common.api.problems import plain_problem

API = "/api/"


def server_error(request: HttpRequest) -> HttpResponse:
    """500; the log has the reason."""
    if request.path.startswith(API):
        sentence = "That went wrong on our side. Nothing of what you sent was half-saved. Try again."
        return plain_problem(request, 500, "error", sentence)
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, for instance a host name that is none of ours."""
    if request.path.startswith(API):
        return plain_problem(request, 400, "malformed", "This request cannot be read.")
    return defaults.bad_request(request, exception)
