"""The words for roles."""

from accounts.domain.permissions import Role

ROLE_LABELS: dict[Role, str] = {
    Role.PROCUREMENT: "Procurement",
    Role.QUALITY_ENGINEER: "Quality engineer",
    Role.MANAGER: "Manager",
    Role.AUDITOR: "Auditor (reads only)",
    Role.ADMINISTRATOR: "Administrator",
}


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, label) for role, label in ROLE_LABELS.items()]
