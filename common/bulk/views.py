"""The pages of a bulk change, the same for every kind: what to change, what it would do, what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from common import clock
from common.bulk import changing
from common.bulk.forms import BulkForm
from common.bulk.kinds import Kind, kind_of
from common.bulk.selecting import own_selection
from common.models import BulkChange, BulkOutcome, BulkState
from common.paging import Sort, keyset_page
from common.views import AuthedRequest, form_page, redirect_to

OUTCOMES = Sort("outcome", "What became of it", ("outcome",), descending=True)
NEWEST = Sort("newest", "Newest first", ("created_at",), descending=True)


def change_page(request: AuthedRequest, kind: Kind, form: BulkForm, selection_id: UUID) -> HttpResponse:
    """What is to be changed of the selected records. A valid form is kept as a draft, whose page shows it."""
    selection = own_selection(request, selection_id, kind.noun[1])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["reason"].strip()
        bulk = changing.draft_change(kind, selection, form.asked, given, by=request.user, at=clock.now())
        return redirect_to(request, reverse("common:bulk", args=[bulk.pk]))
    return form_page(request, "bulk/form.html", {"form": form, "kind": kind, "selection": selection})


def bulk_page(request: AuthedRequest, bulk_id: UUID) -> HttpResponse:
    """A draft shows what it would do; a begun one how far it is, and what became of each record."""
    bulk = _own(request, bulk_id)
    kind = kind_of(bulk)
    context = {"bulk": bulk, "kind": kind, "asked": kind.describe(bulk.asked)}
    if bulk.state == BulkState.DRAFT.value:
        preview = changing.preview_of(bulk, today=clock.today())
        return render(request, "bulk/preview.html", {**context, "preview": preview, "at_once": changing.AT_ONCE})
    return render(request, "bulk/result.html", {**context, **_result(request, bulk, kind)})


def _result(request: AuthedRequest, bulk: BulkChange, kind: Kind) -> dict[str, Any]:
    numbers = {outcome: bulk.items.filter(outcome=outcome.value).count() for outcome in BulkOutcome}
    after, before = request.GET.get("after"), request.GET.get("before")
    page = keyset_page(bulk.items.all(), sort=OUTCOMES, descending=False, after=after, before=before)
    rows = {row.pk: row for row in kind.rows(request.user).filter(pk__in=[item.subject_id for item in page.rows])}
    under_way = bulk.state == BulkState.RUNNING.value
    return {
        "counts": [(outcome.label, number) for outcome, number in numbers.items() if number],
        "done": numbers[BulkOutcome.DONE],
        "page": page,
        "lines": [(item, rows.get(item.subject_id)) for item in page.rows],
        "under_way": under_way,
        "stopped": under_way and (bulk.job is None or bulk.job.is_over),
        "may_undo": numbers[BulkOutcome.DONE] and changing.can_undo(bulk, at=clock.now()),
        "undone_by": BulkChange.objects.filter(undo_of=bulk).first(),
    }


@require_POST
def bulk_act(request: AuthedRequest, bulk_id: UUID) -> HttpResponse:
    """Carry out, continue or undo one's own bulk change."""
    bulk = _own(request, bulk_id)
    if not request.user.can(kind_of(bulk).permission):
        raise PermissionDenied
    try:
        bulk = _acted(request, bulk)
    except changing.NotPossible as reason:
        return redirect_to(request, reverse("common:bulk", args=[bulk.pk]), str(reason), level=messages.WARNING)
    return redirect_to(request, reverse("common:bulk", args=[bulk.pk]))


def _acted(request: AuthedRequest, bulk: BulkChange) -> BulkChange:
    now = clock.now()
    if "undo" in request.POST:
        return changing.undo_change(bulk, by=request.user, at=now)
    if "continue" in request.POST and bulk.state == BulkState.RUNNING.value:
        changing.continue_change(bulk)
    elif "carry_out" in request.POST:
        changing.begin_change(bulk, at=now)
    return bulk


def bulk_list(request: AuthedRequest) -> HttpResponse:
    """One's own bulk changes that were begun, newest first."""
    mine = BulkChange.objects.filter(by=request.user).exclude(state=BulkState.DRAFT.value)
    after, before = request.GET.get("after"), request.GET.get("before")
    page = keyset_page(mine, sort=NEWEST, descending=True, after=after, before=before)
    return render(request, "bulk/list.html", {"page": page, "lines": [(bulk, kind_of(bulk)) for bulk in page.rows]})


def _own(request: AuthedRequest, bulk_id: UUID) -> BulkChange:
    bulk = BulkChange.objects.select_related("job", "by").filter(pk=bulk_id, by=request.user).first()
    if bulk is None:
        raise Http404("No such change.")
    return bulk


# Shown to whoever made the change; the permission of its kind is asked where it is drafted and where it is carried out.
bulk_page.permission = "view"  # type: ignore[attr-defined]
bulk_act.permission = "view"  # type: ignore[attr-defined]
bulk_list.permission = "view"  # type: ignore[attr-defined]
bulk_list.listing = True  # type: ignore[attr-defined]
