"""A snapshot as a document: the page's own view of it, with bars and marks that bring their colours along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from scoring import selectors
from scoring.charts import Ink, Segment, bar, mark, trend
from scoring.models import Snapshot
from scoring.presentation import CardView, GapRow, PillarRow, card_view
from scoring.sentences import trend_title


@dataclass(frozen=True)
class Bar:
    """A bar with what stands before and behind it."""

    label: str
    drawing: SafeString
    text: str
    confidence: int | None = None
    is_asked: bool = True


@dataclass(frozen=True)
class Pair:
    """Paper beside practice for one clause group."""

    row: GapRow
    paper: SafeString
    practice: SafeString


def document_context(snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """All that the scorecard says, from the snapshot alone and the snapshots before it."""
    view = card_view(snapshot.card, standalone=True)
    before = [one for one in selectors.history_for_page(snapshot.supplier_id, snapshot.scope_key) if one.on <= view.on]
    points = selectors.trend_points(before)
    floors = [0, *(band.floor for band in snapshot.model.model.bands), 1_000]
    title = trend_title([one.score for one in points])
    return {
        "view": view,
        "snapshot": snapshot,
        "supplier": snapshot.supplier,
        "mark": mark(view.likelihood),
        "confidence": _known(view.confidence, f"Confidence {view.confidence} %"),
        "pillars": [_pillar_bar(pillar) for pillar in view.pillars],
        "gap": _pair(view.gap),
        "pairs": [_pair(row) for row in view.groups],
        "trend": trend(points, floors, title),
        "trend_title": title,
        "history": before[:12],
        "holding": [cap for cap in view.caps if cap.holds],
        "rests_on": _rests_on(view),
        "at": at,
    }


def _known(percent: int, label: str) -> SafeString:
    """Solid is what is known, hatched what nobody has looked at."""
    parts = [Segment(0, 10 * percent, Ink.SEEN), Segment(10 * percent, 1_000 - 10 * percent, Ink.UNKNOWN)]
    return bar(parts, label, standalone=True)


def _pillar_bar(pillar: PillarRow) -> Bar:
    ink = Ink.PAPER if pillar.is_paper else Ink.WEAK if pillar.tone else Ink.SEEN
    label = f"{pillar.label}: {pillar.value_text} of 100, confidence {pillar.confidence} %"
    return Bar(
        pillar.label, _value_bar(pillar.value, ink, label), pillar.value_text, pillar.confidence, pillar.is_asked
    )


def _pair(row: GapRow) -> Pair:
    return Pair(
        row,
        _value_bar(row.paper, Ink.PAPER, f"{row.name}, paper: {row.paper_text}"),
        _value_bar(row.practice, Ink.SEEN, f"{row.name}, practice: {row.practice_text}"),
    )


def _value_bar(value: float | None, ink: Ink, label: str) -> SafeString:
    if value is None:
        return bar([Segment(0, 1_000, Ink.UNKNOWN)], label, standalone=True)
    width = round(10 * value)
    return bar([Segment(0, width, ink), Segment(width, 1_000 - width, Ink.MISSING)], label, standalone=True)


RESTS_ON = {
    "audit": ("audit", "audits"),
    "certificate": ("certificate", "certificates"),
    "coverage": ("count of receipts", "counts of receipts"),
    "stages": ("count of defects by stage", "counts of defects by stage"),
    "finding": ("finding", "findings"),
    "capa": ("corrective action", "corrective actions"),
    "lots": ("month of inspected lots", "months of inspected lots"),
    "deliveries": ("month of deliveries", "months of deliveries"),
    "nonconformances": ("month of nonconformances", "months of nonconformances"),
    "equipment": ("look at equipment", "looks at equipment"),
    "metrology": ("look at metrology", "looks at metrology"),
    "engineering": ("look at engineering support", "looks at engineering support"),
    "reference": ("reference", "references"),
    "sample_run": ("sample run", "sample runs"),
    "first_article": ("first article", "first articles"),
    "preshipment": ("inspection at source", "inspections at source"),
    "document": ("document", "documents"),
    "visit": ("visit note", "visit notes"),
}
"""Kinds of records (`scoring/links.py`), one and many."""


def _rests_on(view: CardView) -> str:
    """Which records the rating rests on, counted by kind: `1 audit, 2 certificates`."""
    keys = {used.record for one in view.card.indicators for used in one.records}
    kinds: dict[str, int] = {}
    for key in sorted(keys):
        kind = key.partition(":")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    told = [f"{number} {RESTS_ON.get(kind, (kind, kind))[number > 1]}" for kind, number in kinds.items()]
    return ", ".join(told) or "no record yet"
