"""Rows of what is missing and lines of a checklist, drawn in Python: fifty of them are the page."""

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from common.addresses import numbered
from common.days import NO_DAY
from common.templatetags.ui import day, icon
from scoring.missing_view import LineView, RowView
from scoring.models import RequirementItem
from suppliers.domain.profiles.terms import RequirementKind, Standing
from suppliers.models import ProfileRule

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


LINE = """<li id="item-{pk}" class="ask{met}">
  <span class="ask-mark ask-{tone}">{mark}</span>
  <div class="ask-what"><p><span class="strong">{title}</span> {duty}</p>
    <p class="small muted">{record}{around}</p>
    <details class="ask-why"><summary>Who asks for it</summary><ul class="small">{rules}</ul></details></div>
  <div class="ask-state"><span class="chip chip-{tone}">{state}</span><span class="small tnum">{due}</span></div>
  {buttons}
</li>
"""
RULE = '<li><a href="{}">{}{}</a> of {} <span class="muted">({})</span></li>'


@register.simple_tag
def requirement_line(line: LineView, today: date, *, with_buttons: bool) -> SafeString:
    """One requirement of a supplier: what is there, who asks for it, and what this person may do about it."""
    item = line.item
    has_duty = item.kind != RequirementKind.CLAUSES.value
    return format_html(
        LINE,
        pk=item.pk,
        met=" is-met" if line.is_met else "",
        tone=line.tone,
        mark=icon("check", label="There") if line.is_met else icon("x", label="Not there"),
        title=line.title,
        duty=format_html('<span class="small muted">{}</span>', item.get_duty_display().lower()) if has_duty else "",
        record=format_html('<a href="{}">{}</a> ', line.record_url, line.record) if line.record_url else "",
        around=_around(line),
        rules=format_html_join("", RULE, (_rule(rule) for rule in line.rules)),
        state=line.state,
        due=_line_due(item, today),
        buttons=_buttons(line) if with_buttons else "",
    )


def _around(line: LineView) -> SafeString:
    """What was noted, the audit that is planned, and the waiver, as sentences."""
    parts: list[SafeString | str] = [line.item.note]
    if audit := line.planned:
        how = audit.get_strength_display().lower()
        link = format_html('<a href="{}">Planned for {}</a>', audit.get_absolute_url(), _plain_day(audit.planned_on))
        parts.append(format_html("{}, {}", link, how))
    if waiver := line.waiver:
        state = waiver.get_state_display().lower()
        parts.append(format_html('<a href="{}">Waiver: {}</a>', waiver.get_absolute_url(), state))
    return format_html_join(". ", "{}", ((part,) for part in parts if part))


def _rule(rule: ProfileRule) -> tuple[str, ...]:
    how_often = f", every {rule.months} months" if rule.months else ""
    return numbered("suppliers:rule", rule.pk), rule.subject_text, how_often, rule.condition_text, rule.source


def _line_due(item: RequirementItem, today: date) -> SafeString | str:
    if item.standing == Standing.HELD.value:
        return day(item.due_on, today) if item.due_on.year < NO_DAY.year else ""
    return SINCE.get(item.standing, "since ") + _plain_day(item.due_on)


def _plain_day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def _buttons(line: LineView) -> SafeString:
    step = (line.step.url, "", line.step.text) if line.step else ("", "", "")
    offered = (step, (line.mailto, " btn-quiet", "Ask by mail"), (line.waive_url, " btn-quiet", "Set aside"))
    drawn = format_html_join("", '<a class="btn btn-small{1}" href="{0}">{2}</a>', (one for one in offered if one[0]))
    return format_html('<div class="ask-do">{}</div>', drawn)
