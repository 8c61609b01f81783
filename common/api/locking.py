"""Optimistic locking: whoever changes a record says which version of it was read (RFC 9110, If-Match)."""

import hashlib
import re

from rest_framework.request import Request

from common.api.problems import Problem, stale_at

_TAG = re.compile(r'\s*(W/)?"([^"]*)"\s*(?:,|$)')


def etag(version: int | str) -> str:
    return f'"{version}"'


def content_version(*parts: object) -> str:
    """The version of a small record that has none: a digest of what it says."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def require_version(request: Request, version: int | str) -> None:
    """Let through a request that was made for this version of a record.

    Raises Problem: 428 without If-Match, 412 when the record has moved on.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        sentence = "Send If-Match with the ETag that you read, so that nobody's change is overwritten."
        raise Problem(428, "precondition", sentence)
    if given != "*" and str(version) not in strong_tags(given):
        raise stale_at(version)


def strong_tags(header: str) -> set[str]:
    """The tags that a header names; weak ones never match."""
    return {tag for weak, tag in _TAG.findall(header) if not weak}
