"""Asking for the permission of a view. Deny by default: a test fails for a view that asks for none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from accounts.domain.permissions import Permission
from accounts.models import SavedView
from accounts.saving import Savable
from common.views import AuthedRequest

P = ParamSpec("P")


class GuardedView(Protocol):
    permission: Permission
    listing: bool
    saves: Savable | None

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def requires(
    permission: Permission, *, listing: bool = False, saves: Savable | None = None
) -> Callable[[Callable[Concatenate[AuthedRequest, P], HttpResponseBase]], GuardedView]:
    """Let only those through whose role allows `permission`; others get the 403 page.

    `listing` marks pages that list records: the suite demands that each has a test of its query count. `saves`: the
    list's filters can be kept as a view, and somebody who chose a view for it opens it so.
    """

    def decorate(view: Callable[Concatenate[AuthedRequest, P], HttpResponseBase]) -> GuardedView:
        @wraps(view)
        def guarded(request: AuthedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.can(permission):
                raise PermissionDenied
            if saves is not None and (chosen := default_view_url(request)):
                return HttpResponseRedirect(chosen)
            return view(request, *args, **kwargs)

        marked = cast(GuardedView, guarded)
        marked.permission = permission
        marked.listing = listing
        marked.saves = saves
        return marked

    return decorate


def default_view_url(request: AuthedRequest) -> str:
    """Where the list goes that was opened without any choice; empty when this person chose no view for it."""
    is_plain = request.method == "GET" and not request.META.get("QUERY_STRING") and not request.htmx
    match = request.resolver_match
    chosen = request.user.default_views.get(match.view_name) if is_plain and match else None
    view = SavedView.objects.visible_to(request.user).filter(pk=chosen).first() if chosen else None
    return view.get_absolute_url() if view is not None and view.query else ""
