from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.outcome import accepted
from common.views import AuthedRequest, form_page, redirect_to
from deliveries import services
from deliveries.domain.on_time import window_words
from deliveries.forms import DefectTypeForm, RuleForm
from deliveries.models import DefectType, OnTimeRule
from deliveries.views.records import by


@requires(Permission.DELIVERY_SETTINGS, listing=True)
def settings(request: AuthedRequest) -> HttpResponse:
    """What counts as on time, now and before, and the types of defects."""
    today = clock.today()
    in_force = OnTimeRule.objects.in_force(today)
    begun = {"base": in_force.base, "early_days": in_force.early_days, "late_days": in_force.late_days}
    form = RuleForm(request.POST or None, initial={**begun, "from_on": today})

    def act() -> None:
        given = form.cleaned_data
        services.change_rule(form.rule(), by(request, form), from_on=given["from_on"], source=given["source"])

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, request.path, "From that day on this counts as on time; the ratings follow.")
    context = {
        "form": form,
        "in_force": in_force,
        "window": window_words(in_force.rule),
        "rules": [(row, window_words(row.rule)) for row in OnTimeRule.objects.select_related("recorded_by")],
        "types": DefectType.objects.all(),
    }
    return form_page(request, "deliveries/settings.html", context)


def _type_form(request: AuthedRequest, kind: DefectType | None) -> HttpResponse:
    initial = {"name": kind.name, "is_offered": kind.is_offered} if kind else None
    form = DefectTypeForm(request.POST or None, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        services.save_defect_type(given["name"], by(request, form), kind=kind, is_offered=given["is_offered"])

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, "/deliveries/settings/#types", "Saved.")
    return form_page(request, "deliveries/defect_type.html", {"form": form, "kind": kind})


@requires(Permission.DELIVERY_SETTINGS)
def defect_type_new(request: AuthedRequest) -> HttpResponse:
    """Another type of defect."""
    return _type_form(request, None)


@requires(Permission.DELIVERY_SETTINGS)
def defect_type_edit(request: AuthedRequest, defect_type_id: int) -> HttpResponse:
    """Rename a type of defect, or take it off the list."""
    return _type_form(request, get_object_or_404(DefectType, pk=defect_type_id))
