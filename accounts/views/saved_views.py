"""Views of lists: kept filters, one's own and those of one's teams."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.forms import SavedViewForm
from accounts.models import SavedView
from accounts.saving import Savable, kept_query, savable_page
from accounts.selectors import saved_view_for_page, saved_views_of
from accounts.services import Refused
from accounts.services import saved_views as services
from common import clock
from common.views import AuthedRequest, form_page, redirect_to


@requires(Permission.VIEW, listing=True)
def saved_views(request: AuthedRequest) -> HttpResponse:
    """The views of one list (`?page=`) to open, and a form that keeps its filters (`?query=`) as a new one."""
    page = request.POST.get("page", "") or request.GET.get("page", "")
    savable = _savable(page) if page else None
    query = kept_query(request.POST.get("query", "") or request.GET.get("query", ""), savable) if savable else ""
    form = SavedViewForm(request.POST or None, user=request.user)
    if savable and request.method == "POST" and form.is_valid():
        try:
            kept = services.save_view(request.user, page, savable, **form.cleaned_data, query=query, at=clock.now())
        except Refused as problem:
            form.add_error("name", str(problem))
        else:
            return redirect_to(request, kept.get_absolute_url(), f"View {kept.name} is saved.")
    rows = saved_views_of(request.user, page)
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "savable": savable,
        "query": query,
        "words": savable.words(query) if savable else [],
        "back": f"{reverse(page)}?{query}" if savable else "",
        "rows": [(row, _title(row), request.user.default_views.get(row.page) == row.pk) for row in rows],
    }
    if request.htmx and request.method == "GET":
        return render(request, "accounts/_views_menu.html", context)
    return form_page(request, "accounts/views.html", context)


@requires(Permission.VIEW)
def saved_view(request: AuthedRequest, view_id: int) -> HttpResponse:
    """Rename, share or delete a view of one's own. Others' views answer 404."""
    view = saved_view_for_page(request.user, view_id)
    if view.owner_id != request.user.pk:
        raise Http404
    form = SavedViewForm(request.POST or None, user=request.user, initial={"name": view.name, "team": view.team})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_view(view, request.user, **form.cleaned_data)
        except Refused as problem:
            form.add_error("name", str(problem))
        else:
            return redirect_to(request, _list_url(view), f"View {form.cleaned_data['name']} is saved.")
    context = {"form": form, "view": view, "title": _title(view), "back": _list_url(view)}
    return form_page(request, "accounts/view.html", context)


@requires(Permission.VIEW)
def saved_view_delete(request: AuthedRequest, view_id: int) -> HttpResponse:
    """Delete a view of one's own."""
    return _delete(request, view_id)


@require_POST
def _delete(request: AuthedRequest, view_id: int) -> HttpResponse:
    view = saved_view_for_page(request.user, view_id)
    if view.owner_id != request.user.pk:
        raise Http404
    services.delete_view(view, request.user)
    return redirect_to(request, _list_url(view), f"View {view.name} is deleted.")


@requires(Permission.VIEW)
def saved_view_default(request: AuthedRequest, view_id: int) -> HttpResponse:
    """Open the list with this view from now on, or no longer (`off`)."""
    return _default(request, view_id)


@require_POST
def _default(request: AuthedRequest, view_id: int) -> HttpResponse:
    view = saved_view_for_page(request.user, view_id)
    is_off = "off" in request.POST
    services.set_default(request.user, view.page, None if is_off else view)
    told = f"{_title(view)} open with everything again." if is_off else f"{_title(view)} open with {view.name} now."
    return redirect_to(request, _list_url(view), told)


def _savable(page: str) -> Savable:
    found = savable_page(page)
    if found is None:
        raise Http404("No such list.")
    return found


def _title(view: SavedView) -> str:
    found = savable_page(view.page)
    return found.title if found else view.page


def _list_url(view: SavedView) -> str:
    return f"{reverse('accounts:views')}?{urlencode({'page': view.page})}"
