"""The content policy: pages run our own scripts and styles from our own files, and nothing else.

And the largest request that is read at all: files of a form are kept on disk before anybody looks at them.
"""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from common.api.problems import plain_problem

POLICY = (
    "default-src 'none'",
    "script-src 'self' 'nonce-{nonce}'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",  # a certificate's PDF beside its form
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
)
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class ContentPolicy:
    """Middleware: a policy with a fresh nonce on every response that brings none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]  # read by the context processor below
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", "; ".join(POLICY).format(nonce=nonce))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


MOST_FILES_OF_A_FORM = 10
REST_OF_A_FORM = 2 * 1024 * 1024  # bytes


class RequestLimit:
    """Middleware: a body larger than the largest form of ours is refused before it is read, with the 413 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST_FILES_OF_A_FORM * settings.UPLOAD_LIMIT_BYTES + REST_OF_A_FORM:
            response = _too_large(request)
            response["Connection"] = "close"  # the rest of the body is not wanted
            return response
        return self.get_response(request)


def _too_large(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_problem(request, 413, "too-large", "The body is larger than anything that is taken here.")
    return render(request, "413.html", status=413)


def nonce(request: HttpRequest) -> dict[str, str]:
    """Context processor: `csp_nonce`, which the htmx tag puts on its script."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
