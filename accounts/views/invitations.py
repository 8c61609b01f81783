from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission, Role
from accounts.forms import AcceptForm, InviteForm
from accounts.labels import INVITATION_LABELS, ROLE_LABELS
from accounts.selectors import NEWEST, invitation_for_page, invitations_for_list
from accounts.services import Refused
from accounts.services import invitations as services
from common import clock
from common.paging import keyset_page
from common.records import AlreadySubmitted
from common.views import AuthedRequest, form_page, redirect_to


@requires(Permission.USERS_MANAGE, listing=True)
def invitations(request: AuthedRequest) -> HttpResponse:
    """Who was invited, and what came of it."""
    page = keyset_page(
        invitations_for_list(),
        sort=NEWEST,
        descending=True,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    now = clock.now()
    rows = [(row, state := services.state_of(row, now), INVITATION_LABELS[state]) for row in page]
    return render(request, "accounts/invitations.html", {"page": page, "rows": rows})


@requires(Permission.USERS_MANAGE)
def invite(request: AuthedRequest) -> HttpResponse:
    """Ask somebody to join."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sent = services.invite(
                email=data["email"],
                role=Role(data["role"]),
                teams=data["teams"],
                actor=request.user,
                at=clock.now(),
                submission=data["submission"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except AlreadySubmitted as first:
            return redirect_to(request, first.url)
        else:
            return redirect_to(request, reverse("accounts:invitations"), f"The invitation goes to {sent.email}.")
    return form_page(request, "accounts/invite.html", {"form": form})


@require_POST
def _change(request: AuthedRequest, invitation_id: int, verb: str) -> HttpResponse:
    invitation = invitation_for_page(invitation_id)
    url = reverse("accounts:invitations")
    try:
        if verb == "resend":
            services.resend(invitation, actor=request.user, at=clock.now())
        else:
            services.revoke(invitation, actor=request.user, at=clock.now())
    except Refused as refusal:
        return redirect_to(request, url, str(refusal), level=messages.ERROR)
    done = "A new link goes to {}." if verb == "resend" else "The link sent to {} no longer works."
    return redirect_to(request, url, done.format(invitation.email))


@requires(Permission.USERS_MANAGE)
def resend(request: AuthedRequest, invitation_id: int) -> HttpResponse:
    """Send a fresh link."""
    return _change(request, invitation_id, "resend")


@requires(Permission.USERS_MANAGE)
def revoke(request: AuthedRequest, invitation_id: int) -> HttpResponse:
    """Take the invitation back."""
    return _change(request, invitation_id, "revoke")


@login_not_required
@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person's page. Opening it uses nothing up (mail programs look at links); only joining does."""
    invitation = services.invitation_for_token(token, at=clock.now())
    if invitation is None:
        return render(request, "accounts/invitation_void.html", status=410)
    form = AcceptForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = services.accept(invitation, name=data["name"], password=data["password1"], at=clock.now())
        except Refused:
            return render(request, "accounts/invitation_void.html", status=410)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect_to(request, "/", f"Welcome, {person.name}.")
    context = {"form": form, "invitation": invitation, "role": ROLE_LABELS[Role(invitation.role)]}
    return form_page(request, "accounts/accept.html", context)
