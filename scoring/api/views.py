"""Ratings now and on any day, and scorecards as files."""

from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.utils.text import slugify

from accounts.domain.permissions import Permission
from common import jobs
from common.api.endpoint import Endpoint, operation
from common.api.fields import object_of
from common.api.jobs import JobRow, accepted
from common.api.problems import Problem
from common.api.requests import Accepted, ApiRequest, Listing
from common.paging import Sort
from common.uploads import Kind, serve_file
from scoring import selectors
from scoring.api.serializers import (
    ModelRow,
    ScopeRatingRow,
    ScorecardRow,
    SnapshotRecord,
    SnapshotRow,
    model_row,
    scope_rating_row,
    scorecard_row,
    snapshot_record,
    snapshot_row,
)
from scoring.domain.model import Likelihood
from scoring.models import ScopeRating, ScorecardDocument, Snapshot
from suppliers.selectors import supplier_for_page

RATING_SORTS = (
    Sort("risk", "Risk, worst last", ("risk_rank", "score_tenths")),
    Sort("score", "Score, lowest first", ("score_tenths",)),
    Sort("confidence", "Confidence, lowest first", ("confidence_percent",)),
)
IN_TIME = (Sort("on", "Newest first", ("on", "revision"), descending=True),)
NEWEST = (Sort("made", "Newest first", ("made_at",), descending=True),)
LIKELIHOOD = {"likelihood": {"type": "string", "enum": [one.value for one in Likelihood]}}
SCOPE = {"type": "string", "maxLength": 40, "description": "As `scope` of a rating says it, for instance scope:3."}
ON = {"on": {"type": "string", "format": "date", "description": "As it was rated on that day, instead of now."}}


class Ratings(Endpoint):
    """Current ratings of all scopes that this person sees."""

    @operation(Permission.VIEW, returns=ScopeRatingRow, query=LIKELIHOOD, sorts=RATING_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Current ratings, one per scope, without archived suppliers."""
        rows = ScopeRating.objects.visible_to(request.user).current().select_related("supplier")
        chosen = request.GET.get("likelihood")
        return self.page(rows.filter(likelihood=chosen) if chosen else rows, scope_rating_row)


class SupplierRatings(Endpoint):
    """Current ratings of one supplier."""

    @operation(Permission.VIEW, returns=list[ScopeRatingRow])
    def get(self, request: ApiRequest, supplier_id: int) -> list[ScopeRatingRow]:
        """The current rating of each scope."""
        supplier = supplier_for_page(request.user, supplier_id)
        rows = ScopeRating.objects.filter(supplier=supplier).select_related("supplier")
        return [scope_rating_row(row) for row in rows]


class SupplierRating(Endpoint):
    """A rating taken apart."""

    @operation(Permission.VIEW, returns=SnapshotRecord, query={"scope": SCOPE, **ON})
    def get(self, request: ApiRequest, supplier_id: int) -> dict[str, Any]:
        """Every indicator with its contribution: of the supplier's own line, or of `scope`; now, or `on` a day."""
        supplier = supplier_for_page(request.user, supplier_id)
        standing = selectors.standing_for_page(supplier.pk, request.GET.get("scope", ""))
        if standing.shown is None:
            raise Problem(404, "not-rated", "This supplier is not rated yet.")
        if "on" not in request.GET:
            return snapshot_record(selectors.snapshot_for_page(supplier.pk, standing.shown.snapshot_id))
        day = date.fromisoformat(request.GET["on"])
        past = selectors.snapshot_as_of(supplier.pk, standing.shown.scope_key, day)
        if past is None:
            raise Problem(404, "not-rated", "This scope was not rated yet on that day.")
        return snapshot_record(past)


class SupplierSnapshots(Endpoint):
    """Ratings as they were."""

    @operation(Permission.VIEW, returns=SnapshotRow, query={"scope": SCOPE}, sorts=IN_TIME)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Ratings of the supplier as they were written down, newest first."""
        supplier, scope = supplier_for_page(request.user, supplier_id), request.GET.get("scope")
        rows = Snapshot.objects.filter(supplier=supplier).select_related("model")
        rows = rows.defer("facts", "result", "model__definition")
        return self.page(rows.filter(scope_key=scope) if scope else rows, snapshot_row)


class OneSnapshot(Endpoint):
    """One rating as it was."""

    @operation(Permission.VIEW, returns=SnapshotRecord)
    def get(self, request: ApiRequest, supplier_id: int, snapshot_id: int) -> dict[str, Any]:
        """A past rating, taken apart as it was then."""
        supplier = supplier_for_page(request.user, supplier_id)
        return snapshot_record(selectors.snapshot_for_page(supplier.pk, snapshot_id))


class CurrentModel(Endpoint):
    """The rating model."""

    @operation(Permission.VIEW, returns=ModelRow)
    def get(self, request: ApiRequest) -> ModelRow:
        """Weights, curves, half-lives, bands and matrix by which is rated now."""
        return model_row(selectors.current_model())


class SupplierScorecards(Endpoint):
    """Scorecards of a supplier."""

    @operation(Permission.SCORECARD, returns=ScorecardRow, sorts=NEWEST)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Scorecards that were made, newest first."""
        supplier = supplier_for_page(request.user, supplier_id)
        rows = ScorecardDocument.objects.filter(supplier=supplier).select_related("snapshot", "made_by")
        return self.page(rows.defer("snapshot__facts", "snapshot__result"), scorecard_row)

    @operation(Permission.SCORECARD, body=object_of({"scope": SCOPE}), returns=JobRow, status=202)
    def post(self, request: ApiRequest, supplier_id: int) -> Accepted:
        """Have the scorecard made as a PDF in the background; ask the job at Location how far it is."""
        supplier = supplier_for_page(request.user, supplier_id)
        standing = selectors.standing_for_page(supplier.pk, self.typed().get("scope", ""))
        if standing.shown is None:
            raise Problem(422, "not-rated", "This supplier is not rated yet.")
        snapshot_id = standing.shown.snapshot_id
        key = f"{snapshot_id}:{request.user.pk}"
        return accepted(jobs.enqueue("scoring.make_scorecard", {"snapshot": snapshot_id}, by=request.user, key=key))


class ScorecardContent(Endpoint):
    """A scorecard as a file."""

    @operation(Permission.SCORECARD, gives_file=True)
    def get(self, request: ApiRequest, document_id: int) -> HttpResponseBase:
        """The PDF itself."""
        document = selectors.scorecard_for_page(request.user, document_id)
        name = slugify(document.supplier.legal_name) or "supplier"
        return serve_file(document.file, filename=f"scorecard-{name}-{document.snapshot.on}.pdf", kind=Kind.PDF)
