"""Saved views of lists: keep, change, delete, open a list with."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import SavedView, Team, User
from accounts.saving import Savable, kept_query
from accounts.services.errors import Refused

NAMED = "A view of this list has this name already. Choose another one."
NOT_YOURS = "A view is shared with a team of one's own."


def save_view(
    user: User, page: str, savable: Savable, *, name: str, query: str, team: Team | None, at: datetime
) -> SavedView:
    """Keep the filters of a list. Raises Refused for a name that is taken, or a team that is not one's own."""
    _check_team(user, team)
    values = {"owner": user, "page": page, "name": name.strip(), "query": kept_query(query, savable), "team": team}
    try:
        with transaction.atomic():
            return SavedView.objects.create(**values, created_at=at)
    except IntegrityError as error:
        raise Refused(NAMED) from error


def change_view(view: SavedView, user: User, *, name: str, team: Team | None) -> None:
    """Rename, share, or share no longer. Raises Refused as `save_view`."""
    if team is None or team.pk != view.team_id:
        _check_team(user, team)
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk, owner=user).update(name=name.strip(), team=team)
    except IntegrityError as error:
        raise Refused(NAMED) from error


def delete_view(view: SavedView, user: User) -> None:
    """Gone for everybody; who opened the list with it sees the whole list again."""
    SavedView.objects.filter(pk=view.pk, owner=user).delete()


def set_default(user: User, page: str, view: SavedView | None) -> None:
    """Open the list with this view from now on; None: with everything."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        defaults = {key: value for key, value in person.default_views.items() if key != page}
        if view is not None:
            defaults[page] = view.pk
        User.objects.filter(pk=user.pk).update(default_views=defaults)


def _check_team(user: User, team: Team | None) -> None:
    if team is not None and not team.members.filter(pk=user.pk).exists():
        raise Refused(NOT_YOURS)
