"""How a corrective action shows its state: who must act, and how well founded that is."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from audits.domain.capa import Stage, State
from audits.labels_capa import CAPA_STAGE_LABELS
from audits.models import Capa

register = template.Library()

_STATE_WORDS = {State.OPEN: "answer awaited", State.SUBMITTED: "awaiting review", State.REJECTED: "rejected"}
_STATE_TONES = {State.OPEN: "open", State.SUBMITTED: "accent", State.REJECTED: "bad"}


@register.filter
def is_late(capa: Capa, on: date) -> bool:
    """An answer is awaited and its day has passed."""
    return capa.is_overdue(on)


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
