from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.selectors import NEWEST, notices_for_list, own_notice, unread_count
from accounts.services import mark_all_read, mark_read
from common.paging import keyset_page
from common.views import AuthedRequest, redirect_to


@requires(Permission.VIEW, listing=True)
def notices(request: AuthedRequest) -> HttpResponse:
    """What the product told me; `?unread=1` leaves out what I opened."""
    unread_only = request.GET.get("unread") == "1"
    page = keyset_page(
        notices_for_list(request.user, unread_only=unread_only),
        sort=NEWEST,
        descending=True,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {"page": page, "unread_only": unread_only, "unread": unread_count(request.user)}
    return render(request, "accounts/notices.html", context)


@requires(Permission.VIEW)
def notice_open(request: AuthedRequest, notice_id: int) -> HttpResponse:
    """Mark one read and go where it points."""
    return _open(request, notice_id)


@require_POST
def _open(request: AuthedRequest, notice_id: int) -> HttpResponse:
    notice = own_notice(request.user, notice_id)
    mark_read(notice)
    url = notice.url if url_has_allowed_host_and_scheme(notice.url, None) else reverse("accounts:notices")
    return HttpResponseRedirect(url, status=303)


@requires(Permission.VIEW)
def notices_read(request: AuthedRequest) -> HttpResponse:
    """Mark all of mine read."""
    return _read_all(request)


@require_POST
def _read_all(request: AuthedRequest) -> HttpResponse:
    mark_all_read(request.user)
    return redirect_to(request, reverse("accounts:notices"), "All notices are marked as read.")
