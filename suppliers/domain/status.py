"""Which status may follow which, and who may say so.

Approval is Quality's and the manager's word, not the requester's (segregation of duties); leaving a list is anybody's
who works with suppliers. A reason is always asked.
"""

from accounts.domain.permissions import Role
from suppliers.domain.terms import Status

_BUYER = frozenset({Role.PROCUREMENT, Role.QUALITY_ENGINEER, Role.MANAGER, Role.ADMINISTRATOR})
_QUALITY = frozenset({Role.QUALITY_ENGINEER, Role.MANAGER, Role.ADMINISTRATOR})
_MANAGER = frozenset({Role.MANAGER, Role.ADMINISTRATOR})

WHO_MAY_SET: dict[Status, frozenset[Role]] = {
    Status.PROSPECT: _BUYER,
    Status.UNDER_EVALUATION: _BUYER,
    Status.INACTIVE: _BUYER,
    Status.CONDITIONAL: _MANAGER,
    Status.APPROVED: _MANAGER,
    Status.PREFERRED: _MANAGER,
    Status.PROBATION: _QUALITY,
    Status.SUSPENDED: _QUALITY,
    Status.DISQUALIFIED: _MANAGER,
}

NEXT: dict[Status, frozenset[Status]] = {
    Status.PROSPECT: frozenset({Status.UNDER_EVALUATION, Status.DISQUALIFIED, Status.INACTIVE}),
    Status.UNDER_EVALUATION: frozenset(
        {Status.PROSPECT, Status.CONDITIONAL, Status.APPROVED, Status.DISQUALIFIED, Status.INACTIVE}
    ),
    Status.CONDITIONAL: frozenset(
        {
            Status.UNDER_EVALUATION,
            Status.APPROVED,
            Status.PROBATION,
            Status.SUSPENDED,
            Status.DISQUALIFIED,
            Status.INACTIVE,
        }
    ),
    Status.APPROVED: frozenset(
        {
            Status.CONDITIONAL,
            Status.PREFERRED,
            Status.PROBATION,
            Status.SUSPENDED,
            Status.DISQUALIFIED,
            Status.INACTIVE,
        }
    ),
    Status.PREFERRED: frozenset(
        {Status.APPROVED, Status.PROBATION, Status.SUSPENDED, Status.DISQUALIFIED, Status.INACTIVE}
    ),
    Status.PROBATION: frozenset(
        {Status.CONDITIONAL, Status.APPROVED, Status.SUSPENDED, Status.DISQUALIFIED, Status.INACTIVE}
    ),
    Status.SUSPENDED: frozenset(
        {Status.PROBATION, Status.CONDITIONAL, Status.APPROVED, Status.DISQUALIFIED, Status.INACTIVE}
    ),
    Status.DISQUALIFIED: frozenset({Status.UNDER_EVALUATION, Status.INACTIVE}),
    Status.INACTIVE: frozenset({Status.PROSPECT, Status.UNDER_EVALUATION, Status.DISQUALIFIED}),
}

MEANING: dict[Status, str] = {
    Status.PROSPECT: "Known to us. Nothing may be ordered.",
    Status.UNDER_EVALUATION: "Being looked at. Samples may be ordered.",
    Status.CONDITIONAL: "May be ordered from under the conditions that the reason names.",
    Status.APPROVED: "May be ordered from.",
    Status.PREFERRED: "May be ordered from, and is asked first.",
    Status.PROBATION: "Open orders go on under closer inspection; new parts are not placed.",
    Status.SUSPENDED: "No new orders; open orders need a decision each.",
    Status.DISQUALIFIED: "No orders. Coming back begins with an evaluation.",
    Status.INACTIVE: "Not used at present. Nothing may be ordered.",
}


def possible_next(status: Status, role: Role) -> list[Status]:
    """The statuses that `role` may move a supplier to from `status`, in the order of the list."""
    return [to for to in Status if to in NEXT[status] and role in WHO_MAY_SET[to]]
