"""The first administrator of an installation."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from accounts.domain.permissions import Role
from accounts.models import User
from common.history import record_created

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read wrongly from a terminal
GROUPS, GROUP_LENGTH = 4, 4  # 16 of 31 letters: 79 bits


@dataclass(frozen=True)
class NewAdministrator:
    """What must be shown once; the password is kept nowhere."""

    email: str
    password: str


def ensure_administrator(email: str) -> NewAdministrator | None:
    """Create an administrator with a one-time password, unless one who can sign in is there (then None).

    The password must be changed at the first sign-in.
    """
    with transaction.atomic():
        able = User.objects.filter(role=Role.ADMINISTRATOR.value, is_active=True)
        if able.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
            return None
        password = one_time_password()
        user = User.objects.create_user(email, "Administrator", Role.ADMINISTRATOR, password, must_change_password=True)
        record_created(user, actor=None, fields=["email", "name", "role"], reason="First start")
    return NewAdministrator(user.email, password)


def one_time_password() -> str:
    """A password that a person can type from a screen."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
