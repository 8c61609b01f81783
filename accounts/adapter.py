from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sign-in as this product wants it: nobody signs up, people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """To work: whoever just chose a password is not asked for another one."""
        return str(settings.LOGIN_REDIRECT_URL)

    def format_email_subject(self, subject: Any) -> str:
        """The subject without a site's name in brackets before it."""
        return str(subject)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the address people use, whatever host the request named: who asks may be somebody else."""
        return f"{settings.PUBLIC_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"
