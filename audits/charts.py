"""Figures that a template only has to draw: widths in per cent, words beside them."""

from dataclasses import dataclass

from audits.domain.observations import StageCounts
from deliveries.domain.stages import OUR_STAGES, SUPPLIER_STAGES, Stage
from deliveries.labels import STAGE_LABELS


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar: from `x`, `width` wide, both in per cent."""

    stage: Stage
    label: str
    number: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class StageChart:
    """Where defects were caught, early to late; without segments nothing was counted or caught."""

    segments: tuple[Segment, ...]
    total: int
    early: int

    @property
    def sentence(self) -> str:
        """The finding as a title: how many were caught before final inspection."""
        if not self.total:
            return "No defects counted"
        return f"{self.early} of {self.total} caught before final inspection"


def stage_chart(counts: StageCounts) -> StageChart:
    """The bar of one observation; stages that nobody counted take no room."""
    known = [(stage, counts.at(stage) or 0) for stage in (*SUPPLIER_STAGES, *OUR_STAGES)]
    total = sum(number for _, number in known)
    segments, x = [], 0.0
    for stage, number in known:
        width = 100 * number / total if total else 0.0
        if number:
            segments.append(Segment(stage, STAGE_LABELS[stage], number, round(x, 2), round(width, 2)))
        x += width
    early = sum(number for stage, number in known if stage in SUPPLIER_STAGES and stage is not Stage.FINAL)
    return StageChart(tuple(segments), total, early)
