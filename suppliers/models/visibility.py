"""Who sees which supplier, as a SQL predicate (architecture rule 12)."""

from django.db.models import Exists, OuterRef, Q

from accounts.domain.permissions import SEES_RESTRICTED, Role
from accounts.models import Team, User


def visible_suppliers(user: User, prefix: str = "") -> Q:
    """The condition under which `user` sees a supplier; `prefix` is the path to it, for instance `supplier`.

    Everyone sees every supplier that is not restricted; restricted ones only their team, named people, managers and
    administrators. A predicate, never a list of ids: at 100,000 suppliers such a list has megabytes.
    """
    if Role(user.role) in SEES_RESTRICTED:
        return Q()
    path = f"{prefix}__" if prefix else ""
    team = Team.members.through._default_manager.filter(team_id=OuterRef(f"{path}team_id"), user_id=user.pk)
    named = User.named_for.through._default_manager.filter(supplier_id=OuterRef(f"{path}pk"), user_id=user.pk)
    return Q(**{f"{path}is_restricted": False}) | Q(Exists(team)) | Q(Exists(named))
