from django.http import HttpResponse, HttpResponseBase

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits.domain.audits import AUDIT_STRENGTHS
from audits.forms import PlanForm, plan_initial
from audits.models import Audit
from audits.selectors import audit_for_page
from audits.services import change_plan, plan_audit
from common import clock
from common.ids import id_of
from common.outcome import accepted, renewed, sent_once
from common.records import Conflict
from common.views import AuthedRequest, form_page, redirect_to
from suppliers.selectors import supplier_for_page


@requires(Permission.AUDIT_EDIT)
@sent_once
def plan(request: AuthedRequest, supplier_id: int) -> HttpResponseBase:
    """Plan an audit of a supplier."""
    supplier = supplier_for_page(request.user, supplier_id)
    initial = {"lead": request.user.pk, "planned_on": clock.today(), **_asked_for(request)}
    form = PlanForm(request.POST or None, supplier=supplier, initial=initial)
    made: list[Audit] = []

    def act() -> None:
        token = form.cleaned_data["submission"]
        made.append(plan_audit(form.plan(), actor=request.user, at=clock.now(), submission=token))

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, made[0].get_absolute_url(), "Audit planned.")
    return form_page(request, "audits/plan.html", {"form": form, "supplier": supplier})


def _asked_for(request: AuthedRequest) -> dict[str, object]:
    """What a requirement asks for: `?strength=` and `?scope=`, as the supplier's checklist links it."""
    asked: dict[str, object] = {}
    if request.GET.get("strength", "") in set(AUDIT_STRENGTHS):
        asked["strength"] = request.GET["strength"]
    if scope := id_of(request.GET.get("scope", "")):
        asked["scopes"] = [scope]
    return asked


@requires(Permission.AUDIT_EDIT)
def edit_plan(request: AuthedRequest, audit_id: int) -> HttpResponse:
    """Change the plan of an audit that has not ended."""
    audit = audit_for_page(request.user, audit_id)
    form = PlanForm(request.POST or None, supplier=audit.supplier, initial=plan_initial(audit))
    context = {"form": form, "supplier": audit.supplier, "audit": audit}

    def act() -> None:
        seen = form.cleaned_data["version"] or 0
        change_plan(audit, form.plan(), expected_version=seen, actor=request.user, at=clock.now())

    try:
        done = request.method == "POST" and accepted(form, act)
    except Conflict as conflict:
        return form_page(request, "audits/plan.html", {**context, "current": renewed(form, conflict)})
    if done:
        return redirect_to(request, audit.get_absolute_url(), "Plan changed.")
    return form_page(request, "audits/plan.html", context)
