"""Personal tokens: what they open, how long they last, when they count."""

from datetime import date, timedelta
from enum import StrEnum

LONGEST = timedelta(days=366)
"""A token that is forgotten ends by itself within a year."""


class TokenScope(StrEnum):
    """Never more than the person's role allows."""

    READ = "read"
    WRITE = "write"


def refusal_of_end(expires_on: date, today: date) -> str:
    """Why this last day is refused, in words; empty when it is fine."""
    if expires_on <= today:
        return "The last day lies behind. Choose a day from tomorrow on."
    if expires_on > today + LONGEST:
        return "A token lasts a year at most. Choose an earlier day, and make a new one then."
    return ""


def why_it_is_void(
    *, expires_on: date, is_revoked: bool, is_active: bool, must_change_password: bool, today: date
) -> str:
    """Why a token opens nothing today, in words; empty when it counts. Its last day is `expires_on` itself."""
    if is_revoked:
        return "This token was revoked."
    if today > expires_on:
        return f"This token ended on {expires_on.day} {expires_on:%b %Y}. Make a new one."
    if not is_active:
        return "The person of this token has no access any more."
    if must_change_password:
        return "Sign in and choose a password of your own first; then the token counts."
    return ""
