"""What an invitation is worth at a moment."""

from datetime import datetime, timedelta
from enum import StrEnum

VALID_FOR = timedelta(days=7)


class InvitationState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


def invitation_state(
    *, accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, at: datetime
) -> InvitationState:
    """The state at `at`. Expiry is derived: at the very moment of `expires_at` the link no longer works."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.OPEN if at < expires_at else InvitationState.EXPIRED
