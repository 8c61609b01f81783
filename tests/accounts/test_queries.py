"""Every list of this app costs the same number of queries with one row and with three."""

from itertools import count

import pytest

from accounts.domain.permissions import Role
from accounts.services import notify
from accounts.services.invitations import invite
from common import clock
from common.mail import queue_mail
from tests.accounts.factories import make_team, make_user
from tests.api.caller import secret_for
from tests.queries import assert_same_queries

pytestmark = pytest.mark.django_db
_number = count(1)


@pytest.fixture
def me(client):
    person = make_user(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def person_in_a_team():
    make_team(make_user())


def test_people(client, me):
    assert_same_queries(client, "accounts:people", person_in_a_team, at_most=5)


def test_teams(client, me):
    assert_same_queries(client, "accounts:teams", person_in_a_team, at_most=5)


def test_invitations(client, me):
    def one():
        email = f"i{next(_number)}@example.com"
        invite(email=email, role=Role.AUDITOR, teams=[make_team()], actor=me, at=clock.now())

    assert_same_queries(client, "accounts:invitations", one, at_most=5)


def test_tokens(client, me):
    assert_same_queries(client, "accounts:tokens", lambda: secret_for(me), at_most=4)


def test_all_tokens(client, me):
    assert_same_queries(client, "accounts:all_tokens", lambda: secret_for(make_user()), at_most=4)


def test_notices(client, me):
    def one():
        notify(me, kind="test", text="Text", url="/", key=str(next(_number)))

    assert_same_queries(client, "accounts:notices", one, at_most=5)


def test_mailbox(client, me):
    def one():
        queue_mail(to="a@example.com", subject="S", text="T", html="", key=str(next(_number)))

    assert_same_queries(client, "accounts:mailbox", one, at_most=5)
