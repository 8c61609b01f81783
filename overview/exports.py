"""Rated scopes, movers and whom to visit as tables: the same rows in the same order as the pages show them."""

from decimal import Decimal

from common import clock
from common.paging import in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export
from overview.filters import MoverFilter, PortfolioFilter, ScopeFilter
from overview.labels import PILLAR_LABELS, RISK_LABELS
from overview.selectors import portfolio
from overview.selectors.movers import SORTS as MOVER_SORTS
from overview.selectors.movers import movements_of
from overview.selectors.scopes import SORTS as SCOPE_SORTS
from overview.selectors.scopes import scopes_for_list
from overview.selectors.visits import Visits, visits_for
from overview.visits_view import reason_text
from scoring.models import ScopeRatingQuerySet

RISKS = (*RISK_LABELS.values(), "Other")


def _tenths(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / 10


SCOPE_COLUMNS = (
    Column("Supplier", lambda row: row.supplier.legal_name),
    Column("Country", lambda row: row.supplier.country.code),
    Column("Scope", lambda row: row.scope_label),
    Column("Bought now", lambda row: "yes" if row.is_active else "no"),
    Column("Criticality", lambda row: row.get_criticality_display()),
    Column("Likelihood", lambda row: row.get_likelihood_display()),
    Column("Risk", lambda row: RISKS[row.risk_rank]),
    Column("Score", lambda row: Decimal(row.score_tenths) / 10),
    Column("Confidence, %", lambda row: row.confidence_percent),
    Column("Practice seen, %", lambda row: row.practice_percent),
    Column("Paper-practice gap", lambda row: None if row.gap_tenths is None else Decimal(row.gap_tenths) / 10),
    Column("Lacks most in", lambda row: PILLAR_LABELS.get(row.thinnest, row.thinnest)),
    Column("Rated on", lambda row: row.rated_on),
)
MOVER_COLUMNS = (
    Column("Supplier", lambda row: row.supplier.legal_name),
    Column("Scope", lambda row: row.scope_label),
    Column("Criticality", lambda row: row.get_criticality_display()),
    Column("Month", lambda row: f"{row.month:%Y-%m}"),
    Column("Likelihood before", lambda row: row.get_opening_likelihood_display()),
    Column("Likelihood after", lambda row: row.get_closing_likelihood_display()),
    Column("Score before", lambda row: _tenths(row.opening_tenths)),
    Column("Score after", lambda row: _tenths(row.closing_tenths)),
    Column("Moved by", lambda row: _tenths(row.moved_tenths)),
)
VISIT_COLUMNS = (
    Column("Supplier", lambda row: row.rating.supplier.legal_name),
    Column("Site", lambda row: row.site_name or ""),
    Column("Scope", lambda row: row.rating.scope_label),
    Column("Points", lambda row: row.visit.points),
    Column("Reasons", lambda row: "; ".join(reason_text(one, row.visit) for one in row.visit.reasons)),
    Column("How", lambda row: row.visit.first.cell.audit),
    Column("Last visit", lambda row: row.visit.first.visited_on),
    Column("Planned", lambda row: row.planned_on),
)


def scopes_shown(request: Asking, form: ScopeFilter) -> ScopeRatingQuerySet:
    """Rated scopes as the list narrows them."""
    under = portfolio.unproven_percent(portfolio.current_model().model)
    return form.narrow(scopes_for_list(request.user), request.user, under)


def scopes_export(request: Asking) -> Export:
    """Rated scopes as the list narrows and sorts them."""
    form = ScopeFilter(request.GET)
    found = in_order(scopes_shown(request, form), SCOPE_SORTS, request.GET.get("sort"))
    return Export(f"scopes-{clock.today():%Y-%m-%d}", SCOPE_COLUMNS, streamed(found), form)


def movers_export(request: Asking) -> Export:
    """What moved in a month as the list narrows and sorts it."""
    form = MoverFilter(request.GET, clock.today())
    rows = form.apply(movements_of(request.user, form.month_shown), request.user)
    found = in_order(rows, MOVER_SORTS, request.GET.get("sort"))
    return Export(f"movers-{form.month_shown:%Y-%m}", MOVER_COLUMNS, streamed(found), form)


def visits_shown(request: Asking, form: PortfolioFilter) -> Visits:
    """Sites to visit, most pressing first."""
    return visits_for(request.user, form.kept, portfolio.current_model().model, clock.today())


def visits_export(request: Asking) -> Export:
    """Whom to visit first, as the page shows it."""
    form = PortfolioFilter(request.GET)
    return Export(f"visits-{clock.today():%Y-%m-%d}", VISIT_COLUMNS, visits_shown(request, form).rows, form)
