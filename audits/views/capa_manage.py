"""Opening, closing, cancelling, reopening a corrective action, and who is in charge of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits import selectors_capa as selectors
from audits.domain.capa import Act, acts_at
from audits.domain.capa_due import due_days, recurrence_ends_on
from audits.forms_capa import OpenForm, PeopleForm, ReasonForm, ReopenForm
from audits.labels_capa import SEVERITY_LABELS
from audits.models import Capa, Finding
from audits.services.capa import (
    CapaInput,
    Origin,
    cancel_capa,
    close_capa,
    open_capa,
    reopen_capa,
    severities_of,
    supplier_of,
)
from audits.services.capa_people import change_people
from audits.views.capa_forms import carry_out, who_and_when
from audits.views.capa_steps import moved_on
from common import clock
from common.views import AuthedRequest, redirect_to


@requires(Permission.CAPA_EDIT)
def capa_open(request: AuthedRequest, finding_id: int) -> HttpResponse:
    """Open a corrective action from a finding; one that has its own leads there."""
    finding = selectors.finding_for_capa(request.user, finding_id)
    return _open(request, finding, selectors.capa_of_finding(finding))


@requires(Permission.CAPA_EDIT)
def nonconformance_capa_open(request: AuthedRequest, nonconformance_id: int) -> HttpResponse:
    """Open a corrective action from a nonconformance; one that has its own leads there."""
    found = selectors.nonconformance_for_capa(request.user, nonconformance_id)
    return _open(request, found, selectors.capa_of_nonconformance(found))


@requires(Permission.VIEW)
def nonconformance_capa(request: AuthedRequest, nonconformance_id: int) -> HttpResponse:
    """What the page of a nonconformance shows of its corrective action; without scripts, the way to it."""
    found = selectors.nonconformance_for_capa(request.user, nonconformance_id)
    capa = selectors.capa_of_nonconformance(found)
    context = {"nonconformance": found, "supplier": found.supplier, "capa": capa}
    template = "audits/_nonconformance_capa.html" if request.htmx else "audits/nonconformance_capa.html"
    return render(request, template, context)


def _open(request: AuthedRequest, origin: Origin, standing: Capa | None) -> HttpResponse:
    if standing is not None and request.method == "GET":
        return redirect_to(request, standing.get_absolute_url(), "There is a corrective action already.")
    today = clock.today()
    allowed = severities_of(origin)
    initial = {"responsible": request.user.pk}
    form = OpenForm(request.POST or None, supplier=supplier_of(origin), allowed=allowed, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        people = {name: given[name] for name in ("responsible", "reviewer", "contact")}
        capa = open_capa(
            origin,
            CapaInput(severity=form.severity_given, **people),
            actor=request.user,
            today=today,
            at=clock.now(),
            submission=given["submission"],
        )
        return capa.get_absolute_url()

    table = [(SEVERITY_LABELS[each], due_days(each, today)) for each in allowed]
    shown = {"finding" if isinstance(origin, Finding) else "nonconformance": origin}
    context = {"origin": origin, "table": table, "today": today, **shown}
    return carry_out(request, form, "audits/capa_open.html", context, act, "Opened. Containment is due first.")


@requires(Permission.CAPA_EDIT)
def capa_people(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """Name another responsible person or reviewer."""
    capa = selectors.capa_for_page(request.user, capa_id)
    form = PeopleForm(request.POST or None, version=capa.version, capa=capa)

    def act() -> str:
        given = form.cleaned_data
        change_people(
            capa,
            responsible=given["responsible"],
            reviewer=given["reviewer"],
            reason=given["reason"],
            **who_and_when(request, form),
        )
        return capa.get_absolute_url()

    context = {"capa": capa, "title": "Who is in charge", "text": "", "button": "Save"}
    return carry_out(request, form, "audits/capa_reason.html", context, act, "Saved.")


def _ending(
    request: AuthedRequest,
    capa: Capa,
    form: ReasonForm,
    act: Act,
    service: Callable[[Any], None],
    words: dict[str, str],
) -> HttpResponse:
    """A page that asks for one reason and ends something."""
    if request.method == "GET" and act not in acts_at(capa.position):
        return moved_on(request, capa)

    def run() -> str:
        service(form.cleaned_data)
        return capa.get_absolute_url()

    return carry_out(request, form, "audits/capa_reason.html", {"capa": capa, **words}, run, words["done"])


@requires(Permission.CAPA_REVIEW)
def capa_close(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """Close after effectiveness was verified."""
    capa = selectors.capa_for_page(request.user, capa_id)
    form = ReasonForm(request.POST or None, version=capa.version, label="Closing note", required=False)

    def service(given: Any) -> None:
        close_capa(capa, note=given["reason"], **who_and_when(request, form))

    words = {
        "title": "Close",
        "text": "Effectiveness is verified. The same defect within twelve months reopens this corrective action.",
        "button": "Close",
        "done": "Closed.",
    }
    return _ending(request, capa, form, Act.CLOSE, service, words)


@requires(Permission.CAPA_REVIEW)
def capa_cancel(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """End without a result, with a reason."""
    capa = selectors.capa_for_page(request.user, capa_id)
    form = ReasonForm(request.POST or None, version=capa.version, label="Why it is cancelled")

    def service(given: Any) -> None:
        cancel_capa(capa, reason=given["reason"], **who_and_when(request, form))

    words = {
        "title": "Cancel",
        "text": "A cancelled corrective action counts neither for nor against the supplier. It cannot be brought back; "
        "a new one can be opened from what was found.",
        "button": "Cancel the corrective action",
        "done": "Cancelled.",
    }
    return _ending(request, capa, form, Act.CANCEL, service, words)


@requires(Permission.CAPA_REVIEW)
def capa_reopen(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """The same defect came back within twelve months of closing."""
    capa = selectors.capa_for_page(request.user, capa_id)
    if request.method == "GET" and Act.REOPEN not in acts_at(capa.position):
        return moved_on(request, capa)
    form = ReopenForm(request.POST or None, version=capa.version, capa=capa)

    def act() -> str:
        given = form.cleaned_data
        seen = {name: given[name] for name in ("seen_on", "finding", "nonconformance")}
        reopen_capa(capa, reason=given["reason"], **seen, **who_and_when(request, form))
        return capa.get_absolute_url()

    ends_on = recurrence_ends_on(capa.ended_on or clock.today() - timedelta(days=1))
    context = {
        "capa": capa,
        "title": "The defect came back",
        "text": f"A new round begins at containment. Until {ends_on:%d %b %Y} the same defect counts as coming back.",
        "button": "Reopen",
    }
    return carry_out(request, form, "audits/capa_reason.html", context, act, "Reopened. Containment is due first.")
