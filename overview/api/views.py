"""The portfolio: matrix, rated scopes, movers, confidence, what falls due, whom to visit, comparisons, documents."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from common import clock, jobs
from common.api.endpoint import Endpoint, operation
from common.api.fields import LARGEST_ID, as_form_data, object_of
from common.api.jobs import JobRow, accepted
from common.api.problems import Problem, form_errors, invalid
from common.api.query import form_parameters
from common.api.requests import Accepted, ApiRequest, Listing
from common.api.shapes import Schema
from common.uploads import Kind, serve_file
from overview.api import serializers as shapes
from overview.domain.comparison import MOST, lines_of
from overview.filters import MoverFilter, PortfolioFilter, ScopeFilter
from overview.movers_view import mover_views
from overview.selectors import portfolio
from overview.selectors.compare import compared_for_page
from overview.selectors.counting import Counted
from overview.selectors.months import due_by_month
from overview.selectors.movers import SORTS as MOVER_SORTS
from overview.selectors.movers import movements_of
from overview.selectors.scopes import SORTS as SCOPE_SORTS
from overview.selectors.scopes import scopes_for_list
from overview.selectors.visits import visits_for
from overview.services import MAKE_DOCUMENT, document_name, names_hidden, own_document
from scoring.domain.model import Model

PROCESS = {"process": {"type": "string", "maxLength": 100, "description": "The code of a process."}}
MONTH = {"month": {"type": "string", "maxLength": 7, "description": "One of the last twelve, as 2027-03; else now."}}
NARROWED = form_parameters(PortfolioFilter, known=PROCESS)


def _ids(description: str) -> Schema:
    one = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
    return {"type": "array", "items": one, "maxItems": MOST, "description": description}


COMPARED = {
    "supplier": _ids("Up to six suppliers, in this order."),
    "scope": _ids("Scopes by which they are compared, instead of their own line."),
}


def _valid(form: Any, status: int = 400) -> Any:
    """The page's form. Raises Problem for a value that it does not offer."""
    if form.errors:
        raise invalid(form_errors(form), status=status, kind="parameters" if status == 400 else "invalid")
    return form


class Portfolio(Endpoint):
    """What all of it shares."""

    def chosen(self) -> dict[str, str]:
        """What the address narrows to."""
        return _valid(PortfolioFilter(self.request.GET)).kept  # type: ignore[no-any-return]

    def counted(self, model: Model, *names: str) -> Counted:
        """The scopes that the address narrows to, counted for the person."""
        return portfolio.counted_for(self.request.user, self.chosen(), model, *names)


class OverviewMatrix(Portfolio):
    """Where the risk is."""

    @operation(Permission.VIEW, returns=shapes.MatrixRecord, query=NARROWED)
    def get(self, request: ApiRequest) -> shapes.MatrixRecord:
        """How many scopes stand in each cell of likelihood and criticality, and what the model says of the cell."""
        row = portfolio.current_model()
        counted = self.counted(row.model, "cells")
        return shapes.matrix_record(portfolio.matrix_of(counted, row.model), row.version, counted.at)


class OverviewScopes(Endpoint):
    """Rated scopes."""

    @operation(
        Permission.VIEW,
        returns=shapes.RatedScopeRow,
        query=form_parameters(ScopeFilter, known=PROCESS),
        sorts=SCOPE_SORTS,
    )
    def get(self, request: ApiRequest) -> Listing:
        """Rated scopes of current suppliers, narrowed as on the page."""
        form = _valid(ScopeFilter(request.GET))
        under = portfolio.unproven_percent(portfolio.current_model().model)
        return self.page(form.narrow(scopes_for_list(request.user), request.user, under), shapes.rated_scope_row)


class OverviewMovers(Endpoint):
    """What moved."""

    @operation(
        Permission.VIEW, returns=shapes.MoverRow, query=form_parameters(MoverFilter, known=MONTH), sorts=MOVER_SORTS
    )
    def get(self, request: ApiRequest) -> Listing:
        """Scopes whose rating moved in a month, weightiest first, each with what it rests on."""
        form = _valid(MoverFilter(request.GET, clock.today()))
        rows = movements_of(request.user, form.month_shown)
        page = self.page(form.apply(rows, request.user), lambda row: row)
        return replace(page, rows=[shapes.mover_row(view) for view in mover_views(page.rows)])


class OverviewConfidence(Portfolio):
    """How well founded the ratings are."""

    @operation(Permission.VIEW, returns=shapes.ConfidenceRecord, query=NARROWED)
    def get(self, request: ApiRequest) -> shapes.ConfidenceRecord:
        """Scopes by score and confidence, and the pillars and processes in which evidence is thin."""
        model = portfolio.current_model().model
        counted = self.counted(model, "bins", "pillars", "processes")
        return shapes.confidence_record(counted, model)


class OverviewMonths(Endpoint):
    """What falls due."""

    @operation(Permission.VIEW, returns=shapes.DueRecord)
    def get(self, request: ApiRequest) -> shapes.DueRecord:
        """How much is overdue, and how much falls due in each of the twelve months ahead."""
        bars, counted_at = due_by_month(request.user, clock.today())
        return {"counted_at": counted_at, "months": [shapes.due_month_row(bar) for bar in bars]}


class OverviewVisits(Portfolio):
    """Whom to visit first."""

    @operation(Permission.VIEW, returns=shapes.VisitsRecord, query=NARROWED)
    def get(self, request: ApiRequest) -> shapes.VisitsRecord:
        """The fifty most pressing sites, each with its reasons."""
        model = portfolio.current_model().model
        found = visits_for(request.user, self.chosen(), model, clock.today())
        return {"counted_at": found.at, "visits": [shapes.visit_row(row) for row in found.rows]}


class OverviewComparison(Endpoint):
    """Suppliers side by side."""

    @operation(Permission.VIEW, returns=shapes.Comparison, query=COMPARED)
    def get(self, request: ApiRequest) -> shapes.Comparison:
        """Up to six suppliers, each by its own line or by one of the scopes that are named."""
        suppliers, scopes = ([int(text) for text in request.GET.getlist(name)] for name in ("supplier", "scope"))
        rows = compared_for_page(request.user, suppliers, scopes)
        lines = lines_of([one.rating.snapshot.card for one in rows])
        return {
            "suppliers": [shapes.compared_row(one) for one in rows],
            "lines": [shapes.compared_line(line) for line in lines],
            "left_out": len(set(suppliers)) - len(rows),
        }


class OverviewDocument(Endpoint):
    """The overview as PDF."""

    @operation(Permission.SCORECARD, body=object_of(NARROWED), returns=JobRow, status=202)
    def post(self, request: ApiRequest) -> Accepted:
        """Have the overview made as a PDF; when the job is done, `overview/documents/<its id>/content/` is the file."""
        form = _valid(PortfolioFilter(as_form_data(self.typed())), status=422)
        asked = {"kind": "overview", "chosen": form.kept, "told": form.told}
        return accepted(jobs.enqueue(MAKE_DOCUMENT, asked, by=request.user))


class ComparisonDocument(Endpoint):
    """A comparison as PDF."""

    @operation(Permission.SCORECARD, body=object_of(COMPARED, ["supplier"]), returns=JobRow, status=202)
    def post(self, request: ApiRequest) -> Accepted:
        """Have a comparison made as a PDF; its file is where that of the overview is."""
        sent = self.typed()
        suppliers, scopes = sent["supplier"], sent.get("scope", [])
        if not compared_for_page(request.user, suppliers, scopes):
            raise Problem(422, "refused", "None of these suppliers is rated and visible to you.")
        asked: dict[str, Any] = {"kind": "comparison", "suppliers": suppliers, "scopes": scopes}
        return accepted(jobs.enqueue(MAKE_DOCUMENT, asked, by=request.user))


class OverviewDocumentContent(Endpoint):
    """An overview or a comparison as a file."""

    @operation(Permission.SCORECARD, gives_file=True)
    def get(self, request: ApiRequest, job_id: UUID) -> HttpResponseBase:
        """The PDF itself; 404 until it is made, 403 when something in it may no longer be shown to you."""
        job = own_document(request.user, job_id)
        if names_hidden(job, request.user):
            words = "Something in this document may no longer be shown to you. Have it made again."
            raise Problem(403, "forbidden", words)
        name = f"{job.payload.get('kind', 'overview')}-{clock.today():%Y-%m-%d}.pdf"
        return serve_file(default_storage.open(document_name(job.pk)), filename=name, kind=Kind.PDF)
