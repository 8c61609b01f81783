"""Counting a portfolio for one person: most of it as the worker counted it ahead, the rest just now.

Where nothing is stored, as of a small portfolio, all of it is counted just now.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import User
from overview.models import StoredFiguresQuerySet
from overview.selectors.ahead import Audience, Whose, read_ahead
from suppliers.models.visibility import named_suppliers, visible_suppliers

Counts = dict[str, Counter[tuple[Any, ...]]]
"""How many by the values of some columns, under the name of what is counted."""


@dataclass(frozen=True)
class Counted:
    """Counts for one person. `at`: when most of it was counted; None: just now, all of it."""

    counts: Mapping[str, Counter[tuple[Any, ...]]]
    at: datetime | None


def counted(
    user: User, stored: StoredFiguresQuerySet, names: Sequence[str], count: Callable[[Whose], Counts]
) -> Counted:
    """What this person may count: what is `stored` of it, and now those suppliers on which they are named.

    In one statement, and another for whoever is named on a supplier or where nothing is stored.
    """
    ahead = read_ahead(user, stored)
    if ahead is None:
        return Counted(count(partial(visible_suppliers, user)), None)
    found = count(partial(named_suppliers, user)) if ahead.is_named else {name: Counter() for name in names}
    for figures in ahead.figures:
        for name in names:
            found[name].update({tuple(values): number for *values, number in figures[name]})
    return Counted(found, ahead.at)


def by_audience(found: Counts) -> dict[Audience, Counts]:
    """Counts for each audience; the team of a supplier that everybody sees does not matter."""
    apart: dict[Audience, Counts] = {}
    for name, numbers in found.items():
        for (is_restricted, team, *values), number in numbers.items():
            counts = apart.setdefault(
                (is_restricted, team if is_restricted else None), {one: Counter() for one in found}
            )
            counts[name][tuple(values)] += number
    return apart


def as_rows(found: Counts) -> dict[str, list[list[Any]]]:
    """Counts as they are stored."""
    return {name: [[*values, number] for values, number in numbers.items()] for name, numbers in found.items()}


def tallied(rows: QuerySet[Any], by: Mapping[str, Sequence[str]]) -> Counts:
    """How many of `rows` by each of several groups of columns (two at least), in one statement."""
    columns = list(dict.fromkeys(chain.from_iterable(by.values())))
    picks = {name: itemgetter(*map(columns.index, wanted)) for name, wanted in by.items()}
    found: Counts = {name: Counter() for name in by}
    for row in rows.order_by().values_list(*columns).annotate(number=Count("pk")):
        for name, pick in picks.items():
            found[name][pick(row)] += row[-1]
    return found
