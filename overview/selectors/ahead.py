"""What the worker worked out ahead, and for whom.

A large portfolio is worked out once for each group of suppliers that are seen by the same people (`Audience`), not for
each page. A person reads the groups that are theirs and adds the suppliers on which they are named.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from accounts.models import User
from overview.models import StoredFigures, StoredFiguresQuerySet, Subject
from suppliers.models.visibility import is_named

LIVE_UP_TO = 5_000
"""Rated scopes up to which nothing is worked out ahead: counting them costs no more than the page around them."""

Whose = Callable[[str], Q]
"""Of which suppliers: the condition, given the path that leads to them."""
Audience = tuple[bool, int | None]
"""By whom suppliers are seen: whether they are restricted, and then of which team."""


class Ahead(NamedTuple):
    """The figures of each group of suppliers that a person sees, and when they were worked out.

    `is_named`: on some supplier, which is in none of these groups unless they see all.
    """

    figures: list[Any]
    at: datetime
    is_named: bool


def read_ahead(user: User, stored: StoredFiguresQuerySet) -> Ahead | None:
    """What is `stored` for this person, in one statement; None: nothing."""
    found = list(stored.visible_to(user).values_list("figures", "counted_at", is_named(user)))
    return Ahead([json.loads(figures) for figures, *_ in found], *found[0][1:]) if found else None


def stored_for(subject: Subject, basis: str, narrowed: str = "") -> StoredFiguresQuerySet:
    """What the worker stored of a part, if it holds for this basis."""
    return StoredFigures.objects.filter(subject=subject, narrowed=narrowed, basis=basis)


def audience_columns(path: str) -> tuple[str, str]:
    """The audience of the supplier at this path; of one that everybody sees, the team does not matter."""
    return f"{path}__is_restricted", f"{path}__team_id"


def seen_by(audience: Audience) -> Whose:
    """The suppliers of an audience."""
    is_restricted, team = audience
    only = {"is_restricted": True, "team": team} if is_restricted else {"is_restricted": False}
    return lambda path: Q(**{f"{path}__{name}": value for name, value in only.items()})


def everybodys(path: str) -> Q:
    """All suppliers, whoever sees them: only for what is stored by audience."""
    return Q()
