"""How a corrective action shows its state: who must act, and how well founded that is. Rows are drawn in Python: fifty
of them are the page."""

from datetime import date
from functools import cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from audits.domain.capa import Stage, State
from audits.labels_capa import CAPA_STAGE_LABELS
from audits.models import Capa
from common.markup import shortened
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
def capa_row(capa: Any, today: date, *, with_supplier: bool = False, with_box: Any = False) -> SafeString:
    """One of `capas_for_page`; `with_supplier`: whose it is as well, `with_box`: it can be ticked."""
    ended, awaited = capa.has_ended, capa.is_answer_awaited
    words = capa.told_finding or capa.told_nonconformance
    turn = (awaited and capa.told_owner) or capa.told_reviewer
    return format_html(
        ROW,
        late=mark_safe(' class="is-late"') if capa.is_overdue(today) else "",
        box=pick(capa, capa.number) if with_box else "",
        url=capa.get_absolute_url(),
        number=capa.number,
        round=format_html('<span class="sub">round {}</span>', capa.round_number) if capa.round_number > 1 else "",
        found=format_html(SUPPLIER, capa.supplier, shortened(words, 80))
        if with_supplier
        else format_html(FOUND, shortened(words, 110)),
        severity=capa.get_severity_display(),
        step=_chip(Stage(capa.stage), State(capa.state)),
        turn_label="" if ended else mark_safe(' data-label="Whose turn"'),
        turn="" if ended else turn,
        due_label="Ended" if ended else "Due",
        due=day(capa.ended_on) if ended else day(capa.due_on, today, soon=7) if awaited else day(capa.due_on),
        opened=day(capa.opened_on),
    )


@register.simple_tag
def state_chip(capa: Capa) -> SafeString:
    """The step with its state; verified closing is solid, everything else says what is missing."""
    return _chip(Stage(capa.stage), State(capa.state))


@cache
def _chip(stage: Stage, state: State) -> SafeString:
    if stage is Stage.CLOSED:
        return format_html('<span class="claim claim-{}">{}</span>', "solid", "Closed, effectiveness verified")
    if stage is Stage.CANCELLED:
        return format_html('<span class="chip">{}</span>', CAPA_STAGE_LABELS[stage])
    if stage is Stage.CLOSURE:
        return format_html('<span class="chip chip-good">{}</span>', "Effective, to be closed")
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
