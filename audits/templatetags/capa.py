"""How a corrective action shows its state: who must act, and how well founded that is. Rows are drawn in Python: fifty
of them are the page."""

from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from audits.domain.capa import Stage, State
from audits.labels_capa import CAPA_STAGE_LABELS
from audits.models import Capa
from common.templatetags.ui import day, pick

register = template.Library()

_STATE_WORDS = {State.OPEN: "answer awaited", State.SUBMITTED: "awaiting review", State.REJECTED: "rejected"}
_STATE_TONES = {State.OPEN: "open", State.SUBMITTED: "accent", State.REJECTED: "bad"}


@register.filter
def is_late(capa: Capa, on: date) -> bool:
    """An answer is awaited and its day has passed."""
    return capa.is_overdue(on)


ROW = """<tr{late}>
  <td class="nowrap">{box}<a class="row-link" href="{url}">{number}</a>{round}</td>
  {found}
  <td data-label="Severity">{severity}</td>
  <td data-label="Step"><span>{step}</span></td>
  <td{turn_label}><span dir="auto">{turn}</span></td>
  <td class="num" data-label="{due_label}">{due}</td>
  <td class="num hide-phone" data-label="Opened">{opened}</td>
</tr>
"""
FOUND = '<td data-label="What was found"><span dir="auto">{}</span></td>'
SUPPLIER = '<td data-label="Supplier"><span dir="auto">{}</span><span class="sub" dir="auto">{}</span></td>'


@register.simple_tag
def capa_row(capa: Capa, today: date, *, with_supplier: bool = False, with_box: Any = False) -> SafeString:
    """One corrective action; `with_supplier`: whose it is as well, `with_box`: it can be ticked."""
    return format_html(
        ROW,
        late=mark_safe(' class="is-late"') if capa.is_overdue(today) else "",
        box=pick(capa, capa.number) if with_box else "",
        url=capa.get_absolute_url(),
        number=capa.number,
        round=format_html('<span class="sub">round {}</span>', capa.round_number) if capa.round_number > 1 else "",
        found=format_html(SUPPLIER, capa.supplier, truncatechars(capa.statement, 80))
        if with_supplier
        else format_html(FOUND, truncatechars(capa.statement, 110)),
        severity=capa.get_severity_display(),
        step=state_chip(capa),
        turn_label="" if capa.has_ended else mark_safe(' data-label="Whose turn"'),
        turn=whose_turn(capa),
        due_label="Ended" if capa.has_ended else "Due",
        due=_due(capa, today),
        opened=day(capa.opened_on),
    )


def _due(capa: Capa, today: date) -> SafeString:
    if capa.has_ended:
        return day(capa.ended_on)
    return day(capa.due_on, today, soon=7) if capa.is_answer_awaited else day(capa.due_on)


@register.simple_tag
def state_chip(capa: Capa) -> SafeString:
    """The step with its state; verified closing is solid, everything else says what is missing."""
    stage = Stage(capa.stage)
    if stage is Stage.CLOSED:
        return format_html('<span class="claim claim-{}">{}</span>', "solid", "Closed, effectiveness verified")
    if stage is Stage.CANCELLED:
        return format_html('<span class="chip">{}</span>', CAPA_STAGE_LABELS[stage])
    if stage is Stage.CLOSURE:
        return format_html('<span class="chip chip-good">{}</span>', "Effective, to be closed")
    state = State(capa.state)
    step = CAPA_STAGE_LABELS[stage]
    return format_html('{} <span class="chip chip-{}">{}</span>', step, _STATE_TONES[state], _STATE_WORDS[state])


@register.simple_tag
def whose_turn(capa: Capa) -> str:
    """The name of whoever must act now."""
    if capa.has_ended:
        return ""
    if not capa.is_answer_awaited or capa.current_step is None:
        return str(capa.reviewer)
    return str(capa.current_step.owner or capa.current_step.contact)
