"""Who asks: a personal token, or the session of the pages with its protection against forged requests."""

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import Token, User
from accounts.services.tokens import note_use, token_of_secret
from common import clock

SCHEME = "bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer vetted_…`. A header with another scheme, or a token that is void, opens nothing."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, secret = header.partition(" ")
        token = token_of_secret(secret.strip()) if scheme.lower() == SCHEME else None
        if token is None:
            raise AuthenticationFailed("This is no token of Vetted. Send: Authorization: Bearer vetted_…")
        if refusal := token.why_void(clock.today()):
            raise AuthenticationFailed(refusal)
        note_use(token, at=clock.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class PageSession(SessionAuthentication):
    """The session of the pages. A one-time password is changed first, here as there."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found = super().authenticate(request)
        if found is not None and found[0].must_change_password:
            raise PermissionDenied("Choose a password of your own first.")
        return found
