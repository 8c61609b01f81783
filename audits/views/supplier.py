from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits.charts import stage_chart
from audits.selectors import audits_for_supplier
from common import clock
from common.views import AuthedRequest
from suppliers.selectors import supplier_for_tab


@requires(Permission.VIEW, listing=True)
def supplier_audits(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The audits tab of a supplier: audits, open findings, and what was counted on the floor."""
    supplier = supplier_for_tab(request.user, supplier_id)
    today = clock.today()
    found = audits_for_supplier(supplier)
    context = {
        "supplier": supplier,
        "tab": "audits",
        "found": found,
        "stages": [(row, stage_chart(row.counts)) for row in found.stages],
        "overdue": sum(finding.is_overdue(today) for finding in found.findings),
        "today": today,
    }
    return render(request, "audits/supplier.html", context)
