"""Who may change whom. Both rules keep an installation from locking itself out."""

from accounts.domain.permissions import Role


def refusal_to_change(
    *, is_self: bool, role: Role, new_role: Role, is_active: bool, new_active: bool, other_administrators: int
) -> str:
    """Why this change of role or activity is refused, in words; empty when it is fine.

    `other_administrators`: active ones besides this person.
    """
    if is_self and (new_role != role or new_active != is_active):
        return "Your own role and access are changed by another administrator."
    was_one = role == Role.ADMINISTRATOR and is_active
    stays_one = new_role == Role.ADMINISTRATOR and new_active
    if was_one and not stays_one and not other_administrators:
        return "This is the last administrator. Make somebody else one first."
    return ""
