"""Scorecards of a selection: asked for, watched, downloaded. All of it is its asker's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.bulk.selecting import own_selection
from common.paging import Sort, keyset_page
from common.views import AuthedRequest, form_page, redirect_to
from scoring import selectors_bundle, services
from scoring.bundle_file import serve_bundle
from scoring.domain.bundles import BundleForm, BundleState
from scoring.forms import EVERY, BundleRequestForm
from scoring.models import ScorecardBundle

NEWEST = Sort("newest", "Newest first", ("asked_at",), descending=True)


@requires(Permission.SCORECARD)
def bundle_new(request: AuthedRequest, selection_id: UUID) -> HttpResponse:
    """As what, of which scopes; then the worker begins."""
    selection = own_selection(request, selection_id, "suppliers")
    form = BundleRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            bundle = services.ask_for_bundle(
                selection.ids,
                form=BundleForm(given["form"]),
                every_scope=given["scopes"] == EVERY,
                by=request.user,
                at=clock.now(),
            )
        except services.BundleRefused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect_to(request, bundle.get_absolute_url())
    return form_page(request, "scoring/bundle_new.html", {"form": form, "selection": selection})


@requires(Permission.SCORECARD, listing=True)
def bundle_list(request: AuthedRequest) -> HttpResponse:
    """One's own bundles, newest first."""
    after, before = request.GET.get("after"), request.GET.get("before")
    mine = selectors_bundle.bundles_for_list(request.user)
    page = keyset_page(mine, sort=NEWEST, descending=True, after=after, before=before)
    return render(request, "scoring/bundles.html", {"page": page})


@requires(Permission.SCORECARD)
def bundle_page(request: AuthedRequest, bundle_id: UUID) -> HttpResponse:
    """How far it is and what is missing; htmx polls the part that changes."""
    bundle = selectors_bundle.bundle_for_page(request.user, bundle_id)
    template = "scoring/_bundle.html" if request.htmx else "scoring/bundle.html"
    return render(request, template, _shown(bundle))


def _shown(bundle: ScorecardBundle) -> dict[str, Any]:
    progress = selectors_bundle.bundle_progress(bundle)
    under_way = bundle.state in (BundleState.MAKING.value, BundleState.JOINING.value)
    stuck = under_way and not services.has_workers(bundle)
    return {
        "bundle": bundle,
        "progress": progress,
        "polls": under_way and not stuck,
        "may_continue": stuck or (bundle.state == BundleState.STOPPED.value and progress.waiting),
        "may_retry": progress.missing and not under_way and bundle.state != BundleState.EXPIRED.value,
    }


@requires(Permission.SCORECARD)
@require_POST
def bundle_act(request: AuthedRequest, bundle_id: UUID) -> HttpResponse:
    """Stop it, go on with it, or try again what failed."""
    bundle = selectors_bundle.bundle_for_page(request.user, bundle_id)
    try:
        if "stop" in request.POST:
            services.stop_bundle(bundle)
        elif "continue" in request.POST:
            services.continue_bundle(bundle)
        elif "retry" in request.POST:
            services.retry_bundle(bundle)
    except services.BundleRefused as reason:
        return redirect_to(request, bundle.get_absolute_url(), str(reason), level=messages.WARNING)
    return redirect_to(request, bundle.get_absolute_url())


@requires(Permission.SCORECARD)
def bundle_file(request: AuthedRequest, bundle_id: UUID) -> HttpResponseBase:
    """The file, as long as all that is in it may be seen by whoever asked for it."""
    bundle = selectors_bundle.bundle_for_page(request.user, bundle_id)
    if bundle.state != BundleState.DONE.value:
        return redirect_to(request, bundle.get_absolute_url(), "There is no file to download.", level=messages.INFO)
    if selectors_bundle.holds_hidden(bundle, request.user):
        words = "Something in this file may no longer be shown to you. Have the scorecards made again."
        return redirect_to(request, bundle.get_absolute_url(), words, level=messages.WARNING)
    return serve_bundle(bundle)
