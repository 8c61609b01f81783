"""Recording what was counted, and putting right what was counted wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits import services
from audits.charts import stage_chart
from audits.forms import ReasonForm
from audits.forms_observation import CoverageForm, StagesForm, observation_initial
from audits.models import Audit, CoverageObservation, StageObservation
from audits.selectors import audit_for_page, coverage_for_page, stages_for_page
from audits.services import Recorded
from common import clock
from common.history import changes_for
from common.ids import id_of
from common.outcome import accepted, refused, sent_once
from common.records import Conflict
from common.views import AuthedRequest, form_page, redirect_to
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page

Row = CoverageObservation | StageObservation


@dataclass(frozen=True, slots=True)
class KindPage:
    """What differs between the two kinds of observation."""

    title: str
    form: type[CoverageForm] | type[StagesForm]
    find: Callable[[Any, int], Row]


KINDS = {
    "coverage": KindPage("Incoming-inspection coverage", CoverageForm, coverage_for_page),
    "stages": KindPage("Where defects were caught", StagesForm, stages_for_page),
}


def _kind(name: str) -> KindPage:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@requires(Permission.AUDIT_EDIT)
@sent_once
def observation_new(request: AuthedRequest, supplier_id: int, kind: str) -> HttpResponseBase:
    """Record a count, within an audit (`?audit=`) or apart from one."""
    page = _kind(kind)
    supplier = supplier_for_page(request.user, supplier_id)
    audit = _audit_of(request, supplier)
    today = clock.today()
    initial = {"observed_on": (audit.conducted_on if audit else None) or today, "skip_lot": 0}
    form = page.form(request.POST or None, supplier=supplier, audit=audit, initial=initial)

    def act() -> None:
        form.record(_by(request, form))

    if request.method == "POST" and accepted(form, act):
        url = audit.get_absolute_url() if audit else f"/suppliers/{supplier.pk}/audits/"
        return redirect_to(request, url, "Recorded.")
    context = {"form": form, "supplier": supplier, "audit": audit, "page": page, "kind": kind}
    return form_page(request, "audits/observation_form.html", context)


def _audit_of(request: AuthedRequest, supplier: Supplier) -> Audit | None:
    wanted = id_of(request.GET.get("audit", ""))
    if wanted is None:
        return None
    audit = audit_for_page(request.user, wanted)
    if audit.supplier_id != supplier.pk:
        raise Http404
    return audit


def _by(request: AuthedRequest, form: CoverageForm | StagesForm) -> Recorded:
    data = form.cleaned_data
    return Recorded(request.user, clock.now(), clock.today(), note=data["note"], submission=data["submission"])


@requires(Permission.VIEW)
def observation_detail(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """One observation: what was counted, by whom, from what source, and what replaced it."""
    page = _kind(kind)
    row = page.find(request.user, pk)
    context = {
        "row": row,
        "kind": kind,
        "page": page,
        "supplier": row.supplier,
        "chart": stage_chart(row.counts) if isinstance(row, StageObservation) else None,
        "newer": getattr(row, "corrected_by", None),
        "changes": changes_for(row)[:20],
    }
    return render(request, "audits/observation.html", context)


@requires(Permission.AUDIT_EDIT)
@sent_once
def observation_correct(request: AuthedRequest, kind: str, pk: int) -> HttpResponseBase:
    """Supersede a wrong observation by a right one."""
    page = _kind(kind)
    row = page.find(request.user, pk)
    form = page.form(
        request.POST or None,
        supplier=row.supplier,
        audit=row.audit,
        correcting=True,
        initial=observation_initial(row),
    )
    made: list[Row] = []

    def act() -> None:
        made.append(form.correct(cast(Any, row), _by(request, form)))

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, _url(kind, made[0].pk), "Corrected; the first one stays readable.")
    except Conflict:
        return refused(request, _url(kind, row.pk), "Somebody was quicker: this one is superseded already.")
    context = {"form": form, "supplier": row.supplier, "audit": row.audit, "page": page, "kind": kind, "row": row}
    return form_page(request, "audits/observation_form.html", context)


@requires(Permission.AUDIT_EDIT)
def observation_retract(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """Supersede an observation that should not be there, by nothing."""
    row = _kind(kind).find(request.user, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        by = Recorded(request.user, clock.now(), clock.today())
        services.retract_observation(row, by, reason=form.cleaned_data["reason"])

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, _url(kind, row.pk), "Retracted; it stays readable and counts no more.")
    except Conflict:
        return refused(request, _url(kind, row.pk), "Somebody was quicker: this one is superseded already.")
    context = {"form": form, "row": row, "kind": kind, "page": _kind(kind), "supplier": row.supplier}
    return form_page(request, "audits/observation_retract.html", context)


def _url(kind: str, pk: int) -> str:
    return f"/audits/{kind}/{pk}/"
