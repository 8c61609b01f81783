"""A row of what is missing, drawn in Python: fifty of them are the page."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from common.addresses import numbered
from common.templatetags.ui import day
from scoring.missing_view import RowView
from scoring.models import RequirementItem
from suppliers.domain.profiles.terms import Standing

register = template.Library()

ROW = """<tr{late}>
  <td><a class="row-link" href="{url}#item-{pk}">{title}</a><span class="sub">{kind}</span></td>
  <td data-label="Supplier"><div><bdi>{supplier}</bdi><span class="sub" dir="auto">{scope} · {owner}</span></div></td>
  <td data-label="Duty">{duty}</td>
  <td data-label="State"><div><span class="chip chip-{tone}">{state}</span>{note}</div></td>
  <td class="num" data-label="Due">{since}{due}</td>
  <td data-label="Next step">{step}</td></tr>
"""
SINCE = {Standing.HELD.value: "", Standing.WAIVED.value: "until "}


@register.simple_tag
def requirement_row(row: RowView, user: User, today: date) -> SafeString:
    """One requirement, whose it is, and the next step, which is a link for whoever may take it."""
    item = row.item
    return format_html(
        ROW,
        late=mark_safe(' class="is-late"') if row.is_late else "",
        url=numbered("scoring:requirements", item.supplier_id),
        pk=item.pk,
        title=row.title,
        kind=item.get_kind_display(),
        supplier=item.supplier.legal_name,
        scope=item.scope_label,
        owner=item.supplier.owner,
        duty=item.get_duty_display(),
        tone=row.tone,
        state=row.state,
        note=format_html('<span class="sub">{}</span>', item.note) if item.note else "",
        since=SINCE.get(item.standing, "since "),
        due=_due(item, today),
        step=_step(row, user),
    )


def _due(item: RequirementItem, today: date) -> SafeString:
    return day(item.due_on, today) if item.standing == Standing.HELD.value else day(item.due_on)


def _step(row: RowView, user: User) -> SafeString | str:
    if row.step is None:
        return "–"
    if user.can(row.step.permission):
        return format_html('<a class="small" href="{}">{}</a>', row.step.url, row.step.text)
    return format_html('<span class="small muted">{}</span>', row.step.text)
