"""Asking for the permission of a view. Deny by default: a test fails for a view that asks for none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.domain.permissions import Permission
from common.views import AuthedRequest

P = ParamSpec("P")


class GuardedView(Protocol):
    permission: Permission
    listing: bool

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def requires(
    permission: Permission, *, listing: bool = False
) -> Callable[[Callable[Concatenate[AuthedRequest, P], HttpResponseBase]], GuardedView]:
    """Let only those through whose role allows `permission`; others get the 403 page.

    `listing` marks pages that list records: the suite demands that each has a test of its query count.
    """

    def decorate(view: Callable[Concatenate[AuthedRequest, P], HttpResponseBase]) -> GuardedView:
        @wraps(view)
        def guarded(request: AuthedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.can(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        marked = cast(GuardedView, guarded)
        marked.permission = permission
        marked.listing = listing
        return marked

    return decorate
