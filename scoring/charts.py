"""Charts as SVG text: solid = seen, outlined = claimed on paper, hatched = nobody knows.

Pages colour them by class (`static/css/components/scorecard.css`); the attributes are what the PDF shows. Figures come
in as integers and leave as text, so that the same facts draw the same bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from scoring.domain.words import day

PAGE_HATCH = "hatch"
"""The pattern that every page defines once (templates/components/defs.html)."""


class Ink(StrEnum):
    """How a bar is drawn."""

    SEEN = "seen"
    PAPER = "paper"
    UNKNOWN = "unknown"
    WEAK = "weak"
    MISSING = "missing"


ATTRIBUTES = {
    Ink.SEEN: 'fill="#4c535c"',
    Ink.PAPER: 'fill="#ffffff" stroke="#4c535c" stroke-width="1.5"',
    Ink.WEAK: 'fill="#a8400f"',
    Ink.MISSING: 'fill="none" stroke="#c3bfb6" stroke-dasharray="2 2"',
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar, in tenths of a percent of its width."""

    start: int
    width: int
    ink: Ink


def bar(segments: Sequence[Segment], label: str, *, marks: Sequence[int] = (), standalone: bool = False) -> SafeString:
    """A bar over the whole width; `marks` are thin lines (tenths of a percent). `standalone`: with own hatching."""
    hatch = f"hatch-{crc32(label.encode()):x}" if standalone else PAGE_HATCH
    pieces = format_html_join("", "{}", ((_rect(one, hatch),) for one in segments if one.width > 0))
    lines = format_html_join(
        "", '<line class="mark" stroke="#c3bfb6" x1="{0}%" x2="{0}%" y1="0" y2="14"/>', ((_percent(x),) for x in marks)
    )
    return format_html(
        '<svg class="bar" width="100%" height="14" role="img" aria-label="{}">{}{}{}</svg>',
        label,
        _pattern(hatch) if standalone else "",
        lines,
        pieces,
    )


def _pattern(name: str) -> SafeString:
    """Hatching of a drawing's own: in a document no drawing sees another's, and no two may have the same name."""
    return format_html(
        '<defs><pattern id="{}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch-line" stroke="#b9b4aa" stroke-width="1.6" d="M0 0v5"/></pattern></defs>',
        name,
    )


def _rect(one: Segment, hatch: str) -> SafeString:
    inset = one.ink in (Ink.PAPER, Ink.MISSING)
    look = format_html('fill="url(#{})"', hatch) if one.ink is Ink.UNKNOWN else mark_safe(ATTRIBUTES[one.ink])  # noqa: S308
    return format_html(
        '<rect class="bar-{}" {} x="{}%" width="{}%" y="{}" height="{}" rx="2"/>',
        one.ink.value,
        look,
        _percent(one.start),
        _percent(one.width),
        "2.75" if inset else "2",
        "8.5" if inset else "10",
    )


def _percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A rating on a day: score in tenths, the word that was shown, the model version."""

    on: date
    score: int
    likelihood: str
    model: int


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 460, 190, 28, 10, 12, 26


def trend(points: Sequence[TrendPoint], floors: Sequence[int], title: str) -> SafeString:
    """Score over time with the bands' floors; each point has the shape of its word, model changes are marked."""
    if not points:
        return mark_safe("")
    first, last = points[0].on.toordinal(), points[-1].on.toordinal()

    def x(on: date) -> int:
        return LEFT + (WIDTH - LEFT - RIGHT) * (on.toordinal() - first) // max(1, last - first)

    def y(score: int) -> int:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1_000 - score) // 1_000

    places = [(x(one.on), y(one.score), one) for one in points]
    return format_html(
        '<svg class="chart trend" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        _floors(floors, y),
        _line(places),
        _model_changes(places),
        format_html_join("", "{}", ((_shape(px, py, one),) for px, py, one in places)),
        _ends(places),
    )


def _floors(floors: Sequence[int], y: Callable[[int], int]) -> SafeString:
    return format_html_join(
        "",
        '<line class="grid" stroke="#e0ddd6" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="axis-text" fill="#636971" font-size="11" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, y(floor), y(floor), LEFT - 5, y(floor) + 4, floor // 10)
            for floor in sorted(set(floors))
        ),
    )


def _line(places: Sequence[tuple[int, int, TrendPoint]]) -> SafeString:
    path = " ".join(f"{px},{py}" for px, py, _ in places)
    return format_html(
        '<polyline class="trend-line" fill="none" stroke="#636971" stroke-width="1.5" points="{}"/>', path
    )


def _model_changes(places: Sequence[tuple[int, int, TrendPoint]]) -> SafeString:
    changes = [(here[0], here[2].model) for before, here in pairwise(places) if before[2].model != here[2].model]
    return format_html_join(
        "",
        '<line class="model-change" stroke="#636971" stroke-dasharray="3 3" x1="{0}" x2="{0}" y1="12" y2="164"/>'
        '<text class="axis-text" fill="#636971" font-size="11" x="{0}" y="10" text-anchor="middle">model {1}</text>',
        changes,
    )


def _shape(px: int, py: int, one: TrendPoint) -> SafeString:
    """Disc, diamond, ring, square or triangle: the word never depends on colour."""
    drawings = {
        "low": f'<circle cx="{px}" cy="{py}" r="4.5" fill="#23704d"',
        "moderate": f'<path d="M{px} {py - 5}l5 5-5 5-5-5z" fill="#7d580a"',
        "unproven": f'<circle cx="{px}" cy="{py}" r="4" fill="#ffffff" stroke="#5f6770" stroke-dasharray="3 2"',
        "high": f'<rect x="{px - 4}" y="{py - 4}" width="8" height="8" fill="#a8400f"',
        "critical": f'<path d="M{px} {py - 5}l5.5 10h-11z" fill="#9d1c3a"',
    }
    drawing = mark_safe(drawings[one.likelihood])  # noqa: S308  (integers and our own words)
    return format_html('{} class="point-{}"/>', drawing, one.likelihood)


def mark(likelihood: str) -> SafeString:
    """The shape of a rating's word by itself, as large as the text around it."""
    shape = _shape(6, 6, TrendPoint(date.min, 0, likelihood, 0))
    return format_html('<svg class="mark" viewBox="0 0 12 12" role="presentation">{}</svg>', shape)


def _ends(places: Sequence[tuple[int, int, TrendPoint]]) -> SafeString:
    """The first and the last day under the chart."""
    first, last = places[0][2].on, places[-1][2].on
    rows = [(LEFT, "start", first)] + ([(WIDTH - RIGHT, "end", last)] if last != first else [])
    return format_html_join(
        "",
        '<text class="axis-text" fill="#636971" font-size="11" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((at, HEIGHT - 6, anchor, day(when)) for at, anchor, when in rows),
    )


def curve(breakpoints: Sequence[tuple[int, int]], label: str) -> SafeString:
    """A model's curve as a small line: share from left to right, points upwards."""
    path = " ".join(f"{2 + share * 116 // 1_000_000},{38 - points * 36 // 100_000}" for share, points in breakpoints)
    return format_html(
        '<svg class="curve" viewBox="0 0 120 40" width="120" height="40" role="img" aria-label="{}">'
        '<path class="grid" stroke="#e0ddd6" d="M2 38H118M2 2H118" fill="none"/>'
        '<polyline class="trend-line" fill="none" stroke="#636971" stroke-width="1.5" points="{}"/></svg>',
        label,
        path,
    )
