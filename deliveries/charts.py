"""Columns by month as SVG text: solid = in order, in the colour of risk = not. The table stands behind each chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from deliveries.selectors.figures import Figures, Month

WIDTH, HEIGHT, TOP, RIGHT, BOTTOM = 240, 104, 8, 4, 20
"""In pixels, nearly as the page shows it (`.glance-charts`): what is drawn much larger or smaller has other letters
than the page around it."""
DIGIT, NAMED = 7, 2
"""Room for a digit beside the axis; every so many months has its name below, as twelve do not fit."""
INKS = {"good": "#4c535c", "bad": "#a8400f"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and what it shows, in words."""

    finding: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class Column:
    """One month: how many were in order, how many were not."""

    label: str
    good: int
    bad: int

    @property
    def total(self) -> int:
        return self.good + self.bad


def columns(found: Sequence[Column], finding: str) -> Chart | None:
    """Stacked columns over a common scale; the largest month is written beside the axis. None where all is nothing."""
    most = max((one.total for one in found), default=0)
    if not most:
        return None
    left = DIGIT * len(f"{most:,}") + DIGIT
    step = (WIDTH - RIGHT - left) / len(found)
    drawn = "".join(_column(one, left + number * step, step, most) for number, one in enumerate(found))
    names = "".join(
        _below(one, left + number * step, step) for number, one in enumerate(found) if _is_named(number, found)
    )
    pieces = mark_safe(drawn + names)  # noqa: S308  (numbers, and names that are escaped)
    foot = HEIGHT - BOTTOM
    picture = format_html(
        '<svg class="chart columns" viewBox="0 0 {} {}" role="img"><title>{}</title>'
        '<line class="grid" stroke="#e0ddd6" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="axis-text" fill="#636971" font-size="11" x="{}" y="{}" text-anchor="end">{}</text>'
        '<line class="axis" stroke="#c3bfb6" x1="{}" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        WIDTH, HEIGHT, finding, left, WIDTH, TOP, TOP, left - 4, TOP + 4, f"{most:,}", left, WIDTH, foot, foot, pieces,
    )  # fmt: skip
    return Chart(finding, picture)


def _is_named(number: int, found: Sequence[Column]) -> bool:
    """The last month has its name, and every second one before it."""
    return (len(found) - 1 - number) % NAMED == 0


def _column(one: Column, x: float, step: float, most: int) -> str:
    """One month as SVG: three charts have up to 72 bars."""
    room, foot = HEIGHT - BOTTOM - TOP, HEIGHT - BOTTOM
    good, bad = room * one.good / most, room * one.bad / most
    return "".join(
        f'<rect class="ink-{ink}" fill="{INKS[ink]}" '
        f'x="{x + step * 0.2:.1f}" y="{y:.1f}" width="{step * 0.6:.1f}" height="{height:.1f}"/>'
        for ink, y, height in (("bad", foot - good - bad, bad), ("good", foot - good, good))
        if height
    )


def _below(one: Column, x: float, step: float) -> str:
    return (
        f'<text class="axis-text" fill="#636971" font-size="11" x="{x + step / 2:.1f}" y="{HEIGHT - 6}" '
        f'text-anchor="middle">{escape(one.label)}</text>'
    )


def charts_of(figures: Figures) -> list[Chart]:
    """What was inspected, due and found by month; without those of which there is nothing."""
    return [chart for chart in (_lots(figures), _lines(figures), _caught(figures)) if chart]


def _lots(figures: Figures) -> Chart | None:
    """Inspected lots: accepted as ordered, or not."""
    lots = figures.lots
    found = [Column(_name(m), m.lots.accepted, m.lots.judged - m.lots.accepted) for m in figures.months]
    return columns(found, f"{_of(lots.accepted, lots.judged, 'inspected lot')} accepted as ordered")


def _lines(figures: Figures) -> Chart | None:
    """Order lines by the month they were due: on time, or not."""
    lines = figures.lines
    found = [Column(_name(m), m.lines.on_time, m.lines.lines - m.lines.on_time) for m in figures.months]
    return columns(found, f"{_of(lines.on_time, lines.lines, 'order line')} on time, by month due")


def _caught(figures: Figures) -> Chart | None:
    """Nonconformances: caught at the supplier, or escaped."""
    found = [Column(_name(m), m.nonconformances - m.escaped, m.escaped) for m in figures.months]
    escaped, total = sum(one.bad for one in found), sum(one.total for one in found)
    return columns(found, f"{_of(escaped, total, 'nonconformance')} escaped the supplier")


def _of(number: int, total: int, word: str) -> str:
    """`None of 8 inspected lots`, `1 of 1 order line`."""
    some = f"{number:,}" if number else "None"
    return f"{some} of {total:,} {word}{'' if total == 1 else 's'}"


def _name(month: Month) -> str:
    return f"{month.first:%b}"
