"""Words of deliveries in templates."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from deliveries import words
from deliveries.domain.lots import Share
from deliveries.selectors.figures import Figures, Month
from suppliers.models import Supplier

register = template.Library()


MONTH = (
    '<tr><th scope="row" class="nowrap">{month}</th>'
    '<td class="num"><a href="{lots}?supplier={supplier}&amp;month={key}">{accepted} of {judged}</a></td>'
    '<td class="num">{concession}</td><td class="num">{rejected}</td>'
    '<td class="num">{inspected}</td><td class="num">{nonconforming}</td>'
    '<td class="num"><a href="{lines}?supplier={supplier}&amp;month={key}">{on_time} of {due}</a></td>'
    '<td class="num"><a href="{found}?supplier={supplier}&amp;month={key}">{caught}</a></td>'
    '<td class="num">{escaped}</td></tr>'
)


@register.simple_tag
def month_rows(figures: Figures, supplier: Supplier) -> SafeString:
    """The figures by month, each with the way to its records. In Python: twelve rows have 150 values."""
    names = {"lots": "deliveries:lots", "lines": "deliveries:list", "found": "deliveries:nonconformances"}
    links = {key: reverse(name) for key, name in names.items()}
    rows = (format_html(MONTH, **_month(month), **links, supplier=supplier.pk) for month in figures.months)
    return mark_safe("".join(rows))  # noqa: S308  (each row is safe)


def _month(month: Month) -> dict[str, Any]:
    lots, lines = month.lots, month.lines
    return {
        "month": f"{month.first:%b %Y}",
        "key": month.key,
        "accepted": lots.accepted,
        "judged": lots.judged,
        "concession": lots.concession,
        "rejected": lots.rejected,
        "inspected": f"{lots.inspected:,}",
        "nonconforming": f"{lots.nonconforming:,}",
        "on_time": lines.on_time,
        "due": lines.lines,
        "caught": month.nonconformances,
        "escaped": month.escaped,
    }


@register.simple_tag
def quantity(value: Any, unit: str = "") -> str:
    """An amount with its unit."""
    return words.quantity(value, unit)


@register.filter
def share(value: Share) -> str:
    """A share with its interval."""
    return words.share_words(value)


@register.filter
def interval(value: Share) -> str:
    """The interval of a share."""
    return words.interval_words(value)


@register.filter
def percent(value: Share) -> str:
    """A share as percent."""
    return words.share_percent(value)


@register.filter
def ppm(value: Share) -> str:
    """A share as parts per million."""
    return words.ppm_words(value)


@register.filter
def ppm_interval(value: Share) -> str:
    """The interval of a share in parts per million."""
    return words.ppm_interval_words(value)


@register.filter
def permille(value: int | None) -> str:
    """Thousandths as percent."""
    return words.permille(value)
