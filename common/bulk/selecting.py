"""From the ticks of a list to a kept selection. "All that this filter finds" is asked of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from common import clock
from common.ids import id_of
from common.models import Selection
from common.views import AuthedRequest, redirect_to

if TYPE_CHECKING:
    from accounts.domain.permissions import Permission

MOST = 20_000
KEPT_DAYS = 7


@dataclass(frozen=True)
class Action:
    """What can be done with a selection: the words of its button, the page that it leads to, and who may."""

    key: str
    text: str
    icon: str
    url_name: str
    permission: "Permission"


class NotSelected(Exception):
    """Why there is no selection to work with, in words."""


def actions_for(user: Any, actions: Sequence[Action]) -> list[Action]:
    """Those that this person may do."""
    return [action for action in actions if user.can(action.permission)]


def send_selection(
    request: AuthedRequest,
    *,
    list_key: str,
    back: str,
    seen: "QuerySet[Any]",
    found: "QuerySet[Any]",
    actions: Sequence[Action],
) -> HttpResponse:
    """Keep what was ticked and go on to the action's page; back to the list with the reason when there is nothing.

    `seen` are all records that this person sees, `found` those that the list's filter finds among them.
    """
    action = next((one for one in actions if one.key == request.POST.get("do")), None)
    query = request.GET.urlencode()
    back = f"{back}?{query}" if query else back
    if action is None:
        return redirect_to(request, back, "Choose what to do with the selection.", level=30)
    if not request.user.can(action.permission):
        raise PermissionDenied
    try:
        ids = chosen_ids(request.POST, seen, found)
    except NotSelected as reason:
        return redirect_to(request, back, str(reason), level=30)
    selection = keep_selection(request.user, list_key, ids, back)
    return redirect_to(request, reverse(action.url_name, args=[selection.pk]))


def chosen_ids(data: Any, seen: "QuerySet[Any]", found: "QuerySet[Any]") -> list[int]:
    """The records that were ticked, in order of their number. Raises NotSelected for none and for too many."""
    ticked = [number for text in data.getlist("id")[:MOST] if (number := id_of(text))]
    rows = found if data.get("all") else seen.filter(pk__in=ticked)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        raise NotSelected(f"More than {MOST:,} at once is too much to look over. Narrow the list by its filters first.")
    if not ids:
        raise NotSelected("Nothing is selected. Tick the rows that you mean.")
    return ids


def keep_selection(user: Any, list_key: str, ids: Sequence[int], back: str) -> Selection:
    """Keep a selection for the pages that follow; those of last week are forgotten."""
    now = clock.now()
    Selection.objects.filter(by=user, created_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return Selection.objects.create(list_key=list_key, ids=list(ids), back=back[:2000], by=user, created_at=now)


def own_selection(request: AuthedRequest, selection_id: UUID, list_key: str) -> Selection:
    """The selection if this person made it in that list, else 404."""
    selection = Selection.objects.filter(pk=selection_id, by=request.user, list_key=list_key).first()
    if selection is None:
        raise Http404("No such selection.")
    return selection
