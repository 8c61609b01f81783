from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

SPEAKS_FOR_ITSELF = ("/static/", "/api/v1/")
"""The interface refuses with a problem instead of a page (accounts/api/authentication.py)."""


class OneTimePassword:
    """Whoever signed in with a one-time password chooses a password of their own before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.must_change_password:
            way_out = (reverse("account_change_password"), reverse("account_logout"))
            if request.path not in way_out and not request.path.startswith(SPEAKS_FOR_ITSELF):
                return HttpResponseRedirect(way_out[0])
        return self.get_response(request)
