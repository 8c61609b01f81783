"""What answers about ratings look like. Scores are 0 to 100."""

from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from common.api.shapes import Reference, reference, reference_or_none
from scoring.domain.bundles import BundleForm, BundleState, ItemState
from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood
from scoring.domain.reasons_kept import KeptBecause
from scoring.domain.scorecard import Scorecard
from scoring.models import BundleItem, RatingModel, ScopeRating, ScorecardBundle, ScorecardDocument, Snapshot
from scoring.selectors_bundle import bundle_items, bundle_progress


class ScopeRatingRow(TypedDict):
    """Where one scope stands now. `is_line` marks the one that is shown as the supplier's own rating."""

    id: int
    supplier: Reference
    scope: str
    scope_label: str
    snapshot_id: int
    likelihood: Likelihood
    score: float
    confidence_percent: int
    criticality: Criticality
    is_active: bool
    is_line: bool
    rated_on: date


def scope_rating_row(row: ScopeRating) -> ScopeRatingRow:
    """A current rating (select `supplier` for many)."""
    return {
        "id": row.pk,
        "supplier": reference(row.supplier),
        "scope": row.scope_key,
        "scope_label": row.scope_label,
        "snapshot_id": row.snapshot_id,
        "likelihood": Likelihood(row.likelihood),
        "score": row.score_tenths / 10,
        "confidence_percent": row.confidence_percent,
        "criticality": Criticality(row.criticality),
        "is_active": row.is_active,
        "is_line": row.is_line,
        "rated_on": row.rated_on,
    }


class SnapshotRow(TypedDict):
    """A rating as it was on a day, and why it was written down."""

    id: int
    scope: str
    scope_label: str
    on: date
    revision: int
    reason: KeptBecause
    model_version: int
    likelihood: Likelihood
    score: float
    confidence_percent: int
    sha256: str
    created_at: datetime


def snapshot_row(row: Snapshot) -> SnapshotRow:
    """A snapshot (select `model` for many)."""
    return {
        "id": row.pk,
        "scope": row.scope_key,
        "scope_label": row.scope_label,
        "on": row.on,
        "revision": row.revision,
        "reason": KeptBecause(row.reason),
        "model_version": row.model.version,
        "likelihood": Likelihood(row.likelihood),
        "score": row.score_tenths / 10,
        "confidence_percent": row.confidence_percent,
        "sha256": row.sha256,
        "created_at": row.created_at,
    }


class SnapshotRecord(SnapshotRow):
    """A rating taken apart, as it was returned then: indicators with their contributions, caps, gap, next steps.

    Inside the card scores and contributions are in tenths of a point, points in thousandths, shares and confidence in
    parts per million.
    """

    card: Scorecard


def snapshot_record(row: Snapshot) -> dict[str, Any]:
    """A snapshot with its result, which is stored in plain form."""
    return {**snapshot_row(row), "card": row.result}


class ModelRow(TypedDict):
    """The rating model in force: weights, curves, half-lives, bands and matrix."""

    version: int
    definition: dict[str, Any]


def model_row(row: RatingModel) -> ModelRow:
    return {"version": row.version, "definition": row.definition}


class ScorecardRow(TypedDict):
    """A scorecard that was made as a PDF; its content is at `content/`."""

    id: int
    supplier_id: int
    snapshot_id: int
    scope_label: str
    on: date
    pages: int
    sha256: str
    made_by: Reference | None
    made_at: datetime


def scorecard_row(row: ScorecardDocument) -> ScorecardRow:
    """A document (select `snapshot` and `made_by` for many)."""
    return {
        "id": row.pk,
        "supplier_id": row.supplier_id,
        "snapshot_id": row.snapshot_id,
        "scope_label": row.snapshot.scope_label,
        "on": row.snapshot.on,
        "pages": row.pages,
        "sha256": row.sha256,
        "made_by": reference_or_none(row.made_by),
        "made_at": row.made_at,
    }


class BundleRow(TypedDict):
    """Scorecards of a selection as one file, at `content/` once `state` is done. `size` in bytes."""

    id: UUID
    form: BundleForm
    state: BundleState
    pages: int
    size: int
    asked_at: datetime
    finished_at: datetime | None
    expires_at: datetime


def bundle_row(row: ScorecardBundle) -> BundleRow:
    return {
        "id": row.pk,
        "form": BundleForm(row.form),
        "state": BundleState(row.state),
        "pages": row.pages,
        "size": row.size,
        "asked_at": row.asked_at,
        "finished_at": row.finished_at,
        "expires_at": row.expires_at,
    }


class BundleItemRow(TypedDict):
    """One scorecard of a bundle. `note` says why it failed or was left out; `scope_label` is known once it is made."""

    position: int
    supplier: Reference
    scope: str
    scope_label: str
    state: ItemState
    note: str
    pages: int


def bundle_item_row(row: BundleItem) -> BundleItemRow:
    """A scorecard of a bundle (select `supplier` and `snapshot` for many)."""
    return {
        "position": row.position,
        "supplier": reference(row.supplier),
        "scope": row.scope_key,
        "scope_label": row.snapshot.scope_label if row.snapshot else "",
        "state": ItemState(row.state),
        "note": row.note,
        "pages": row.pages,
    }


class BundleRecord(BundleRow):
    """A bundle with how far it is. Items of suppliers that may no longer be seen are counted and not named."""

    total: int
    made: int
    waiting: int
    percent: int
    is_worked_on: bool
    items: list[BundleItemRow]


def bundle_record(row: ScorecardBundle, *, is_worked_on: bool) -> BundleRecord:
    """A bundle; `is_worked_on` false while it is unfinished: `continue/` calls workers to it again."""
    progress = bundle_progress(row)
    return {
        **bundle_row(row),
        "total": progress.total,
        "made": progress.made,
        "waiting": progress.waiting,
        "percent": progress.percent,
        "is_worked_on": is_worked_on,
        "items": [bundle_item_row(item) for item in bundle_items(row)],
    }
