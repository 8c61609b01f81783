"""A program that asks the interface with a personal token."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client

from accounts.domain.permissions import Role
from accounts.domain.tokens import TokenScope
from accounts.models import User
from accounts.services.tokens import make_token
from common import clock
from tests.accounts.factories import make_user

V1 = "/api/v1/"
_number = count(1)


def secret_for(person: User, scope: TokenScope = TokenScope.WRITE) -> str:
    """A fresh token's secret."""
    until = clock.today() + timedelta(days=30)
    return make_token(person, name=f"T{next(_number)}", scope=scope, expires_on=until, at=clock.now()).secret


class Caller:
    """Asks as one person. `version` stands for If-Match, `key` for Idempotency-Key."""

    def __init__(self, who: User | Role = Role.ADMINISTRATOR, scope: TokenScope = TokenScope.WRITE) -> None:
        self.user = who if isinstance(who, User) else make_user(who)
        self.secret = secret_for(self.user, scope)
        self.client = Client(raise_request_exception=True)

    def ask(self, method: str, path: str, body: Any = None, *, version: Any = None, key: str = "", **headers) -> Any:
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        if key:
            sent["Idempotency-Key"] = key
        address = path if path.startswith("/") else V1 + path
        if body is None:
            return self.client.generic(method, address, headers=sent)
        return getattr(self.client, method.lower())(address, body, content_type="application/json", headers=sent)

    def get(self, path: str, **words) -> Any:
        return self.ask("GET", path, **words)

    def post(self, path: str, body: Any = None, **words) -> Any:
        return self.ask("POST", path, body, **words)

    def patch(self, path: str, body: Any = None, **words) -> Any:
        return self.ask("PATCH", path, body, **words)

    def delete(self, path: str, **words) -> Any:
        return self.ask("DELETE", path, **words)
