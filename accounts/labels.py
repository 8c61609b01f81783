"""The words for roles and invitations."""

from accounts.domain.invitations import InvitationState
from accounts.domain.permissions import Role

ROLE_LABELS: dict[Role, str] = {
    Role.PROCUREMENT: "Procurement",
    Role.QUALITY_ENGINEER: "Quality engineer",
    Role.MANAGER: "Manager",
    Role.AUDITOR: "Auditor (reads only)",
    Role.ADMINISTRATOR: "Administrator",
}
INVITATION_LABELS: dict[InvitationState, str] = {
    InvitationState.OPEN: "Waiting for an answer",
    InvitationState.EXPIRED: "Expired",
    InvitationState.ACCEPTED: "Accepted",
    InvitationState.REVOKED: "Revoked",
}


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, label) for role, label in ROLE_LABELS.items()]
