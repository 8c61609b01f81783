"""What the three lists do the same way: filter, sort, page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from common import clock
from common.paging import choose_sort, keyset_page
from common.views import AuthedRequest
from deliveries.exports import Listing


def list_page(request: AuthedRequest, listing: Listing, template: str, **more: Any) -> HttpResponse:
    """The list as a page."""
    today = clock.today()
    form = listing.filter(request.GET, request.user, today)
    sort, descending = choose_sort(listing.sorts, request.GET.get("sort"))
    page = keyset_page(
        form.apply(listing.rows(request.user)),
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    return render(request, template, {"page": page, "form": form, "today": today, "here": listing.name, **more})
