from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission, Role
from common import clock
from common.views import AuthedRequest
from start import selectors
from start.domain.desk import READS_OVERVIEW
from start.labels import EMPTY, OVERVIEW, TITLES
from suppliers.domain.terms import Rating


@requires(Permission.VIEW, listing=True)
def home(request: AuthedRequest) -> HttpResponse:
    """The start page: what is due for me; where the risk is and what changed come after it."""
    today = clock.today()
    desk = [(TITLES[item.panel], item, EMPTY[item.panel]) for item in selectors.desk_for(request.user, today)]
    context = {
        "desk": desk,
        "today": today,
        "ratings": dict.fromkeys(Rating, ""),
        "overview": OVERVIEW if Role(request.user.role) in READS_OVERVIEW else (),
    }
    return render(request, "start/home.html", context)


@requires(Permission.VIEW)
def ratings(request: AuthedRequest) -> HttpResponse:
    """How many suppliers have which rating, swapped in after the page is there."""
    counted = {"ratings": selectors.rating_counts(request.user), "counted": True}
    return render(request, "start/_ratings.html", counted)


@requires(Permission.VIEW)
def news(request: AuthedRequest) -> HttpResponse:
    """What changed, swapped in after the page is there."""
    read = {"changes": selectors.changes_seen_by(request.user), "is_read": True}
    return render(request, "start/_news.html", read)


@requires(Permission.VIEW)
def counts(request: AuthedRequest) -> HttpResponse:
    """The counts in the rail, swapped in after the page is there."""
    waiting = selectors.waiting_counts(request.user, clock.today())
    numbers = [(item.name, item.number, item.is_late) for item in waiting]
    return render(request, "components/counts.html", {"counts": numbers})
