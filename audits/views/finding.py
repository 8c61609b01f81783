"""Findings: the list, one finding, raising, correcting, closing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission, Role
from accounts.saving import Savable
from audits import services
from audits.domain.capa import severities_for
from audits.domain.findings import DEFINITIONS, FindingGrade
from audits.filters import FindingFilter
from audits.forms import CloseForm, FindingForm, PhotoForm, ReasonForm
from audits.labels import FINDING_GRADE_LABELS, FINDING_STATE_LABELS
from audits.models import Finding
from audits.selectors import (
    FINDING_SORTS,
    audit_for_page,
    earlier_like,
    finding_for_page,
    findings_for_page,
)
from audits.selectors_capa import capa_of_finding
from audits.services.audits import OVERRULING
from common import clock
from common.history import changes_for
from common.outcome import accepted, refused, renewed, sent_once
from common.paging import choose_sort, keyset_page
from common.records import Conflict
from common.uploads import UploadRejected
from common.views import AuthedRequest, form_page, redirect_to

GRADE_GUIDE = [(FINDING_GRADE_LABELS[grade], text) for grade, text in DEFINITIONS.items()]


@requires(Permission.VIEW, listing=True, saves=Savable("Findings", FindingFilter))
def finding_list(request: AuthedRequest) -> HttpResponse:
    """All findings, filtered and paged."""
    today = clock.today()
    form = FindingFilter(request.GET)
    sort, descending = choose_sort(FINDING_SORTS, request.GET.get("sort"))
    page = keyset_page(
        form.apply(findings_for_page(request.user), request.user, today),
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    return render(request, "audits/findings.html", {"page": page, "form": form, "today": today, "sorts": FINDING_SORTS})


@requires(Permission.VIEW)
def finding_detail(request: AuthedRequest, finding_id: int) -> HttpResponse:
    """One finding with its photos and its history."""
    finding = finding_for_page(request.user, finding_id)
    return render(request, "audits/finding.html", detail_context(request, finding, PhotoForm()))


def detail_context(request: AuthedRequest, finding: Finding, photo_form: PhotoForm) -> dict[str, Any]:
    today = clock.today()
    return {
        "finding": finding,
        "audit": finding.audit,
        "supplier": finding.audit.supplier,
        "question": finding.audit.checklist.by_code.get(finding.question),
        "definition": DEFINITIONS[FindingGrade(finding.grade)],
        "photos": finding.photos.select_related("uploaded_by"),
        "photo_form": photo_form,
        "changes": changes_for(finding)[:50],
        "capa": capa_of_finding(finding),
        "owes_answer": bool(severities_for(FindingGrade(finding.grade))),
        "overdue": finding.is_overdue(today),
        "may_overrule": Role(request.user.role) in OVERRULING,
        "today": today,
    }


@requires(Permission.AUDIT_EDIT)
@sent_once
def finding_new(request: AuthedRequest, audit_id: int) -> HttpResponseBase:
    """Write down a finding, from a question (`?question=`) or apart from one."""
    audit = audit_for_page(request.user, audit_id)
    code = request.POST.get("question", request.GET.get("question", ""))
    question = audit.checklist.by_code.get(code)
    clause = question.clause if question else ""
    earlier = earlier_like(audit, code, request.POST.get("clause", clause))
    initial = {"question": code if question else "", "clause": clause}
    form = FindingForm(request.POST or None, request.FILES or None, audit=audit, earlier=earlier, initial=initial).keep(
        "photo"
    )
    made: list[Finding] = []

    def act() -> None:
        token = form.cleaned_data["submission"]
        made.append(services.raise_finding(audit, form.given(), actor=request.user, at=clock.now(), submission=token))

    if request.method == "POST" and accepted(form, act):
        return _with_photo(request, made[0], form)
    context = {"form": form, "audit": audit, "supplier": audit.supplier, "question": question}
    return form_page(request, "audits/finding_form.html", {**context, "earlier": earlier, "guide": GRADE_GUIDE})


def _with_photo(request: AuthedRequest, finding: Finding, form: FindingForm) -> HttpResponse:
    """The finding is kept whatever happens to its photo; a refused photo can be sent again on the finding's page."""
    photo = form.cleaned_data["photo"]
    if photo:
        try:
            services.add_photo(finding, photo, actor=request.user, at=clock.now())
        except UploadRejected as refusal:
            return refused(request, finding.get_absolute_url(), f"The finding is saved, the photo is not. {refusal}")
    return redirect_to(request, finding.get_absolute_url(), "Finding saved.")


@requires(Permission.AUDIT_EDIT)
def finding_edit(request: AuthedRequest, finding_id: int) -> HttpResponse:
    """Correct what a finding says."""
    finding = finding_for_page(request.user, finding_id)
    audit = finding.audit
    earlier = finding.repeats or earlier_like(audit, finding.question, finding.clause)
    names = ("grade", "statement", "evidence", "question", "clause", "due_on", "version")
    initial = {name: getattr(finding, name) for name in names} | {"is_repeat": finding.repeats is not None}
    form = FindingForm(request.POST or None, audit=audit, earlier=earlier, initial=initial).keep("reason", "version")
    context: dict[str, Any] = {"form": form, "audit": audit, "supplier": audit.supplier, "finding": finding}
    context |= {"earlier": earlier, "guide": GRADE_GUIDE}

    def act() -> None:
        seen, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
        services.correct_finding(
            finding, form.given(), expected_version=seen, reason=reason, actor=request.user, at=clock.now()
        )

    try:
        done = request.method == "POST" and accepted(form, act)
    except Conflict as conflict:
        return form_page(request, "audits/finding_form.html", {**context, "current": renewed(form, conflict)})
    if done:
        return redirect_to(request, finding.get_absolute_url(), "Finding corrected.")
    return form_page(request, "audits/finding_form.html", context)


@dataclass(frozen=True, slots=True)
class FindingStep:
    """A page that moves a finding: its words, its form and the service it calls."""

    title: str
    text: str
    button: str
    done: str
    form: type[forms.Form]
    act: Callable[..., None]
    dated: bool = False


FINDING_STEPS = {
    "close": FindingStep(
        "Close the finding",
        "Close it when the correction was seen to work, not when it was promised.",
        "Close",
        "Finding closed.",
        CloseForm,
        services.close_finding,
        dated=True,
    ),
    "reopen": FindingStep(
        "Reopen the finding",
        "Because it came back, or was closed in error.",
        "Reopen",
        "Finding open again.",
        ReasonForm,
        services.reopen_finding,
        dated=True,
    ),
    "withdraw": FindingStep(
        "Withdraw the finding",
        "It should not have been raised. It stays readable, with the reason, and counts no more.",
        "Withdraw",
        "Finding withdrawn.",
        ReasonForm,
        services.withdraw_finding,
    ),
}


@requires(Permission.AUDIT_EDIT)
def finding_move(request: AuthedRequest, finding_id: int, step: str) -> HttpResponse:
    """Close, reopen or withdraw a finding."""
    if step not in FINDING_STEPS:
        raise Http404
    finding = finding_for_page(request.user, finding_id)
    page = FINDING_STEPS[step]
    form = page.form(request.POST or None, initial={"closed_on": clock.today()})

    def act() -> None:
        dates = {"today": clock.today()} if page.dated else {}
        page.act(finding, **form.cleaned_data, **dates, actor=request.user, at=clock.now())

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, finding.get_absolute_url(), page.done)
    except Conflict as conflict:
        state = FINDING_STATE_LABELS[getattr(conflict.current, "state")].lower()  # noqa: B009
        return refused(request, finding.get_absolute_url(), f"Somebody was quicker: the finding is {state} now.")
    context = {"finding": finding, "audit": finding.audit, "supplier": finding.audit.supplier}
    return form_page(request, "audits/finding_move.html", {**context, "step": page, "form": form})
