"""Whom to visit first: the scopes that may matter, chosen by index, and what is known of their sites."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q

from accounts.models import User
from audits.domain.audits import AuditState, Strength
from audits.domain.findings import FindingGrade
from audits.models import Audit, Finding, FindingQuerySet
from overview.domain.visits import Candidate, Visit, Weighed, first_of_sites, points_of, reasons_for
from overview.models import Subject
from overview.selectors.ahead import Whose, read_ahead, stored_for
from overview.selectors.portfolio import all_ratings, narrowed
from scoring.domain.model import MatrixCell, Model
from scoring.models import ScopeRating, ScopeRatingQuerySet
from suppliers.models.visibility import named_suppliers, visible_suppliers

CANDIDATES = 300
"""Scopes looked at: worst risk first, of equals those of which least practice was seen."""
WITH_FINDINGS = 100
"""Suppliers looked at besides, because a serious finding of theirs is overdue."""
SHOWN = 50
ON_SITE = (Strength.UNANNOUNCED_ON_SITE.value, Strength.ANNOUNCED_ON_SITE.value)
SERIOUS = (FindingGrade.MAJOR.value,)
COLUMNS = (
    "pk",
    "supplier_id",
    "scope__site_id",
    "scope__site__name",
    "supplier__name_key",
    "likelihood",
    "criticality",
    "risk_rank",
    "practice_percent",
    "gap_tenths",
)
LISTED = (
    "supplier__legal_name",
    "scope_key",
    "scope_label",
    "likelihood",
    "score_tenths",
    "confidence_percent",
)
Place = tuple[int, int | None]


@dataclass(frozen=True)
class Shown:
    """A visit with its rated scope, its site, and the day of an audit that is planned there already."""

    visit: Visit
    rating: ScopeRating
    site_name: str | None
    planned_on: date | None


@dataclass(frozen=True)
class Visits:
    """The first sites to visit. `at`: when most of what is known of them was looked up; None: just now, all of it."""

    rows: list[Shown]
    at: datetime | None


class Looked(NamedTuple):
    """A scope that may matter (`COLUMNS`), what is known of its site, and how much speaks for a visit.

    `late_since`: the day from which a serious finding of the supplier is overdue, if it is among those looked at.
    """

    rating: int
    supplier: int
    site: int | None
    site_name: str | None
    name: str
    likelihood: str
    criticality: str
    risk_rank: int
    practice_percent: int
    gap_tenths: int | None
    visited_on: date | None
    overdue_findings: int
    planned_on: date | None
    points: int
    late_since: date | None


def _of(*names: str) -> Callable[[Any], Any]:
    """These columns of a row as it is stored."""
    return itemgetter(*map(Looked._fields.index, names))


_RATING, _SUPPLIER, _LATE_SINCE = _of("rating"), _of("supplier"), _of("late_since")
_PRESSING = _of("risk_rank", "practice_percent", "rating")
_WEIGHED = _of(*Weighed._fields)


def visits_for(user: User, chosen: Mapping[str, str], model: Model, today: date) -> Visits:
    """The first sites to visit, narrowed as the portfolio is, in a fixed number of statements.

    Of the scopes that may matter a few columns are read; of those that are shown, what their rows show.
    """
    found, at = _looked(user, chosen, model, today)
    cells = _cells(model)
    by_rating = {_RATING(row): row for row in found}
    first = first_of_sites(map(_WEIGHED, found), SHOWN)
    listed = all_ratings().visible_to(user).current().select_related("supplier").only(*LISTED)
    rated = listed.in_bulk([rating for rating, _ in first])
    rows = []
    for rating, others in first:
        if rating in rated:  # it may be gone meanwhile
            row = _from_row(by_rating[rating])
            candidate = _candidate(row, cells)
            visit = Visit(candidate, reasons_for(candidate, today), others)
            rows.append(Shown(visit, rated[rating], row.site_name, row.planned_on))
    return Visits(rows, at)


def visits_basis(model: Model, today: date) -> str:
    """What stored points hold for."""
    return f"{today.isoformat()} {model.version}"


def _looked(
    user: User, chosen: Mapping[str, str], model: Model, today: date
) -> tuple[list[list[Any]], datetime | None]:
    """What this person's visits are chosen from, and when it was stored. Only the whole portfolio is stored."""
    ahead = None if chosen else read_ahead(user, stored_for(Subject.VISITS, visits_basis(model, today)))
    if ahead is None:
        return look(narrowed(all_ratings(), user, chosen), model, today, partial(visible_suppliers, user)), None
    found = [row for figures in ahead.figures for row in figures]
    if ahead.is_named:
        found += look(narrowed(all_ratings(), user, chosen), model, today, partial(named_suppliers, user))
    return _most_pressing(found), ahead.at


def _most_pressing(found: list[list[Any]]) -> list[list[Any]]:
    """Of what is most pressing in each group, what is in all of them: rows as they are stored."""
    worst = sorted(found, key=_PRESSING)[:CANDIDATES]
    overdue = [row for row in found if _LATE_SINCE(row)]
    late = sorted({(_LATE_SINCE(row), _SUPPLIER(row)) for row in overdue})[:WITH_FINDINGS]
    suppliers = {supplier for _, supplier in late}
    also = (row for row in overdue if _SUPPLIER(row) in suppliers)
    return list({_RATING(row): row for row in (*worst, *also)}.values())


def look(rows: ScopeRatingQuerySet, model: Model, today: date, whose: Whose) -> list[list[Any]]:
    """Scopes of current suppliers with the worst risk, and those of suppliers with a serious finding overdue.

    Each is a `Looked` as it is stored: its days as text.
    """
    mine = rows.current().filter(whose("supplier")).values_list(*COLUMNS)
    overdue = _serious(today).filter(whose("audit__supplier"), audit__supplier__archived_at=None)
    by_supplier = overdue.values_list("audit__supplier").annotate(since=Min("due_on"))
    late = dict(by_supplier.order_by("since", "audit__supplier")[:WITH_FINDINGS])
    worst = mine.order_by("risk_rank", "practice_percent", "pk")[:CANDIDATES]
    found = {*worst, *mine.filter(supplier__in=late)}
    known = _known({row[1] for row in found}, today)
    cells = _cells(model)
    looked = (Looked._make((*row, *known(row[1], row[2]), 0, late.get(row[1]))) for row in found)
    return [_as_row(one._replace(points=points_of(_candidate(one, cells), today))) for one in looked]


def _known(suppliers: set[int], today: date) -> Callable[[int, int | None], tuple[date | None, int, date | None]]:
    """Of a site: the last visit, how many serious findings are overdue, the next planned audit.

    Of a supplier without a scope any site's visit and findings will do.
    """
    on_site = Audit.objects.filter(supplier__in=suppliers, strength__in=ON_SITE).order_by()
    completed = Q(state=AuditState.COMPLETED.value)
    ahead = Q(state=AuditState.PLANNED.value, planned_on__gte=today)
    audits = on_site.values_list("supplier_id", "site_id").annotate(
        visited=Max("conducted_on", filter=completed), planned=Min("planned_on", filter=ahead)
    )
    overdue = _serious(today).filter(audit__supplier__in=suppliers)
    found = overdue.values_list("audit__supplier_id", "audit__site_id").annotate(found=Count("pk"))
    findings = {(supplier, site): number for supplier, site, number in found}
    visited: dict[Place, date] = {}
    planned: dict[Place, date] = {}
    for supplier, site, last, following in audits:
        visited |= {(supplier, site): last} if last else {}
        planned |= {(supplier, site): following} if following else {}

    def known(supplier: int, site: int | None) -> tuple[date | None, int, date | None]:
        place = (supplier, site)
        return _of_place(visited, place), _of_place(findings, place) or 0, planned.get(place)

    return known


def _serious(today: date) -> FindingQuerySet:
    """Serious findings that are overdue."""
    return Finding.objects.overdue(today).filter(grade__in=SERIOUS).order_by()


def _of_place(found: Mapping[Place, Any], place: Place) -> Any:
    if place[1] is not None:
        return found.get(place)
    return max((value for (supplier, _), value in found.items() if supplier == place[0]), default=None)


def _cells(model: Model) -> dict[tuple[str, str], MatrixCell]:
    return {(cell.likelihood.value, cell.criticality.value): cell for cell in model.matrix}


def _candidate(row: Looked, cells: Mapping[tuple[str, str], MatrixCell]) -> Candidate:
    return Candidate(
        rating=row.rating,
        supplier=row.supplier,
        site=row.site,
        name=row.name,
        cell=cells[row.likelihood, row.criticality],
        practice_percent=row.practice_percent,
        gap_tenths=row.gap_tenths,
        visited_on=row.visited_on,
        overdue_findings=row.overdue_findings,
    )


def _as_row(row: Looked) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]


def _from_row(values: list[Any]) -> Looked:
    *columns, visited, findings, planned, points, late = values
    return Looked._make((*columns, _day(visited), findings, _day(planned), points, _day(late)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
