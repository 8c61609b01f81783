from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.views import AuthedRequest
from start import selectors
from start.labels import EMPTY, TITLES


@requires(Permission.VIEW, listing=True)
def home(request: AuthedRequest) -> HttpResponse:
    """The start page: what is due for me, where the risk is, what changed."""
    today = clock.today()
    desk = [(TITLES[item.panel], item, EMPTY[item.panel]) for item in selectors.desk_for(request.user, today)]
    context = {
        "desk": desk,
        "today": today,
        "ratings": selectors.rating_counts(request.user),
        "changes": selectors.changes_seen_by(request.user),
    }
    return render(request, "start/home.html", context)


@requires(Permission.VIEW)
def counts(request: AuthedRequest) -> HttpResponse:
    """The counts in the rail, swapped in after the page is there."""
    waiting = selectors.waiting_counts(request.user, clock.today())
    numbers = [(item.name, item.number, item.is_late) for item in waiting]
    return render(request, "components/counts.html", {"counts": numbers})
