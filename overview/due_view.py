"""What falls due by month as words, table and links: each number leads to the list that it counts."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from overview.domain.months import Bar, Due, Span
from overview.labels import DUE_LABELS
from scoring.domain.words import MONTHS

_LISTS: dict[Due, tuple[str, dict[str, str], dict[str, str]]] = {
    Due.CERTIFICATE: ("certificates:list", {}, {"show": "lapsed"}),
    Due.VERIFICATION: ("certificates:list", {"show": "verification"}, {"show": "verification"}),
    Due.AUDIT: ("audits:list", {"state": "planned"}, {"overdue": "on"}),
    Due.FINDING: ("audits:findings", {"state": "open"}, {"overdue": "on"}),
    Due.ACTION: ("audits:capas", {"turn": "answers"}, {"overdue": "on"}),
    Due.DOCUMENT: ("suppliers:documents", {}, {"within": "0"}),
}
"""Of each kind: its list, what narrows it in a month, what narrows it to the overdue."""


@dataclass(frozen=True)
class DueCell:
    """A number with the list behind it."""

    number: int
    url: str
    head: str
    name: str


@dataclass(frozen=True)
class DueRow:
    """A bar as a row of the table."""

    label: str
    is_overdue: bool
    cells: tuple[DueCell, ...]
    total: int


def due_rows(bars: tuple[Bar, ...]) -> list[DueRow]:
    """The table behind the bars."""
    rows = []
    for bar in bars:
        label = span_label(bar.span)
        cells = tuple(
            DueCell(number, list_url(kind, bar.span), DUE_LABELS[kind], f"{DUE_LABELS[kind]}, {label}: {number}")
            for kind, number in bar.counts
        )
        rows.append(DueRow(label, bar.span.is_overdue, cells, bar.total))
    return rows


def list_url(kind: Due, span: Span) -> str:
    """The list of a kind, narrowed to a span."""
    name, ahead, late = _LISTS[kind]
    if span.since is not None:
        chosen = {**ahead, "since": span.since.isoformat(), "until": span.until.isoformat()}
    elif kind is Due.VERIFICATION:
        chosen = {**late, "until": span.until.isoformat()}
    else:
        chosen = late
    return f"{reverse(name)}?{urlencode(chosen)}"


def span_label(span: Span) -> str:
    """`Nov 2026`, or that it is past."""
    return "Overdue" if span.month is None else month_label(span.month)


def month_label(month: date) -> str:
    """`Nov 2026`."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def due_title(bars: tuple[Bar, ...]) -> str:
    """The finding in words."""
    late, ahead = bars[0].total, sum(bar.total for bar in bars[1:])
    if not late and not ahead:
        return "Nothing falls due within twelve months"
    busiest = max(bars[1:], key=lambda bar: bar.total)
    most = f", most of it in {span_label(busiest.span)} ({busiest.total:,})" if busiest.total else ""
    return f"{late:,} overdue; {ahead:,} due within twelve months{most}"
