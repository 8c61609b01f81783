"""A row of a list on the start page, drawn in Python as those of other lists are."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.markup import shortened
from common.templatetags.ui import day
from start.selectors import DeskRow
from suppliers.templatetags.evidence import rating

register = template.Library()

ROW = """<li>
  <span class="grow"><a class="strong" href="{}" dir="auto">{}</a>
    <span class="reason-sub" dir="auto">{}</span></span>
  {}
</li>
"""


@register.simple_tag
def desk_row(row: DeskRow, today: date) -> SafeString:
    """One thing to do, with the rating of its supplier or the day by which it is due."""
    return format_html(ROW, row.url, shortened(row.title, 110), shortened(row.about, 140), _state(row, today))


def _state(row: DeskRow, today: date) -> SafeString | str:
    if row.supplier:
        return format_html("<span>{}</span>", rating(row.supplier))
    return format_html("<span>{}</span>", day(row.due_on, today)) if row.due_on else ""
