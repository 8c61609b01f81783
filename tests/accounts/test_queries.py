"""Every list of this app costs the same number of queries with one row and with three."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.services import notify
from accounts.services.invitations import invite
from common import clock
from common.mail import queue_mail
from tests.accounts.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def add_person(me, number):
    make_team(make_user(), name=f"Team {number}")


def add_invitation(me, number):
    team = make_team(name=f"Invited {number}")
    invite(email=f"i{number}@example.com", role=Role.AUDITOR, teams=[team], actor=me, at=clock.now())


def add_notice(me, number):
    notify(me, kind="test", text="Text", url="/", key=str(number))


def add_mail(me, number):
    queue_mail(to="a@example.com", subject="S", text="T", html="", key=str(number))


@pytest.mark.parametrize(
    ("name", "add", "queries"),
    [
        ("people", add_person, 4),
        ("teams", add_person, 4),
        ("invitations", add_invitation, 4),
        ("notices", add_notice, 4),
        ("mailbox", add_mail, 4),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, name, add, queries, rows):
    me = make_user(Role.ADMINISTRATOR)
    for number in range(rows):
        add(me, number)
    client.force_login(me)
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200
