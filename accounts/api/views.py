"""Oneself, notices, and what administrators do with people, teams, invitations and tokens."""

from django.urls import reverse

from accounts import selectors, services
from accounts.api.serializers import (
    InvitationRow,
    Me,
    NoticeRow,
    PersonRow,
    TeamRow,
    TokenRow,
    invitation_row,
    notice_row,
    person_row,
    team_row,
    token_row,
)
from accounts.domain.permissions import PERMISSIONS, Permission, Role
from accounts.forms import InviteForm, PeopleFilter, PersonForm, ProfileForm, TeamForm
from accounts.services import invitations, teams, tokens
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.problems import refuses
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.api.shapes import reference
from common.paging import Sort

refuses(services.Refused)
MANAGE = Permission.USERS_MANAGE
BY_NAME = (Sort("name", "Name", ("name",)),)
NEWEST = (selectors.NEWEST,)
UNREAD = {"unread": {"type": "boolean", "description": "Only those that were not opened."}}


class Myself(Endpoint):
    """The person who asks."""

    @operation(Permission.VIEW, returns=Me)
    def get(self, request: ApiRequest) -> Me:
        """Who asks, with which token, and what they may do."""
        return _me(request)

    @operation(Permission.VIEW, body=partly(body_of(ProfileForm)), returns=Me, locked=True)
    def patch(self, request: ApiRequest) -> Me:
        """Correct the own name."""
        me = selectors.person_for_page(request.user.pk)
        version = self.expected(me)
        form = self.filled(ProfileForm, instance=selectors.person_for_page(me.pk), version=version)
        services.change_own_name(me, name=form.cleaned_data["name"], expected_version=version)
        return _me(request)


def _me(request: ApiRequest) -> Me:
    me = selectors.person_for_page(request.user.pk)
    return {
        "id": me.pk,
        "version": me.version,
        "name": me.name,
        "email": me.email,
        "role": Role(me.role),
        "teams": [reference(team) for team in me.teams.all()],
        "permissions": [permission for permission in PERMISSIONS if me.can(permission)],
        "unread_notices": selectors.unread_count(me),
        "token": token_row(request.auth) if request.auth else None,
    }


class Notices(Endpoint):
    """What the product told me."""

    @operation(Permission.VIEW, returns=NoticeRow, query=UNREAD, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """My notices, newest first."""
        unread = request.GET.get("unread") == "true"
        return self.page(selectors.notices_for_list(request.user, unread_only=unread), notice_row)


class NoticeRead(Endpoint):
    """Reading a notice."""

    @operation(Permission.VIEW, returns=NoticeRow)
    def post(self, request: ApiRequest, notice_id: int) -> NoticeRow:
        """Mark one of mine as read; a second time changes nothing."""
        notice = selectors.own_notice(request.user, notice_id)
        services.mark_read(notice)
        notice.refresh_from_db()
        return notice_row(notice)


class NoticesRead(Endpoint):
    """Reading all notices."""

    @operation(Permission.VIEW)
    def post(self, request: ApiRequest) -> None:
        """Mark all of mine as read."""
        services.mark_all_read(request.user)


class People(Endpoint):
    """Everybody who has or had access."""

    @operation(MANAGE, returns=PersonRow, query=form_parameters(PeopleFilter), sorts=selectors.PEOPLE_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """People by name or address, role and access."""
        asked = request.GET
        rows = selectors.people_for_list(
            text=asked.get("q", ""), role=asked.get("role", ""), access=asked.get("access", "")
        )
        return self.page(rows, person_row)


class OnePerson(Endpoint):
    """One person."""

    @operation(MANAGE, returns=PersonRow)
    def get(self, request: ApiRequest, person_id: int) -> PersonRow:
        """A person with role, teams and access."""
        return person_row(selectors.person_for_page(person_id))

    @operation(MANAGE, body=partly(body_of(PersonForm)), returns=PersonRow, locked=True)
    def patch(self, request: ApiRequest, person_id: int) -> PersonRow:
        """Change name, role, teams or access. Without access a person is signed out, and their tokens stop, at once."""
        person = selectors.person_for_page(person_id)
        version = self.expected(person)
        form = self.filled(PersonForm, instance=selectors.person_for_page(person_id), version=version)
        typed = form.cleaned_data
        services.change_person(
            person,
            name=typed["name"],
            role=Role(typed["role"]),
            is_active=typed["is_active"],
            teams=typed["teams"],
            expected_version=version,
            actor=request.user,
            reason=typed["reason"],
        )
        return person_row(selectors.person_for_page(person_id))


class Invitations(Endpoint):
    """Who was asked to join."""

    @operation(MANAGE, returns=InvitationRow, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """Invitations, newest first, and what came of them."""
        now = clock.now()
        return self.page(selectors.invitations_for_list(), lambda row: invitation_row(row, now))

    @operation(MANAGE, body=body_of(InviteForm), returns=InvitationRow, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Ask somebody to join; the mail with the link goes out."""
        typed = self.filled(InviteForm, values={"submission": None, **self.typed()}, initial={}).cleaned_data
        now = clock.now()
        made = invitations.invite(
            email=typed["email"], role=Role(typed["role"]), teams=typed["teams"], actor=request.user, at=now
        )
        return Created(invitation_row(made, now), reverse("accounts_api:invitation", args=[made.pk]))


class OneInvitation(Endpoint):
    """One invitation."""

    @operation(MANAGE, returns=InvitationRow)
    def get(self, request: ApiRequest, invitation_id: int) -> InvitationRow:
        """An invitation and what came of it."""
        return invitation_row(selectors.invitation_for_page(invitation_id), clock.now())


class InvitationResend(Endpoint):
    """A fresh link."""

    @operation(MANAGE, returns=InvitationRow)
    def post(self, request: ApiRequest, invitation_id: int) -> InvitationRow:
        """Send a fresh link for another week; the links sent before stop working."""
        invitation = selectors.invitation_for_page(invitation_id)
        now = clock.now()
        invitations.resend(invitation, actor=request.user, at=now)
        return invitation_row(invitation, now)


class InvitationRevoke(Endpoint):
    """Taking an invitation back."""

    @operation(MANAGE, returns=InvitationRow)
    def post(self, request: ApiRequest, invitation_id: int) -> InvitationRow:
        """The link stops working."""
        invitation = selectors.invitation_for_page(invitation_id)
        now = clock.now()
        invitations.revoke(invitation, actor=request.user, at=now)
        return invitation_row(selectors.invitation_for_page(invitation_id), now)


class Teams(Endpoint):
    """Who sees which restricted suppliers."""

    @operation(MANAGE, returns=TeamRow, sorts=BY_NAME)
    def get(self, request: ApiRequest) -> Listing:
        """Teams with their members."""
        return self.page(selectors.teams_for_list(), team_row)

    @operation(MANAGE, body=body_of(TeamForm), returns=TeamRow, status=201)
    def post(self, request: ApiRequest) -> Created:
        """A new team."""
        typed = self.filled(TeamForm).cleaned_data
        team = teams.create_team(name=typed["name"], members=typed["members"], actor=request.user)
        return Created(team_row(team), reverse("accounts_api:team", args=[team.pk]))


class OneTeam(Endpoint):
    """One team."""

    @operation(MANAGE, returns=TeamRow)
    def get(self, request: ApiRequest, team_id: int) -> TeamRow:
        """A team with its members."""
        return team_row(selectors.team_for_page(team_id))

    @operation(MANAGE, body=partly(body_of(TeamForm)), returns=TeamRow, locked=True)
    def patch(self, request: ApiRequest, team_id: int) -> TeamRow:
        """Change name or members."""
        team = selectors.team_for_page(team_id)
        version = self.expected(team)
        typed = self.filled(TeamForm, instance=selectors.team_for_page(team_id)).cleaned_data
        teams.change_team(
            team, name=typed["name"], members=typed["members"], expected_version=version, actor=request.user
        )
        return team_row(selectors.team_for_page(team_id))

    @operation(MANAGE, locked=True)
    def delete(self, request: ApiRequest, team_id: int) -> None:
        """Remove a team that guards nothing."""
        team = selectors.team_for_page(team_id)
        self.expected(team)
        teams.delete_team(team, actor=request.user)


class MyTokens(Endpoint):
    """My personal tokens; they are made on the profile page only."""

    @operation(Permission.VIEW, returns=TokenRow, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """My tokens, newest first, without their secrets."""
        return self.page(selectors.tokens_for_list(request.user), token_row)


class AllTokens(Endpoint):
    """Everybody's tokens."""

    @operation(MANAGE, returns=TokenRow, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """Everybody's tokens, newest first, without their secrets."""
        return self.page(selectors.tokens_for_list(), token_row)


class TokenRevoke(Endpoint):
    """Revoking a token."""

    @operation(Permission.VIEW, returns=TokenRow)
    def post(self, request: ApiRequest, token_id: int) -> TokenRow:
        """Revoke one of mine, or as an administrator anybody's. It opens nothing from now on."""
        tokens.revoke_token(selectors.token_for_page(request.user, token_id), actor=request.user, at=clock.now())
        return token_row(selectors.token_for_page(request.user, token_id))
