"""Views of lists: kept filters under a name, one's own and those of one's teams."""

from typing import TypedDict
from urllib.parse import parse_qsl

from django.http import Http404
from django.urls import reverse

from accounts import selectors
from accounts.domain.permissions import Permission
from accounts.forms import SavedViewForm
from accounts.models import SavedView
from accounts.saving import LONGEST, Savable, kept_query, savable_page
from accounts.services import saved_views as services
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.locking import content_version
from common.api.problems import FieldError, invalid
from common.api.requests import ApiRequest, Created, Listing
from common.api.shapes import Reference, Schema, reference, reference_or_none
from common.paging import Sort

BY_NAME = (Sort("name", "Name", ("name",)),)
PAGE: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 80,
    "description": "The name of a list, as `page` of a view says it, for instance suppliers:list.",
}
QUERY: Schema = {
    "type": "string",
    "maxLength": LONGEST,
    "description": "What follows the question mark of the list: filters and `sort`, without a cursor.",
}


class SavedViewRow(TypedDict):
    """Filters of a list under a name. `team`: it is shared with; `is_default`: the list opens with it for me."""

    id: int
    version: str
    page: str
    title: str
    name: str
    query: str
    url: str
    owner: Reference
    team: Reference | None
    is_mine: bool
    is_default: bool


class Views(Endpoint):
    """What all of it shares."""

    def row(self, view: SavedView) -> SavedViewRow:
        """A view (select `owner` and `team` for many)."""
        me, savable = self.request.user, savable_page(view.page)
        return {
            "id": view.pk,
            "version": _version(view),
            "page": view.page,
            "title": savable.title if savable else view.page,
            "name": view.name,
            "query": view.query,
            "url": view.get_absolute_url() if savable else "",
            "owner": reference(view.owner),
            "team": reference_or_none(view.team),
            "is_mine": view.owner_id == me.pk,
            "is_default": me.default_views.get(view.page) == view.pk,
        }

    def mine(self, view_id: int) -> SavedView:
        """A view of one's own; others' answer 404."""
        view = selectors.saved_view_for_page(self.request.user, view_id)
        if view.owner_id != self.request.user.pk:
            raise Http404
        return view

    def again(self, view_id: int) -> SavedViewRow:
        """A view read anew, as is who asks."""
        self.request.user.refresh_from_db(fields=["default_views"])
        return self.row(selectors.saved_view_for_page(self.request.user, view_id))


def _version(view: SavedView) -> str:
    return content_version(view.pk, view.name, view.team_id)


class SavedViews(Views):
    """Views of lists."""

    @operation(Permission.VIEW, returns=SavedViewRow, query={"page": PAGE}, sorts=BY_NAME)
    def get(self, request: ApiRequest) -> Listing:
        """My views and those that are shared with my teams: of one list, or of all."""
        rows = selectors.saved_views_for_list(request.user, request.GET.get("page", ""))
        return self.page(rows, self.row)

    @operation(
        Permission.VIEW,
        body=body_of(SavedViewForm, extra={"page": PAGE, "query": QUERY}, required=["page", "query"]),
        returns=SavedViewRow,
        status=201,
    )
    def post(self, request: ApiRequest) -> Created:
        """Keep filters of a list under a name; `team`: one of mine to share them with."""
        sent = self.typed()
        page, query = sent.pop("page"), sent.pop("query")
        savable = savable_page(page)
        if savable is None:
            raise invalid([FieldError("page", "No list of this name keeps filters.", "#/page")])
        _check(query, savable)
        form = self.filled(SavedViewForm, values=sent, user=request.user)
        made = services.save_view(request.user, page, savable, **form.cleaned_data, query=query, at=clock.now())
        return Created(self.again(made.pk), reverse("accounts_api:saved_view", args=[made.pk]))


def _check(query: str, savable: Savable) -> None:
    """The page leaves out what the list does not take; a program is told."""
    if len(parse_qsl(query)) != len(parse_qsl(kept_query(query, savable))):
        names = ", ".join(sorted(savable.names))
        raise invalid(
            [FieldError("query", f"Something in this is no filter of the list. It takes: {names}.", "#/query")]
        )


class OneSavedView(Views):
    """One view."""

    @operation(Permission.VIEW, returns=SavedViewRow)
    def get(self, request: ApiRequest, view_id: int) -> SavedViewRow:
        """A view that I may open."""
        return self.row(selectors.saved_view_for_page(request.user, view_id))

    @operation(Permission.VIEW, body=partly(body_of(SavedViewForm)), returns=SavedViewRow, locked=True)
    def patch(self, request: ApiRequest, view_id: int) -> SavedViewRow:
        """Rename one of mine, share it with a team of mine, or share it no longer (null)."""
        view = self.mine(view_id)
        self.expected_text(_version(view))
        form = self.filled(SavedViewForm, user=request.user, initial={"name": view.name, "team": view.team})
        services.change_view(view, request.user, **form.cleaned_data)
        return self.again(view_id)

    @operation(Permission.VIEW, locked=True)
    def delete(self, request: ApiRequest, view_id: int) -> None:
        """Delete one of mine; it is gone for the team as well."""
        view = self.mine(view_id)
        self.expected_text(_version(view))
        services.delete_view(view, request.user)


class SavedViewDefault(Views):
    """With which view a list opens."""

    @operation(Permission.VIEW, returns=SavedViewRow)
    def post(self, request: ApiRequest, view_id: int) -> SavedViewRow:
        """Open the list with this view from now on."""
        view = selectors.saved_view_for_page(request.user, view_id)
        services.set_default(request.user, view.page, view)
        return self.again(view_id)

    @operation(Permission.VIEW)
    def delete(self, request: ApiRequest, view_id: int) -> None:
        """Open the list with everything again; nothing changes when it opens with another view."""
        view = selectors.saved_view_for_page(request.user, view_id)
        if request.user.default_views.get(view.page) == view.pk:
            services.set_default(request.user, view.page, None)
