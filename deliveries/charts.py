"""Columns by month as SVG text: solid = in order, in the colour of risk = not. The table stands behind each chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from deliveries.selectors.figures import Figures, Month

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 320, 110, 24, 8, 20
INKS = {"good": "#4c535c", "bad": "#a8400f"}


@dataclass(frozen=True, slots=True)
class Column:
    """One month: how many were in order, how many were not."""

    label: str
    good: int
    bad: int

    @property
    def total(self) -> int:
        return self.good + self.bad


def columns(found: Sequence[Column], title: str) -> SafeString:
    """Stacked columns over a common scale; the largest month is written beside the axis."""
    most = max((one.total for one in found), default=0)
    if not most:
        return SafeString("")
    step = (WIDTH - LEFT) / len(found)
    drawn = "".join(_column(one, number, step, most) for number, one in enumerate(found))
    pieces = mark_safe(drawn)  # noqa: S308  (numbers, and names that are escaped)
    foot = HEIGHT - BOTTOM
    return format_html(
        '<svg class="chart columns" viewBox="0 0 {} {}" role="img"><title>{}</title>'
        '<line class="grid" stroke="#e0ddd6" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="axis-text" fill="#636971" font-size="10" x="{}" y="{}" text-anchor="end">{}</text>'
        '<line class="axis" stroke="#c3bfb6" x1="{}" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        WIDTH, HEIGHT, title, LEFT, WIDTH, TOP, TOP, LEFT - 4, TOP + 4, most, LEFT, WIDTH, foot, foot, pieces,
    )  # fmt: skip


def _column(one: Column, number: int, step: float, most: int) -> str:
    """One month as SVG, of numbers and its escaped name: three charts have up to 72 bars."""
    x, width, foot = LEFT + number * step + step * 0.2, step * 0.6, HEIGHT - BOTTOM
    room = foot - TOP
    good, bad = room * one.good / most, room * one.bad / most
    bars = "".join(
        f'<rect class="ink-{ink}" fill="{INKS[ink]}" '
        f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        for ink, y, height in (("bad", foot - good - bad, bad), ("good", foot - good, good))
        if height
    )
    return (
        f'{bars}<text class="axis-text" fill="#636971" font-size="10" x="{x + width / 2:.1f}" y="{HEIGHT - 6}" '
        f'text-anchor="middle">{escape(one.label)}</text>'
    )


def lots_chart(figures: Figures) -> SafeString:
    """Inspected lots: accepted as ordered, or not."""
    lots = figures.lots
    title = f"Inspected lots by month: {lots.accepted} of {lots.judged} accepted as ordered"
    return columns([Column(_name(m), m.lots.accepted, m.lots.judged - m.lots.accepted) for m in figures.months], title)


def lines_chart(figures: Figures) -> SafeString:
    """Order lines by the month they were due: on time, or not."""
    lines = figures.lines
    title = f"Order lines by month due: {lines.on_time} of {lines.lines} on time"
    found = [Column(_name(m), m.lines.on_time, m.lines.lines - m.lines.on_time) for m in figures.months]
    return columns(found, title)


def caught_chart(figures: Figures) -> SafeString:
    """Nonconformances: caught at the supplier, or escaped."""
    found = [Column(_name(m), m.nonconformances - m.escaped, m.escaped) for m in figures.months]
    escaped = sum(one.bad for one in found)
    title = f"Nonconformances by month: {sum(one.total for one in found)}, of them {escaped} escaped the supplier"
    return columns(found, title)


def _name(month: Month) -> str:
    return f"{month.first:%b}"
