"""What answers about delivered quality and its settings look like. Shares are in parts per million."""

from datetime import date, datetime
from typing import TypedDict

from common.api.locking import content_version
from common.api.shapes import Reference, reference_or_none
from deliveries.domain.lots import Lots, Share
from deliveries.domain.on_time import Base, OnTime, window_words
from deliveries.domain.stages import OUR_STAGES, Stage
from deliveries.models import DefectType, OnTimeRule
from deliveries.selectors.figures import Figures, Month


class OnTimeRuleRow(TypedDict):
    """What counts as on time from a day on: calendar days around the due day that still do."""

    id: int
    base: Base
    early_days: int
    late_days: int
    from_on: date
    window: str
    source: str
    is_in_force: bool
    recorded_by: Reference | None
    recorded_at: datetime


def on_time_rule_row(row: OnTimeRule, in_force: int) -> OnTimeRuleRow:
    """A rule (select `recorded_by` for many); `in_force`: which one is today's."""
    return {
        "id": row.pk,
        "base": Base(row.base),
        "early_days": row.early_days,
        "late_days": row.late_days,
        "from_on": row.from_on,
        "window": window_words(row.rule),
        "source": row.source,
        "is_in_force": row.pk == in_force,
        "recorded_by": reference_or_none(row.recorded_by),
        "recorded_at": row.recorded_at,
    }


class DefectTypeRow(TypedDict):
    """A type of defect; its version is a digest of what it says."""

    id: int
    version: str
    name: str
    is_offered: bool


def defect_type_version(row: DefectType) -> str:
    return content_version(row.pk, row.name, row.is_offered)


def defect_type_row(row: DefectType) -> DefectTypeRow:
    return {"id": row.pk, "version": defect_type_version(row), "name": row.name, "is_offered": row.is_offered}


class ShareRow(TypedDict):
    """So many of so many, in parts per million, with the 95 % interval (Wilson); null where nothing was looked at."""

    number: int
    of: int
    ppm: int | None
    lower_ppm: int | None
    upper_ppm: int | None


def share_row(share: Share) -> ShareRow:
    lower, upper = share.interval if share.of else (None, None)
    return {"number": share.good, "of": share.of, "ppm": share.ppm, "lower_ppm": lower, "upper_ppm": upper}


class LotsFigures(TypedDict):
    """Inspected lots: accepted as ordered, rejected, under concession, not inspected; and the parts looked at."""

    accepted: int
    rejected: int
    concession: int
    skip_lot: int
    acceptance: ShareRow
    defective_parts: ShareRow


def lots_figures(lots: Lots) -> LotsFigures:
    return {
        "accepted": lots.accepted,
        "rejected": lots.rejected,
        "concession": lots.concession,
        "skip_lot": lots.skipped,
        "acceptance": share_row(lots.acceptance),
        "defective_parts": share_row(lots.defective),
    }


class OnTimeFigures(TypedDict):
    """Order lines by the month they were due. Shares in thousandths: lines whole in time, and of their quantity."""

    lines: int
    on_time: int
    lines_permille: int | None
    quantity_permille: int | None


def on_time_figures(lines: OnTime) -> OnTimeFigures:
    return {
        "lines": lines.lines,
        "on_time": lines.on_time,
        "lines_permille": lines.line_permille,
        "quantity_permille": lines.quantity_permille,
    }


class CaughtFigures(TypedDict):
    """Nonconformances by where they were caught; `escaped`: by us or later."""

    by_stage: dict[str, int]
    total: int
    escaped: int


def caught_figures(caught: dict[Stage, int]) -> CaughtFigures:
    return {
        "by_stage": {stage.value: caught.get(stage, 0) for stage in Stage},
        "total": sum(caught.values()),
        "escaped": sum(caught.get(stage, 0) for stage in OUR_STAGES),
    }


class QualityFigures(TypedDict):
    """Delivered quality of a time."""

    lots: LotsFigures
    on_time: OnTimeFigures
    nonconformances: CaughtFigures


def _figures(of: Month | Figures) -> QualityFigures:
    return {
        "lots": lots_figures(of.lots),
        "on_time": on_time_figures(of.lines),
        "nonconformances": caught_figures(of.caught),
    }


class QualityMonth(QualityFigures):
    """One month, such as `2026-05`."""

    month: str


class QualityRecord(QualityFigures):
    """The last twelve months with the present one, together and by month, oldest first."""

    window: str
    months: list[QualityMonth]


def quality_record(figures: Figures, rule: OnTimeRule) -> QualityRecord:
    """Delivered quality of a supplier."""
    return {
        **_figures(figures),
        "window": window_words(rule.rule),
        "months": [{**_figures(month), "month": month.key} for month in figures.months],
    }
