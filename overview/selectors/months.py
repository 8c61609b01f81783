"""What falls due in which month, counted for one person, whatever there is: all kinds in one statement."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Case, Count, DateField, F, QuerySet, Value, When

from accounts.models import User
from audits.domain.audits import AuditState
from audits.models import Audit, Capa, Finding
from certificates.models import Certificate
from overview.domain.months import Bar, Due, bars_of, spans_from
from overview.models import Subject
from overview.selectors.ahead import Whose, stored_for
from overview.selectors.counting import Counts, counted
from scoring.domain.months import month_of
from suppliers.models import SupplierDocument


@dataclass(frozen=True)
class _Source:
    """Where a kind is counted: the same rows as its list shows for the same days."""

    rows: Callable[[date, date], QuerySet[Any]]
    """What is open and due until a day, as seen today."""
    column: str
    path: str = "supplier"
    late: Callable[[date], QuerySet[Any]] | None = None
    """Where what is late is not simply what is past: that alone, as seen today."""


_SOURCES: dict[Due, _Source] = {
    Due.CERTIFICATE: _Source(
        lambda today, until: Certificate.objects.expiring_by(until, today=today),
        "expires_on",
        late=Certificate.objects.lapsed_on,
    ),
    Due.VERIFICATION: _Source(
        lambda today, until: Certificate.objects.verification_due_by(until, today=today), "verification_due_on"
    ),
    Due.AUDIT: _Source(
        lambda today, until: Audit.objects.filter(state=AuditState.PLANNED.value, planned_on__lte=until), "planned_on"
    ),
    Due.FINDING: _Source(
        lambda today, until: Finding.objects.open().filter(due_on__lte=until), "due_on", "audit__supplier"
    ),
    Due.ACTION: _Source(lambda today, until: Capa.objects.awaiting_answers().filter(due_on__lte=until), "due_on"),
    Due.DOCUMENT: _Source(lambda today, until: SupplierDocument.objects.ending_by(until), "valid_until"),
}
PAST = date.min
"""Stands for all months that are over."""


def due_by_month(user: User, today: date) -> tuple[tuple[Bar, ...], datetime | None]:
    """Overdue and the twelve months ahead, with how many of each kind; and when most of it was counted.

    What is due depends on the day: counts hold for theirs, and in the first minutes of a day all is counted just now.
    """
    found = counted(user, stored_for(Subject.DUE, today.isoformat()), ("due",), partial(due_counts, today))
    months: dict[Due, dict[date, int]] = {kind: {} for kind in Due}
    for (kind, month), number in found.counts["due"].items():
        months[Due(kind)][date.fromisoformat(month)] = number
    late = {kind: counts.get(PAST, 0) for kind, counts in months.items()}
    return bars_of(spans_from(today), months, late), found.at


def due_counts(today: date, whose: Whose, by: Callable[[str], tuple[str, ...]] = lambda path: ()) -> Counts:
    """What is due, by kind and first day of the month, with archived suppliers as the lists of records show them.

    `by`: columns by which is counted besides, given the path that leads to the supplier.
    """
    until = spans_from(today)[-1].until
    kinds = (
        _by_day(rows.filter(whose(source.path)), by(source.path), kind, day)
        for kind, source in _SOURCES.items()
        for rows, day in _rows_of(source, today, until)
    )
    first, *others = kinds
    found: Counter[tuple[Any, ...]] = Counter()
    for *values, kind, day, number in first.union(*others, all=True):
        found[*values, kind, month_of(day).isoformat()] += number
    return {"due": found}


def _rows_of(source: _Source, today: date, until: date) -> Iterator[tuple[QuerySet[Any], Any]]:
    """What is due with the expression of its day: all that is past is one day, and a year has few."""
    past = Value(PAST, output_field=DateField())
    late = When(**{f"{source.column}__lt": today}, then=past)
    yield source.rows(today, until), Case(late, default=F(source.column), output_field=DateField())
    if source.late is not None:
        yield source.late(today), past


def _by_day(rows: QuerySet[Any], columns: tuple[str, ...], kind: Due, day: Any) -> QuerySet[Any]:
    named = rows.order_by().annotate(due=Value(kind.value), day=day)
    found: QuerySet[Any] = named.values_list(*columns, "due", "day").annotate(number=Count("pk"))
    return found
