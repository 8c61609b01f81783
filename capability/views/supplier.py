from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from capability.labels import SOURCE_LABELS
from capability.selectors import KindSummary, capability_for_supplier
from capability.views.records import result_of, summary_of
from common import clock
from common.views import AuthedRequest
from suppliers.selectors import supplier_for_tab


@requires(Permission.VIEW, listing=True)
def supplier_capability(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The capability tab of a supplier: per question what is known, how strong, how old, and what is missing."""
    supplier = supplier_for_tab(request.user, supplier_id)
    today = clock.today()
    found = capability_for_supplier(supplier, today)
    context = {
        "supplier": supplier,
        "tab": "capability",
        "visits": found.visits,
        "kinds": [_shown(one) for one in found.kinds],
        "today": today,
    }
    return render(request, "capability/supplier.html", context)


def _shown(one: KindSummary) -> dict[str, object]:
    strongest = one.known.strongest
    return {
        "page": one.page,
        "known": one.known,
        "strongest": SOURCE_LABELS[strongest] if strongest else "",
        "rows": [(row, summary_of(row, one.page), *result_of(row, one.page)) for row in one.rows],
    }
