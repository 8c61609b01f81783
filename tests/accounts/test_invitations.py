"""Invitations: signed, expiring, for one person and one use; opening the link uses nothing up."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.domain.invitations import VALID_FOR, InvitationState, invitation_state
from accounts.domain.permissions import Role
from accounts.models import Invitation, User
from accounts.services import Refused
from accounts.services import invitations as services
from common import clock
from common.history import changes_for
from common.models import OutgoingMail
from tests.accounts.factories import make_team, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"
ANSWER = {"name": "Nora New", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR, name="Ada Admin")


@pytest.fixture
def invitation(administrator):
    teams = [make_team(name="Valves")]
    at = clock.now()
    return services.invite(email="Nora@Example.com", role=Role.MANAGER, teams=teams, actor=administrator, at=at)


def link(mail):
    return re.search(r"/invitation/\S+", mail.text).group()


def test_the_mail_names_who_invites_the_role_and_the_link_in_text_and_html(invitation):
    mail = OutgoingMail.objects.get()
    assert mail.to == "nora@example.com"
    for body in (mail.text, mail.html):
        assert "Ada Admin" in body
        assert "Manager" in body
        assert link(mail) in body
    assert "<img" not in mail.html


def test_opening_the_link_uses_nothing_up(client, invitation):
    url = link(OutgoingMail.objects.get())
    for _ in range(3):
        assert client.get(url).status_code == 200
    assert not User.objects.filter(email="nora@example.com").exists()


def test_joining_creates_the_person_with_role_and_teams_and_signs_in(client, invitation):
    answer = client.post(link(OutgoingMail.objects.get()), ANSWER)
    assert answer.status_code == 303
    person = User.objects.get(email="nora@example.com")
    assert (person.name, person.role) == ("Nora New", "manager")
    assert [team.name for team in person.teams.all()] == ["Valves"]
    assert person.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert changes_for(person).get().reason == "Accepted the invitation"
    assert [entry.action for entry in changes_for(invitation)] == ["accepted", "created"]


def test_the_link_works_once(client, invitation):
    url = link(OutgoingMail.objects.get())
    client.post(url, ANSWER)
    assert client.post(url, ANSWER).status_code == 410
    assert client.get(url).status_code == 410
    assert User.objects.filter(email="nora@example.com").count() == 1


def test_a_link_sent_again_replaces_the_older_one(client, invitation, administrator):
    old = link(OutgoingMail.objects.get())
    services.resend(invitation, actor=administrator, at=clock.now())
    new = link(OutgoingMail.objects.latest("id"))
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200
    assert OutgoingMail.objects.count() == 2


def test_a_revoked_one_is_void_and_cannot_be_sent_again(client, invitation, administrator):
    services.revoke(invitation, actor=administrator, at=clock.now())
    assert client.post(link(OutgoingMail.objects.get()), ANSWER).status_code == 410
    with pytest.raises(Refused):
        services.resend(invitation, actor=administrator, at=clock.now())


def test_after_a_week_the_link_is_void(invitation):
    token = services.token_for(invitation)
    last = invitation.expires_at - timedelta(microseconds=1)
    assert services.invitation_for_token(token, at=last) == invitation
    assert services.invitation_for_token(token, at=invitation.expires_at) is None
    with pytest.raises(Refused):
        services.accept(invitation, name="N", password=PASSWORD, at=invitation.expires_at)
    assert not User.objects.filter(email="nora@example.com").exists()


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "a:b:c"])
def test_a_changed_link_opens_nothing(invitation, change):
    assert services.invitation_for_token(change(services.token_for(invitation)), at=clock.now()) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password2": "another long sentence"}, "The two passwords differ."),
        ({"password1": "12345678", "password2": "12345678"}, "entirely numeric"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_wrong_answer_is_explained_and_the_invitation_stays_open(client, invitation, wrong, words):
    answer = client.post(link(OutgoingMail.objects.get()), ANSWER | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert client.post(link(OutgoingMail.objects.get()), ANSWER).status_code == 303


def test_a_person_is_invited_once_at_a_time(invitation, administrator):
    with pytest.raises(Refused, match="invited already"):
        services.invite(email="nora@example.com", role=Role.AUDITOR, teams=[], actor=administrator, at=clock.now())
    assert Invitation.objects.count() == 1


def test_who_is_there_already_is_not_invited(administrator):
    make_user(email="old@example.com")
    with pytest.raises(Refused, match="already signs in"):
        services.invite(email="OLD@example.com", role=Role.AUDITOR, teams=[], actor=administrator, at=clock.now())


def test_the_form_sent_twice_sends_one_mail(client, administrator):
    client.force_login(administrator)
    form = {"email": "x@example.com", "role": "auditor", "submission": "6f2f7d4e-93ab-4e52-8a6e-1b4f5f1a0b11"}
    client.post(reverse("accounts:invite"), form)
    client.post(reverse("accounts:invite"), form)
    assert OutgoingMail.objects.count() == 1


def test_the_list_offers_what_can_be_done(client, invitation, administrator):
    client.force_login(administrator)
    page = client.get(reverse("accounts:invitations")).content.decode()
    assert "Waiting for an answer" in page
    client.post(reverse("accounts:invitation_revoke", args=[invitation.pk]))
    page = client.get(reverse("accounts:invitations")).content.decode()
    assert "Revoked" in page
    assert "Send again" not in page


def test_states_follow_from_the_dates():
    now = clock.now()
    open_one = {"accepted_at": None, "revoked_at": None, "expires_at": now + VALID_FOR}
    assert invitation_state(**open_one, at=now) is InvitationState.OPEN
    assert invitation_state(**open_one, at=now + VALID_FOR) is InvitationState.EXPIRED
    assert invitation_state(**open_one | {"accepted_at": now}, at=now + VALID_FOR) is InvitationState.ACCEPTED
    assert invitation_state(**open_one | {"revoked_at": now}, at=now) is InvitationState.REVOKED
