from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

SPEAKS_FOR_ITSELF = ("/static/", "/api/v1/")
"""The interface refuses with a problem instead of a page (accounts/api/authentication.py)."""


class SignInRequired(LoginRequiredMiddleware):
    """Whoever is not signed in is sent to sign in, and then back.

    A part of a page that is asked for after the session ended sends the page there: the sign-in form is no part of it.
    """

    def handle_no_permission(  # type: ignore[override]  # Django's stubs know of one kind of redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirectBase:
        details = HtmxDetails(request)
        if not details:
            return super().handle_no_permission(request, view_func)
        back = details.current_url_abs_path or reverse("start:home")
        target = redirect_to_login(back, self.get_login_url(view_func), self.get_redirect_field_name(view_func))
        return HttpResponseClientRedirect(target.url)


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
