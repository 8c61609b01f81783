"""Beginning, completing, cancelling and reopening: one page with a short form for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits import services
from audits.domain.audits import AuditState, find_move
from audits.forms import CompleteForm, ReasonForm, ReplanForm, StartForm
from audits.labels import STATE_LABELS
from audits.models import Audit
from audits.selectors import audit_for_page, sheet_for_audit
from common import clock
from common.outcome import accepted, refused
from common.records import Conflict
from common.views import AuthedRequest, form_page, redirect_to


@dataclass(frozen=True, slots=True)
class Step:
    """A page that moves an audit: its words, its form and the service it calls."""

    title: str
    text: str
    button: str
    done: str
    form: type[forms.Form]
    act: Callable[..., None]
    target: AuditState
    dated: bool = False
    source: AuditState | None = None

    def is_possible_from(self, state: AuditState) -> bool:
        """Beginning and reopening lead to the same state; only the source tells them apart."""
        return self.source in (None, state) and find_move(state, self.target) is not None


STEPS = {
    "start": Step(
        "Begin the audit",
        "Answers can be given from now on, by several people at once.",
        "Begin",
        "The audit has begun.",
        StartForm,
        services.start_audit,
        AuditState.IN_PROGRESS,
        dated=True,
        source=AuditState.PLANNED,
    ),
    "complete": Step(
        "Complete the audit",
        "It becomes evidence and enters the rating. Answers and photos are fixed; a manager can reopen it.",
        "Complete",
        "The audit is complete and counts as evidence.",
        CompleteForm,
        services.complete_audit,
        AuditState.COMPLETED,
        dated=True,
    ),
    "cancel": Step(
        "Cancel the audit",
        "For a reason of ours. What was answered so far is kept and does not count.",
        "Cancel the audit",
        "The audit is cancelled.",
        ReasonForm,
        services.cancel_audit,
        AuditState.CANCELLED,
    ),
    "decline": Step(
        "Declined by the supplier",
        "The supplier would not have us. Earlier evidence keeps its weight: refusing never improves a rating.",
        "Record the refusal",
        "The refusal is recorded.",
        ReasonForm,
        services.decline_audit,
        AuditState.DECLINED,
    ),
    "reopen": Step(
        "Reopen the audit",
        "It leaves the evidence until it is completed again, and the rating follows.",
        "Reopen",
        "The audit is open again and does not count for now.",
        ReasonForm,
        services.reopen_audit,
        AuditState.IN_PROGRESS,
        source=AuditState.COMPLETED,
    ),
    "replan": Step(
        "Plan it again",
        "With a new day, and the reason why it can be done now.",
        "Plan",
        "The audit is planned again.",
        ReplanForm,
        services.replan_audit,
        AuditState.PLANNED,
    ),
}


@requires(Permission.AUDIT_EDIT)
def audit_move(request: AuthedRequest, audit_id: int, step: str) -> HttpResponse:
    """Move an audit to another state, with what that needs."""
    if step not in STEPS:
        raise Http404
    audit = audit_for_page(request.user, audit_id)
    page = STEPS[step]
    state = AuditState(audit.state)
    if request.method == "GET" and not page.is_possible_from(state):
        return refused(request, audit.get_absolute_url(), f"Not now: the audit is {STATE_LABELS[state].lower()}.")
    form = page.form(request.POST or None, initial=_initial(audit))
    context: dict[str, Any] = {"audit": audit, "supplier": audit.supplier, "step": page, "form": form}

    def act() -> None:
        dates = {"today": clock.today()} if page.dated else {}
        page.act(audit, **form.cleaned_data, **dates, actor=request.user, at=clock.now())

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, audit.get_absolute_url(), page.done)
    except services.Incomplete as missing:
        context["gaps"] = missing.gaps
    except Conflict as conflict:
        current = conflict.current
        words = STATE_LABELS[AuditState(current.state)].lower() if isinstance(current, Audit) else "changed"
        return refused(request, audit.get_absolute_url(), f"Somebody was quicker: the audit is {words} now.")
    if step == "complete" and "gaps" not in context:
        context["gaps"] = sheet_for_audit(audit).gaps
    return form_page(request, "audits/move.html", context)


def _initial(audit: Audit) -> dict[str, Any]:
    today = clock.today()
    return {
        "conducted_on": audit.conducted_on or min(audit.planned_on, today),
        "planned_on": today,
        "summary": audit.summary,
    }
