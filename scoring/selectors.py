"""What pages read of ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from accounts.models import User
from scoring.charts import TrendPoint
from scoring.domain.scorecard import Consequence
from scoring.domain.snapshot import thaw_consequence
from scoring.models import RatingModel, RatingProblem, ScopeRating, ScorecardDocument, Snapshot


@dataclass(frozen=True)
class Standing:
    """The current ratings of a supplier, the one that is shown, and what went wrong if something did."""

    scopes: Sequence[ScopeRating]
    shown: ScopeRating | None
    problem: RatingProblem | None


def line_for_panel(supplier_id: int) -> ScopeRating | None:
    """The supplier's own line with its snapshot, in one query; None before the first rating."""
    rows = ScopeRating.objects.filter(supplier=supplier_id, is_line=True)
    return rows.select_related("snapshot__model").defer("snapshot__facts", "snapshot__model__definition").first()


def consequence_for_page(supplier_id: int) -> Consequence | None:
    """What the risk matrix says of the supplier's own line; None before the first rating."""
    rows = ScopeRating.objects.filter(supplier=supplier_id, is_line=True)
    data = rows.values_list("snapshot__result__consequence", flat=True).first()
    return thaw_consequence(data) if data is not None else None


def problem_for_supplier(supplier_id: int) -> RatingProblem | None:
    """Why the supplier could not be rated, if so."""
    return RatingProblem.objects.filter(supplier=supplier_id).first()


def standing_for_page(supplier_id: int, scope_key: str) -> Standing:
    """All scopes; shown is the one asked for, else the supplier's own line. Http404: no such scope."""
    rows = ScopeRating.objects.filter(supplier=supplier_id).select_related("snapshot__model")
    scopes = list(rows.defer("snapshot__facts", "snapshot__result", "snapshot__model__definition"))
    shown = next((one for one in scopes if one.scope_key == scope_key), None)
    if scope_key and shown is None:
        raise Http404("No such scope.")
    shown = shown or next((one for one in scopes if one.is_line), None)
    return Standing(scopes, shown, problem_for_supplier(supplier_id))


def snapshot_for_page(supplier_id: int, snapshot_id: int) -> Snapshot:
    """One snapshot of a supplier, with its documents. Http404 when there is none."""
    snapshot = Snapshot.objects.select_related("model").filter(supplier=supplier_id, pk=snapshot_id).first()
    if snapshot is None:
        raise Http404("No such rating.")
    return snapshot


def snapshot_as_of(supplier_id: int, scope_key: str, day: date) -> Snapshot | None:
    """The rating of a scope that held on a day; None when there was none yet."""
    rows = Snapshot.objects.select_related("model").filter(supplier=supplier_id, scope_key=scope_key, on__lte=day)
    return rows.order_by("-on", "-revision", "-pk").first()


def scorecard_for_page(user: User, document_id: int) -> ScorecardDocument:
    """A scorecard with its supplier and snapshot. Http404 also where the supplier is not this person's to see."""
    rows = ScorecardDocument.objects.visible_to(user).select_related("supplier", "snapshot")
    document = rows.filter(pk=document_id).first()
    if document is None:
        raise Http404("No such scorecard.")
    return document


def history_for_page(supplier_id: int, scope_key: str, most: int = 60) -> list[Snapshot]:
    """The latest snapshots of a scope, newest first, without their documents."""
    rows = Snapshot.objects.filter(supplier=supplier_id, scope_key=scope_key).select_related("model")
    rows = rows.defer("facts", "result", "model__definition").order_by("-on", "-revision", "-pk")
    return list(rows[:most])


def trend_points(newest_first: Sequence[Snapshot]) -> list[TrendPoint]:
    """One point per day, the last revision of each, oldest first."""
    by_day: dict[object, Snapshot] = {}
    for one in reversed(newest_first):
        by_day[one.on] = one
    return [TrendPoint(one.on, one.score_tenths, one.likelihood, one.model.version) for one in by_day.values()]


def current_model() -> RatingModel:
    """The model by which is rated now."""
    return RatingModel.objects.current()


def documents_for_page(supplier_id: int, most: int = 20) -> list[ScorecardDocument]:
    """The latest scorecards made of a supplier, newest first."""
    rows = ScorecardDocument.objects.filter(supplier=supplier_id).select_related("snapshot", "made_by")
    return list(rows.defer("snapshot__facts", "snapshot__result")[:most])
