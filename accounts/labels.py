"""The words for roles and invitations."""

from accounts.domain.invitations import InvitationState
from accounts.domain.permissions import Role
from accounts.domain.tokens import TokenScope

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
TOKEN_SCOPE_LABELS: dict[TokenScope, str] = {
    TokenScope.READ: "Read",
    TokenScope.WRITE: "Read and write",
}


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, label) for role, label in ROLE_LABELS.items()]


def token_scope_choices() -> list[tuple[str, str]]:
    return [(scope.value, label) for scope, label in TOKEN_SCOPE_LABELS.items()]
