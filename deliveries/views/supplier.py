from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.views import AuthedRequest
from deliveries.charts import charts_of
from deliveries.domain.on_time import window_words
from deliveries.domain.stages import OUR_STAGES, SUPPLIER_STAGES
from deliveries.labels import STAGE_LABELS
from deliveries.models import OnTimeRule
from deliveries.selectors.figures import figures_for_supplier
from deliveries.selectors.lists import latest_of
from suppliers.selectors import supplier_for_tab


@requires(Permission.VIEW, listing=True)
def supplier_deliveries(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The deliveries tab of a supplier: delivered quality at a glance, and the latest records."""
    supplier = supplier_for_tab(request.user, supplier_id)
    today = clock.today()
    figures = figures_for_supplier(supplier, today)
    rule = OnTimeRule.objects.in_force(today)
    caught = figures.caught
    context = {
        "supplier": supplier,
        "tab": "deliveries",
        "figures": figures,
        "charts": charts_of(figures),
        "rule": rule,
        "window": window_words(rule.rule),
        "stages": [(STAGE_LABELS[stage], caught[stage]) for stage in (*SUPPLIER_STAGES, *OUR_STAGES) if caught[stage]],
        "escaped": sum(caught[stage] for stage in OUR_STAGES),
        "latest": latest_of(supplier),
        "today": today,
    }
    return render(request, "deliveries/supplier.html", context)
