"""The first administrator: created once, shown once, able to sign in."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.domain.permissions import Role
from accounts.models import User
from accounts.services import ensure_administrator
from common.history import changes_for
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_first_start_prints_a_password_that_works_and_must_be_changed():
    out = StringIO()
    call_command("ensure_administrator", stdout=out)
    user = User.objects.get(role=Role.ADMINISTRATOR)
    password = out.getvalue().split("password  ")[1].split()[0]
    assert user.email in out.getvalue()
    assert user.check_password(password)
    assert user.must_change_password


def test_the_second_start_creates_nobody_and_prints_nothing():
    assert ensure_administrator("admin@localhost") is not None
    out = StringIO()
    call_command("ensure_administrator", stdout=out)
    assert out.getvalue() == ""
    assert User.objects.count() == 1


@pytest.mark.parametrize("unable", [{"is_active": False, "password": "x"}, {"password": None}])
def test_an_administrator_who_cannot_sign_in_does_not_count(unable):
    make_user(Role.ADMINISTRATOR, **unable)
    assert ensure_administrator("admin@localhost") is not None


def test_the_history_tells_of_it_without_the_password():
    ensure_administrator("admin@localhost")
    entry = changes_for(User.objects.get()).get()
    assert entry.action == "created"
    assert set(entry.changes) == {"email", "name", "role"}
