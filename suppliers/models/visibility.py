"""Who sees which supplier, as a SQL predicate (architecture rule 12)."""

from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Exists, F, Func, Model, Q, QuerySet, Value

from accounts.domain.permissions import SEES_RESTRICTED, Role
from accounts.models import Team, User


def visible_suppliers(user: User, prefix: str = "") -> Q:
    """The condition under which `user` sees a supplier; `prefix` is the path to it, for instance `supplier`.

    Everyone sees every supplier that is not restricted; restricted ones only their team, named people, managers and
    administrators. A predicate, never a list of ids: at 100,000 suppliers such a list has megabytes.
    """
    if _sees_all(user):
        return Q()
    return visible_by_team(user, prefix) | Q(_named(user, prefix))


def visible_by_team(user: User, prefix: str = "") -> Q:
    """The condition under which `user` sees a supplier without being named on it: with `named_suppliers` all they see.

    It asks for `is_restricted` and the team alone, so that suppliers with these in common can be counted together.
    """
    if _sees_all(user):
        return Q()
    return Q(**{f"{_path(prefix)}is_restricted": False}) | Q(_in_team(user, prefix))


def named_suppliers(user: User, prefix: str) -> Q:
    """The condition under which `user` sees a supplier only because they are named on it."""
    if _sees_all(user):
        return Q(pk__in=[])
    named = _naming(user).values("supplier_id")
    only_named = Q(**{f"{prefix}__in": named, f"{prefix}__is_restricted": True})
    return only_named & ~Q(_in_team(user, prefix))


def not_hidden(user: User, prefix: str) -> Q:
    """`visible_suppliers` for counting records: the few suppliers that are hidden are looked up once, by their index.

    A list that shows fifty rows reads their suppliers anyway; a count would do so for each of its thousand.
    """
    if _sees_all(user):
        return Q()
    hidden = Q(is_restricted=True) & ~Q(_in_team(user, "")) & ~Q(_named(user, ""))
    return ~Q(**{f"{prefix}__in": apps.get_model("suppliers", "Supplier")._default_manager.filter(hidden).values("pk")})


def is_named(user: User) -> Exists:
    """Whether there is any supplier on which `user` is named."""
    return Exists(_naming(user))


def _sees_all(user: User) -> bool:
    return Role(user.role) in SEES_RESTRICTED


class _Listed(Func):
    """Whether a person stands in a table of people beside what `path` leads to.

    What `Exists` of a queryset says, as text: a page asks it up to eight times, and to make the querysets took it
    longer than the database takes to answer.
    """

    template = "EXISTS(SELECT 1 FROM %(table)s listed WHERE listed.%(column)s = %(expressions)s)"
    arg_joiner = " AND listed.user_id = "

    def __init__(self, through: type[Model], column: str, path: str, user: User) -> None:
        table = through._meta.db_table
        super().__init__(F(path), Value(user.pk), table=table, column=column, output_field=BooleanField())


def _in_team(user: User, prefix: str) -> Func:
    return _Listed(Team.members.through, "team_id", f"{_path(prefix)}team_id", user)


def _named(user: User, prefix: str) -> Func:
    return _Listed(User.named_for.through, "supplier_id", f"{_path(prefix)}pk", user)


def _naming(user: User) -> QuerySet[Any]:
    return User.named_for.through._default_manager.filter(user_id=user.pk)


def _path(prefix: str) -> str:
    return f"{prefix}__" if prefix else ""
