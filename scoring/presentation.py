"""A scorecard as rows of words, links and figures: what page, panel and PDF show. Nothing is computed a second time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.safestring import SafeString

from scoring.charts import Ink, Segment, bar
from scoring.domain.fixed import FULL_POINTS, percent
from scoring.domain.model import Likelihood, Nature
from scoring.domain.reasons import is_weak, weakness
from scoring.domain.scorecard import Cap, ClauseGap, IndicatorResult, PillarResult, Scorecard, State, UsedRecord
from scoring.domain.words import day, points_text, tenths_text
from scoring.labels import CRITICALITY_LABELS, LIKELIHOOD_LABELS, SOURCE_LABELS, STATE_LABELS
from scoring.links import record_name, record_url
from scoring.sentences import check_sentence, indicator_sentence

ICONS = {
    "certification": "award",
    "practice": "clipboard-list",
    "follow_through": "refresh-ccw",
    "delivered": "package",
    "capability": "wrench",
    "traceability": "link",
}
TONES = {
    Likelihood.LOW: "good",
    Likelihood.MODERATE: "warn",
    Likelihood.UNPROVEN: "unknown",
    Likelihood.HIGH: "bad",
    Likelihood.CRITICAL: "worst",
}
WEAK_UNDER = 50_000
CLOSE = 3_000


@dataclass(frozen=True)
class RecordLine:
    """One record behind a point."""

    name: str
    url: str
    told: str


@dataclass(frozen=True)
class PointRow:
    """One indicator with what it is worth. `lost` is empty when the evidence itself costs nothing."""

    key: str
    label: str
    icon: str
    state: State
    state_label: str
    told: str
    contribution: str
    possible: str
    lost: str
    points: str
    confidence: int
    records: tuple[RecordLine, ...]
    telling: RecordLine | None
    """The record that says it best: of what costs points the most adverse one, else the newest."""
    checks: tuple[str, ...]


@dataclass(frozen=True)
class PillarRow:
    """One pillar: its meter (`value` None is hatched), its step in the waterfall, its indicators."""

    key: str
    label: str
    icon: str
    value: float | None
    value_text: str
    confidence: int
    is_paper: bool
    tone: str
    contribution: str
    possible: str
    step: SafeString
    rows: tuple[PointRow, ...]

    @property
    def is_asked(self) -> bool:
        """Whether anything of it applies."""
        return len(self.aside) < len(self.rows) or not self.rows

    @property
    def seen(self) -> list[PointRow]:
        """What was measured, and certificates whatever is known of them."""
        return [row for row in self.rows if row.state is State.MEASURED or row.checks]

    @property
    def unseen(self) -> list[PointRow]:
        """What nobody has looked at."""
        return [row for row in self.rows if row.state is State.NO_EVIDENCE and not row.checks]

    @property
    def aside(self) -> list[PointRow]:
        """What is not applicable."""
        return [row for row in self.rows if row.state is State.NOT_APPLICABLE]


@dataclass(frozen=True)
class CapRow:
    """A cap with its link and what lifts it; `holds` when the rating stands where it is because of it."""

    key: str
    limit: Likelihood
    limit_label: str
    reason: str
    url: str
    lifts_when: str
    holds: bool


@dataclass(frozen=True)
class GapRow:
    """Paper beside practice for one clause group; None is not seen."""

    name: str
    paper: float | None
    practice: float | None
    paper_text: str
    practice_text: str
    gap_text: str


@dataclass(frozen=True)
class Improvement:
    """An action with its gain."""

    text: str
    gain: str


@dataclass(frozen=True)
class Flag:
    """Something to look at."""

    text: str
    url: str


@dataclass(frozen=True)
class CardView:
    """Everything that a page or a document says of one rating."""

    card: Scorecard
    likelihood: Likelihood
    word: str
    tone: str
    score: str
    confidence: int
    band_word: str
    """What the score alone would say, where a limit or what was measured says worse."""
    criticality: str
    headline: str
    next_step: str
    pillars: tuple[PillarRow, ...]
    caps: tuple[CapRow, ...]
    gap: GapRow
    gap_title: str
    groups: tuple[GapRow, ...]
    improvements: tuple[Improvement, ...]
    flags: tuple[Flag, ...]
    top: tuple[PointRow, ...] = field(default=())
    records: int = 0
    coverage_text: str = ""

    @property
    def on(self) -> date:
        """The day of the rating."""
        return self.card.on


def card_view(card: Scorecard, *, standalone: bool = False) -> CardView:
    """The view of a card. `standalone` draws bars that bring their own hatching (documents)."""
    pillars = _pillars(card, standalone)
    rows = [row for pillar in pillars for row in pillar.rows]
    return CardView(
        card=card,
        likelihood=card.likelihood,
        word=LIKELIHOOD_LABELS[card.likelihood],
        tone=TONES[card.likelihood],
        score=tenths_text(card.score),
        confidence=card.confidence // 10_000,
        band_word=LIKELIHOOD_LABELS[card.band].lower() if card.band.rank < card.likelihood.rank else "",
        criticality=CRITICALITY_LABELS[card.criticality],
        headline=card.headline,
        next_step=card.next_step,
        pillars=pillars,
        caps=tuple(_cap(cap, card) for cap in card.caps),
        gap=_gap_row("All of it", card.gap.paper, card.gap.practice, card.gap.points),
        gap_title=gap_title(card),
        groups=tuple(_group(one) for one in card.gap.groups),
        improvements=tuple(Improvement(one.text, f"+{tenths_text(one.gain)}") for one in card.improvements),
        flags=tuple(Flag(one.text, record_url(one.record)) for one in card.flags),
        top=_top(card, rows),
        records=len({used.record for one in card.indicators for used in one.records}),
        coverage_text=coverage_text(card),
    )


def _pillars(card: Scorecard, standalone: bool) -> tuple[PillarRow, ...]:
    rows = []
    start = 0
    for pillar in card.pillars:
        rows.append(_pillar(pillar, card, start, standalone))
        start += pillar.contribution
    return tuple(rows)


def _pillar(pillar: PillarResult, card: Scorecard, start: int, standalone: bool) -> PillarRow:
    mine = [one for one in card.indicators if one.pillar == pillar.key]
    is_paper = bool(mine) and all(one.nature is Nature.PAPER for one in mine)
    known = pillar.state is State.MEASURED
    icon = ICONS.get(pillar.key, "circle")
    return PillarRow(
        key=pillar.key,
        label=pillar.label,
        icon=icon,
        value=pillar.points / 1_000 if known else None,
        value_text=points_text(pillar.points) if known else "–",
        confidence=pillar.confidence // 10_000,
        is_paper=is_paper,
        tone="weak" if known and pillar.points < WEAK_UNDER else "",
        contribution=tenths_text(pillar.contribution),
        possible=tenths_text(pillar.possible),
        step=_step(pillar, mine, start, is_paper, standalone),
        rows=tuple(_point(one, icon) for one in mine),
    )


def _step(
    pillar: PillarResult, mine: Sequence[IndicatorResult], start: int, is_paper: bool, standalone: bool
) -> SafeString:
    """The pillar's step in the waterfall: what evidence brought, what the prior lends, what is missing."""
    seen = sum(one.contribution for one in mine if one.state is State.MEASURED)
    lent = pillar.contribution - seen
    segments = [
        Segment(start, seen, Ink.PAPER if is_paper else Ink.SEEN),
        Segment(start + seen, lent, Ink.UNKNOWN),
        Segment(start + pillar.contribution, pillar.possible - pillar.contribution, Ink.MISSING),
    ]
    got, most = tenths_text(pillar.contribution), tenths_text(pillar.possible)
    label = f"{pillar.label}: {got} of {most} points, {tenths_text(lent)} of them without evidence"
    return bar(segments, label, standalone=standalone)


def _point(one: IndicatorResult, icon: str) -> PointRow:
    lost = one.possible - one.contribution
    used = _by_record(one.records)
    return PointRow(
        key=one.key,
        label=one.label,
        icon=icon,
        state=one.state,
        state_label=STATE_LABELS[one.state],
        told=indicator_sentence(one),
        contribution=tenths_text(one.contribution),
        possible=tenths_text(one.possible),
        lost=tenths_text(-lost) if lost and is_weak(one) else "",
        points=points_text(one.points),
        confidence=one.confidence // 10_000,
        records=tuple(_record(each, one) for each in used),
        telling=_telling(used, one),
        checks=tuple(check_sentence(check) for check in one.checks),
    )


def _telling(used: Sequence[UsedRecord], one: IndicatorResult) -> RecordLine | None:
    if not used:
        return None
    if not is_weak(one):
        return _record(used[0], one)
    return _record(max(used, key=lambda each: (each.of > each.good, not each.replaced, each.of - each.good)), one)


def _by_record(records: Sequence[UsedRecord]) -> list[UsedRecord]:
    """One line per record and day, newest first: an audit's groups of questions are told together."""
    lines: dict[tuple[str, date | None], UsedRecord] = {}
    for used in records:
        known = lines.get((used.record, used.on))
        lines[used.record, used.on] = used if known is None else _together(known, used)
    return sorted(lines.values(), key=lambda used: (used.on or date.min, used.record), reverse=True)


def _together(known: UsedRecord, more: UsedRecord) -> UsedRecord:
    notes = [note for note in (known.note, more.note) if note]
    return replace(
        known,
        good=known.good + more.good,
        of=known.of + more.of,
        counts=(known.counts * known.of + more.counts * more.of) // (known.of + more.of),
        replaced=known.replaced or more.replaced,
        disclosed=known.disclosed and more.disclosed,
        note="; ".join(dict.fromkeys(notes)),
    )


def _record(used: UsedRecord, one: IndicatorResult) -> RecordLine:
    parts = [SOURCE_LABELS[used.source]] if used.source else []
    if used.on:
        parts.append(day(used.on))
    if not used.disclosed:
        parts.append("asked, not disclosed")
    elif used.source:
        in_points = one.unit == "audits"
        parts.append(f"{used.good} of {used.of}{' points' if in_points else ''}")
    if used.note:
        parts.append(used.note)
    if used.source and used.counts < 990_000:
        parts.append(f"counts {percent(used.counts)} %" + (" (answered by a later check)" if used.replaced else ""))
    return RecordLine(record_name(used.record), record_url(used.record), " · ".join(parts))


def _top(card: Scorecard, rows: Sequence[PointRow]) -> tuple[PointRow, ...]:
    """The measured indicators that cost most, then those that bring most: five in all."""
    measured = {one.key: one for one in card.indicators if one.state is State.MEASURED}
    known = [row for row in rows if row.key in measured]
    weak = [row for row in known if is_weak(measured[row.key])]
    losses = sorted(weak, key=lambda row: weakness(measured[row.key]), reverse=True)[:3]
    gains = sorted(
        (row for row in known if row not in losses), key=lambda row: measured[row.key].contribution, reverse=True
    )
    return tuple(losses + gains[: 5 - len(losses)])


def _cap(cap: Cap, card: Scorecard) -> CapRow:
    return CapRow(
        key=cap.key,
        limit=cap.limit,
        limit_label=LIKELIHOOD_LABELS[cap.limit],
        reason=cap.reason,
        url=record_url(cap.record),
        lifts_when=cap.lifts_when,
        holds=cap.limit is card.likelihood and cap.limit is not Likelihood.UNPROVEN,
    )


def _group(one: ClauseGap) -> GapRow:
    return _gap_row(f"{one.group} {one.label}", one.paper, one.practice, one.gap)


def _gap_row(name: str, paper: int | None, practice: int | None, gap: int | None) -> GapRow:
    return GapRow(
        name=name,
        paper=_whole(paper),
        practice=_whole(practice),
        paper_text="not seen" if paper is None else points_text(paper),
        practice_text="not seen" if practice is None else points_text(practice),
        gap_text="not yet measurable" if gap is None else points_text(gap).replace("-", "−"),
    )


def _whole(points: int | None) -> float | None:
    return None if points is None else min(points, FULL_POINTS) / 1_000


def gap_title(card: Scorecard) -> str:
    """The finding of the paper–practice gap in words."""
    points = card.gap.points
    if points is None:
        missing = "practice" if card.gap.practice is None else "paper"
        return f"Paper against practice: not yet measurable, no {missing} seen"
    if abs(points) < CLOSE:
        return "Paper and practice agree"
    if points < 0:
        return f"Practice is ahead of paper by {points_text(-points)} points"
    widest = max((one for one in card.gap.groups if one.gap is not None), key=lambda one: one.gap or 0, default=None)
    where = f", widest at {widest.group} {widest.label.lower()}" if widest and (widest.gap or 0) > points else ""
    return f"Paper is ahead of practice by {points_text(points)} points{where}"


def coverage_text(card: Scorecard) -> str:
    """Incoming-inspection coverage with its interval, and how many more receipts would settle it."""
    found = card.coverage
    if found is None:
        return ""
    share = percent(found.covered * 1_000_000 // found.receipts)
    text = (
        f"{found.covered} of {found.receipts} receipts with an inspection record: {share} %, "
        f"between {percent(found.lower)} % and {percent(found.upper)} %"
    )
    if found.more_to_sample:
        text += f"; {found.more_to_sample} more receipts would settle it"
    return text + "."
