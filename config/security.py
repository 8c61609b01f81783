"""The content policy: pages run our own scripts and styles from our own files, and nothing else."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

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


def nonce(request: HttpRequest) -> dict[str, str]:
    """Context processor: `csp_nonce`, which the htmx tag puts on its script."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
