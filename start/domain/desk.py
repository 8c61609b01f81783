"""What lies on whose desk: the panels of the start page by role, most pressing first."""

from enum import StrEnum

from accounts.domain.permissions import Role


class Panel(StrEnum):
    """One list on the start page."""

    EXPIRING = "expiring"
    TO_VERIFY = "to_verify"
    AUDITS = "audits"
    FINDINGS = "findings"
    ACTIONS = "actions"
    REVIEWS = "reviews"
    MISSING = "missing"
    RISK = "risk"
    MAIL = "mail"


DESKS: dict[Role, tuple[Panel, ...]] = {
    Role.PROCUREMENT: (Panel.EXPIRING, Panel.MISSING, Panel.ACTIONS, Panel.TO_VERIFY),
    Role.QUALITY_ENGINEER: (
        Panel.REVIEWS,
        Panel.ACTIONS,
        Panel.AUDITS,
        Panel.FINDINGS,
        Panel.MISSING,
        Panel.TO_VERIFY,
    ),
    Role.MANAGER: (Panel.RISK, Panel.REVIEWS, Panel.FINDINGS, Panel.EXPIRING, Panel.ACTIONS),
    Role.AUDITOR: (Panel.RISK, Panel.FINDINGS, Panel.EXPIRING),
    Role.ADMINISTRATOR: (Panel.RISK, Panel.MAIL, Panel.REVIEWS, Panel.EXPIRING, Panel.TO_VERIFY),
}
"""Everybody also reads what changed, and the counts by rating."""

WHOLE_COMPANY = frozenset({Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles whose lists cover every supplier they see; the others' cover what is theirs."""

READS_OVERVIEW = frozenset({Role.MANAGER, Role.AUDITOR})
"""Roles whose start page leads into the single pages of the overview."""

AHEAD_DAYS = 30
"""How far ahead `due` looks on the start page."""
