from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.forms import TeamForm
from accounts.selectors import team_for_page, teams_for_list
from accounts.services import Refused
from accounts.services import teams as services
from common.history import changes_for
from common.records import AlreadySubmitted, Conflict
from common.views import AuthedRequest, form_page, redirect_to, renew_version


@requires(Permission.USERS_MANAGE, listing=True)
def teams(request: AuthedRequest) -> HttpResponse:
    """All teams with their members."""
    return render(request, "accounts/teams.html", {"teams": teams_for_list()})


@requires(Permission.USERS_MANAGE)
def team_new(request: AuthedRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.create_team(name=data["name"], members=data["members"], actor=request.user, submission=form.token)
        except AlreadySubmitted as first:
            return redirect_to(request, first.url)
        return redirect_to(request, reverse("accounts:teams"), f"Team {data['name']} is there.")
    return form_page(request, "accounts/team.html", {"form": form})


@requires(Permission.USERS_MANAGE)
def team_edit(request: AuthedRequest, team_id: int) -> HttpResponse:
    """Name and members of a team."""
    team = team_for_page(team_id)
    form = TeamForm(request.POST or None, instance=team)
    context: dict[str, Any] = {"form": form, "team": team_for_page(team_id), "history": changes_for(team)[:50]}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_team(
                team_for_page(team_id),
                name=data["name"],
                members=data["members"],
                expected_version=data["version"] or 0,
                actor=request.user,
            )
        except Conflict as conflict:
            context["current"] = conflict.current
            renew_version(form, conflict.current)
        else:
            return redirect_to(request, reverse("accounts:teams"), f"Team {data['name']} is saved.")
    return form_page(request, "accounts/team.html", context)


@requires(Permission.USERS_MANAGE)
def team_delete(request: AuthedRequest, team_id: int) -> HttpResponse:
    """Remove a team that guards nothing."""
    return _delete(request, team_id)


@require_POST
def _delete(request: AuthedRequest, team_id: int) -> HttpResponse:
    team = team_for_page(team_id)
    try:
        services.delete_team(team, actor=request.user)
    except Refused as refusal:
        return redirect_to(request, reverse("accounts:team", args=[team_id]), str(refusal), level=messages.ERROR)
    return redirect_to(request, reverse("accounts:teams"), f"Team {team.name} is deleted.")
