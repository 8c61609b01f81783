"""The page on the shop floor: one question a card, each saved by itself."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits.domain.audits import AuditState
from audits.domain.grading import POINTS
from audits.forms import AnswerForm
from audits.labels import GRADE_LABELS, GRADE_TONES
from audits.models import Answer, Audit
from audits.selectors import AuditSheet, Card, audit_for_page, sheet_for_audit
from audits.services import NotAllowed, confirm_not_applicable, save_answer
from common import clock
from common.outcome import refused
from common.records import Conflict
from common.views import AuthedRequest, redirect_to

TONES = {"good": "is-good", "warn": "is-fair", "bad": "is-bad", "worst": "is-worst", "open": "is-unknown", "": ""}
BUTTONS = tuple(
    {
        "value": grade.value,
        "number": str(POINTS[grade]) if grade in POINTS else "",
        "words": label.partition(" · ")[2] or label,
        "tone": TONES[GRADE_TONES[grade]],
    }
    for grade, label in GRADE_LABELS.items()
)
"""One button a grade: points with their words, then the three that give no points."""


@requires(Permission.AUDIT_EDIT)
def conduct(request: AuthedRequest, audit_id: int) -> HttpResponse:
    """All questions of an audit in progress, section by section."""
    audit = audit_for_page(request.user, audit_id)
    if audit.state != AuditState.IN_PROGRESS:
        return refused(request, audit.get_absolute_url(), "This audit is not in progress, so nothing can be answered.")
    return render(request, "audits/conduct.html", _context(request, sheet_for_audit(audit)))


@require_POST
def _save(request: AuthedRequest, audit_id: int, code: str) -> HttpResponse:
    audit = audit_for_page(request.user, audit_id)
    if code not in audit.checklist.by_code:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _card_page(request, audit, code, status=422, problems=form.errors, typed=form.data)
    try:
        save_answer(
            audit,
            form.given(code),
            expected_version=form.expected_version,
            actor=request.user,
            at=clock.now(),
        )
    except Conflict as conflict:
        return _card_page(request, audit, code, status=409, theirs=conflict.current, typed=form.data)
    except NotAllowed as refusal:
        return _not_now(request, audit, str(refusal))
    if request.htmx:
        return _card_page(request, audit, code, status=200)
    return redirect_to(request, _place(audit, code), "Saved.")


answer = requires(Permission.AUDIT_EDIT)(_save)


@require_POST
def _confirm(request: AuthedRequest, audit_id: int, code: str) -> HttpResponse:
    audit = audit_for_page(request.user, audit_id)
    given = Answer.objects.filter(audit=audit, question=code).first()
    if given is None:
        return refused(request, audit.get_absolute_url(), "Nobody has answered this question yet.")
    form = AnswerForm(request.POST)
    seen = form.expected_version if form.is_valid() else 0
    try:
        confirm_not_applicable(given, expected_version=seen, actor=request.user, at=clock.now())
    except (NotAllowed, Conflict) as refusal:
        words = str(refusal) if isinstance(refusal, NotAllowed) else "The answer was changed in between. Look again."
        return refused(request, _place(audit, code), words)
    return redirect_to(request, _place(audit, code), "Confirmed as not applicable.")


confirm = requires(Permission.AUDIT_EDIT)(_confirm)


def _place(audit: Audit, code: str) -> str:
    return f"{reverse('audits:conduct', args=[audit.pk])}#q-{code}"


def _not_now(request: AuthedRequest, audit: Audit, words: str) -> HttpResponse:
    """The audit ended while somebody typed: what was typed stays on the page for htmx, and is said so otherwise."""
    if request.htmx:
        return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
    return refused(request, audit.get_absolute_url(), words)


def _card_page(request: AuthedRequest, audit: Audit, code: str, *, status: int, **extra: Any) -> HttpResponse:
    """After a save: only what changed on the card for htmx, the whole page for everybody else."""
    sheet = sheet_for_audit(audit)
    context = _context(request, sheet)
    if request.htmx:
        card = sheet.card(code)
        return render(request, "audits/_saved.html", {**context, "card": card, "oob": True, **extra}, status=status)
    return render(request, "audits/conduct.html", {**context, "troubled": code, **extra}, status=status)


def _context(request: AuthedRequest, sheet: AuditSheet) -> dict[str, Any]:
    waiting: list[Card] = [card for one in sheet.sections for card in one.cards if card.waits_for_second_person]
    return {
        "audit": sheet.audit,
        "supplier": sheet.audit.supplier,
        "sheet": sheet,
        "grades": BUTTONS,
        "waiting": waiting,
    }
