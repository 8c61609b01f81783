"""Answering and reviewing the steps of a corrective action."""

from typing import Any

from django.http import HttpResponse

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits import selectors_capa as selectors
from audits.domain.capa import Act, People, Stage, acts_at, is_own_work
from audits.forms_capa import ReasonForm, ReviewForm, StepForm
from audits.forms_capa_answers import ANSWER_FORMS
from audits.labels_capa import STEP_QUESTIONS
from audits.models import Capa, CapaSubmission
from audits.services.capa_answers import submit_step, withdraw_answer
from audits.services.capa_people import change_step
from audits.views.capa_answer_view import shown_answer
from audits.views.capa_forms import carry_out, who_and_when
from common import clock
from common.views import AuthedRequest, redirect_to

MOVED_ON = "This corrective action has moved on; nothing is to be done there now."


def moved_on(request: AuthedRequest, capa: Capa) -> HttpResponse:
    """The page of an act that is not possible now."""
    return redirect_to(request, capa.get_absolute_url(), MOVED_ON, level=30)


@requires(Permission.CAPA_EDIT)
def capa_answer(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """Write down the answer to the step whose turn it is."""
    capa = selectors.capa_for_page(request.user, capa_id)
    step = capa.current_step or selectors.last_step(capa)
    if request.method == "GET" and Act.SUBMIT not in acts_at(capa.position):
        return moved_on(request, capa)
    stage = _answered_stage(request, step.stage)
    initial = {"answered_on": clock.today(), **_last_content(step.pk, stage, step.stage)}
    sent = (request.POST or None, request.FILES or None)
    form = ANSWER_FORMS[stage](*sent, version=capa.version, walk=step.round, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        submit_step(
            capa,
            form.answer(),
            evidence=given["evidence"],
            files=given["attached"],
            answered_on=given["answered_on"],
            **who_and_when(request, form),
        )
        return capa.get_absolute_url()

    context = {"capa": capa, "step": step, "stage": stage, "question": STEP_QUESTIONS[stage], "today": clock.today()}
    context |= {"rejected": _last_rejected(step.pk), "round": step.round}
    return carry_out(request, form, "audits/capa_answer.html", context, act, "Handed in. It waits for the review.")


def _answered_stage(request: AuthedRequest, current: Stage) -> Stage:
    """The step that the form on the screen answers; somebody may have moved the corrective action on meanwhile."""
    sent = request.POST.get("stage", "")
    return Stage(sent) if sent in {stage.value for stage in ANSWER_FORMS} else current


def _last_rejected(step_id: int) -> CapaSubmission | None:
    answers = CapaSubmission.objects.filter(step_id=step_id, decision="rejected").select_related("decided_by")
    return answers.order_by("-number").first()


def _last_content(step_id: int, stage: Stage, current: Stage) -> dict[str, Any]:
    """A new attempt begins with what the last one said."""
    if stage is not current:
        return {}
    last = CapaSubmission.objects.filter(step_id=step_id).order_by("-number").first()
    return {**last.content, "evidence": last.evidence} if last else {}


@requires(Permission.CAPA_REVIEW)
def capa_review(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """Judge the answer that waits for review. Who wrote it down, or owns the step, cannot."""
    capa = selectors.capa_for_page(request.user, capa_id)
    answer = selectors.answer_under_review(capa)
    if answer is None and request.method == "POST":  # somebody decided meanwhile: show it beside what was typed
        answer = selectors.last_answer(capa)
    if answer is None:
        return moved_on(request, capa)
    step = answer.step
    claims_effective = answer.content.get("result") != "not_effective"
    form = ReviewForm(request.POST or None, version=capa.version, step=step.stage, claims_effective=claims_effective)

    def act() -> str:
        form.judge(capa, **who_and_when(request, form))
        return capa.get_absolute_url()

    own = is_own_work(People(request.user.pk, answer.submitted_by_id, step.owner_id))
    earlier = [shown_answer(row) for row in selectors.earlier_answers(answer)]
    context = {"capa": capa, "step": step, "answer": shown_answer(answer), "own": own, "round": step.round}
    context["earlier"] = earlier
    return carry_out(request, form, "audits/capa_review.html", context, act, "Decided.")


@requires(Permission.CAPA_EDIT)
def capa_withdraw(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """Take back an answer that was written down wrongly."""
    capa = selectors.capa_for_page(request.user, capa_id)
    if request.method == "GET" and Act.WITHDRAW not in acts_at(capa.position):
        return moved_on(request, capa)
    form = ReasonForm(request.POST or None, version=capa.version, label="What was wrong with it")

    def act() -> str:
        given = form.cleaned_data
        withdraw_answer(
            capa,
            reason=given["reason"],
            **who_and_when(request, form),
        )
        return capa.get_absolute_url()

    context = {
        "capa": capa,
        "title": "Withdraw the answer",
        "text": "The answer stays on record as withdrawn; the step waits for another one, due as before.",
        "button": "Withdraw",
    }
    return carry_out(request, form, "audits/capa_reason.html", context, act, "Withdrawn.")


@requires(Permission.CAPA_EDIT)
def capa_step(request: AuthedRequest, step_id: int) -> HttpResponse:
    """Give a step another owner or due date."""
    step = selectors.step_for_page(request.user, step_id)
    capa = step.round.capa
    form = StepForm(request.POST or None, version=step.version, step=step)

    def act() -> str:
        given = form.cleaned_data
        change_step(
            step,
            owner=given["owner"],
            contact=given["contact"],
            due_on=given["due_on"],
            reason=given["reason"],
            **who_and_when(request, form),
        )
        return capa.get_absolute_url()

    context = {
        "capa": capa,
        "step": step,
        "title": f"{step.get_step_display()}: owner and due date",
        "text": "",
        "button": "Save",
    }
    return carry_out(request, form, "audits/capa_reason.html", context, act, "Saved.")
