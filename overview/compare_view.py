"""The comparison in words and bars, for page and document."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from overview.domain.comparison import Line, Place, Value, lines_of
from overview.selectors.compare import Compared
from scoring.charts import Ink, Segment, TrendPoint, bar, trend
from scoring.domain.scorecard import Scorecard
from scoring.domain.words import points_text, tenths_text
from scoring.links import record_url
from scoring.presentation import CardView, card_view

PLACES = {Place.BEST: "best", Place.WORST: "lowest", Place.UNSEEN: "nobody looked", Place.NOT_ASKED: "not asked"}
WEAK_UNDER = 50_000


@dataclass(frozen=True)
class Cell:
    """A value with its bar and, in words, its place in the line."""

    text: str
    bar: SafeString
    confidence: int
    place: str
    word: str


@dataclass(frozen=True)
class LineView:
    """A pillar or indicator over all columns."""

    label: str
    is_pillar: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A supplier by one scope."""

    compared: Compared
    card: CardView
    trend: SafeString
    trend_text: str
    caps: tuple[tuple[str, str], ...]


def columns_of(rows: Sequence[Compared], *, standalone: bool = False) -> tuple[list[Column], list[LineView]]:
    """Columns and lines. `standalone` draws bars that bring their own hatching (documents)."""
    cards = [one.rating.snapshot.card for one in rows]
    columns = [_column(one, card) for one, card in zip(rows, cards, strict=True)]
    names = [one.rating.supplier.legal_name for one in rows]
    return columns, [_line(line, names, standalone) for line in lines_of(cards)]


def _column(one: Compared, card: Scorecard) -> Column:
    points = [TrendPoint(month, score, word, 0) for month, score, word in one.months]
    told = _trend_text(one)
    caps = tuple((cap.reason, record_url(cap.record)) for cap in card.caps)
    return Column(one, card_view(card), trend(points, [0, 500, 1_000], told), told, caps)


def _trend_text(one: Compared) -> str:
    if len(one.months) < 2:
        return "One month so far"
    first, last = one.months[0][1], one.months[-1][1]
    if first == last:
        return f"Unchanged at {tenths_text(last)}"
    return f"{'Up' if last > first else 'Down'} {tenths_text(abs(last - first))} in {len(one.months)} months"


def _line(line: Line, names: Sequence[str], standalone: bool) -> LineView:
    cells = (_cell(value, f"{name}, {line.label}", standalone) for value, name in zip(line.values, names, strict=True))
    return LineView(line.label, line.is_pillar, tuple(cells))


def _cell(value: Value, name: str, standalone: bool) -> Cell:
    word = PLACES.get(value.place, "")
    if value.points is None:
        segments = [Segment(0, 1_000, Ink.UNKNOWN if value.place is Place.UNSEEN else Ink.MISSING)]
        return Cell("–", bar(segments, f"{name}: {word}", standalone=standalone), 0, value.place.value, word)
    width = round(value.points / 100)
    ink = Ink.WEAK if value.points < WEAK_UNDER else Ink.SEEN
    text = points_text(value.points)
    label = f"{name}: {text} of 100, confidence {value.confidence} %{f', {word}' if word else ''}"
    drawn = bar([Segment(0, width, ink), Segment(width, 1_000 - width, Ink.MISSING)], label, standalone=standalone)
    return Cell(text, drawn, value.confidence, value.place.value, word)
