"""What every form page of corrective actions does with its answer: carry out, or say what is in the way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from audits.domain.capa import ActRefused
from audits.domain.capa_gates import Problem
from audits.forms_capa import OnceForm
from audits.labels_capa import GATE_MESSAGES, REFUSAL_MESSAGES
from audits.models import CapaStep
from audits.services.capa_errors import AnswerIncomplete, CannotOpen, WrongInput
from common import clock
from common.records import AlreadySubmitted, Conflict
from common.views import AuthedRequest, form_page, redirect_to

SENT_BEFORE = "This form was already carried out; here is its result."


def carry_out(
    request: AuthedRequest,
    form: OnceForm,
    template: str,
    context: dict[str, Any],
    act: Callable[[], str],
    done: str,
) -> HttpResponse:
    """Show `form`; on POST run `act`, which returns where to go.

    Whatever the rules refuse is shown at its field with all that was typed; a form overtaken by somebody else's
    is shown with what holds now.
    """
    context = {**context, "form": form}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, template, context)
    try:
        return redirect_to(request, act(), done)
    except AlreadySubmitted as sent:
        return redirect_to(request, sent.url, SENT_BEFORE)
    except Conflict as conflict:
        return _overtaken(request, form, template, context, conflict)
    except (AnswerIncomplete, WrongInput, CannotOpen, ActRefused) as refused:
        show_refusal(form, refused)
    return form_page(request, template, context)


def _overtaken(
    request: AuthedRequest, form: OnceForm, template: str, context: dict[str, Any], conflict: Conflict
) -> HttpResponse:
    current = conflict.current
    form.take_version(getattr(current, "version", 1))
    now = current.round.capa if isinstance(current, CapaStep) else current
    return render(request, template, {**context, "conflict": current, "capa_now": now}, status=409)


def show_refusal(form: OnceForm, refused: Exception) -> None:
    """Put what a service refused where the person looks: at the field, or above the form."""
    if isinstance(refused, AnswerIncomplete):
        for problem in refused.problems:
            add_problem(form, problem)
    elif isinstance(refused, WrongInput):
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    elif isinstance(refused, ActRefused):
        form.add_error(None, REFUSAL_MESSAGES[refused.refusal])
    else:
        form.add_error(None, str(refused))


def add_problem(form: forms.Form, problem: Problem) -> None:
    """A broken gate at its field."""
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, GATE_MESSAGES[problem.gate])


def who_and_when(request: AuthedRequest, form: OnceForm) -> dict[str, Any]:
    """What every service takes from a form: who acts, when, on which version, and the form's token."""
    given = form.cleaned_data
    moment = {"actor": request.user, "today": clock.today(), "at": clock.now()}
    return {**moment, "expected_version": given["version"], "submission": given["submission"]}
