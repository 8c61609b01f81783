"""Personal tokens: one's own under the profile, and everybody's for administrators."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.domain.tokens import TokenScope
from accounts.forms import TokenForm
from accounts.models import User
from accounts.selectors import NEWEST, token_for_page, tokens_for_list
from accounts.services import Refused
from accounts.services import tokens as services
from common import clock
from common.paging import keyset_page
from common.records import AlreadySubmitted
from common.views import AuthedRequest, form_page, redirect_to


@requires(Permission.VIEW, listing=True)
def tokens(request: AuthedRequest) -> HttpResponse:
    """One's own tokens."""
    return _list(request, request.user)


@requires(Permission.USERS_MANAGE, listing=True)
def all_tokens(request: AuthedRequest) -> HttpResponse:
    """Everybody's tokens."""
    return _list(request, None)


def _list(request: AuthedRequest, of: User | None) -> HttpResponse:
    today = clock.today()
    page = keyset_page(
        tokens_for_list(of),
        sort=NEWEST,
        descending=True,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    rows = [(token, token.why_void(today)) for token in page]
    return render(request, "accounts/tokens.html", {"page": page, "rows": rows, "everybody": of is None})


@requires(Permission.VIEW)
def token_new(request: AuthedRequest) -> HttpResponse:
    """Make a token; its secret is shown on the answer and never again."""
    return cast(HttpResponse, _new(request))


@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # a token outlives the session that made it
def _new(request: AuthedRequest) -> HttpResponse:
    form = TokenForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = services.make_token(
                request.user,
                name=typed["name"],
                scope=TokenScope(typed["scope"]),
                expires_on=typed["expires_on"],
                at=clock.now(),
                submission=typed["submission"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except AlreadySubmitted as first:
            words = "This token was made already; its secret was shown then."
            return redirect_to(request, first.url, words, level=messages.INFO)
        else:
            return render(request, "accounts/token_made.html", {"token": made.token, "secret": made.secret})
    return form_page(request, "accounts/token_new.html", {"form": form})


@requires(Permission.VIEW)
def token_revoke(request: AuthedRequest, token_id: int) -> HttpResponse:
    """Stop a token."""
    return _revoke(request, token_id)


@require_POST
def _revoke(request: AuthedRequest, token_id: int) -> HttpResponse:
    token = token_for_page(request.user, token_id)
    own = token.user_id == request.user.pk and not request.GET.get("everybody")
    back = reverse("accounts:tokens" if own else "accounts:all_tokens")
    try:
        services.revoke_token(token, actor=request.user, at=clock.now())
    except Refused as refusal:
        return redirect_to(request, back, str(refusal), level=messages.ERROR)
    return redirect_to(request, back, f"Token {token.name} opens nothing any more.")
