from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.views import AuthedRequest
from suppliers.selectors import supplier_for_page


@requires(Permission.VIEW)
def supplier_detail(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The supplier's summary."""
    supplier = supplier_for_page(request.user, supplier_id)
    return render(request, "suppliers/detail.html", {"supplier": supplier, "tab": "summary"})
