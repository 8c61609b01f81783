"""Many suppliers at once: from the ticks of the list to the page of what is to be done with them."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.bulk.selecting import send_selection
from common.bulk.views import change_page
from common.views import AuthedRequest
from suppliers import selectors
from suppliers.filters import SupplierFilter
from suppliers.forms_bulk import SupplierBulkForm
from suppliers.models import Supplier
from suppliers.services import SUPPLIER_EDIT
from suppliers.templatetags.suppliers import ACTIONS


@requires(Permission.VIEW)
@require_POST
def select_suppliers(request: AuthedRequest) -> HttpResponse:
    """Keep the selection and go on to the action; the address carries the list's own filter."""
    rows = selectors.suppliers_for_list(request.user)
    return send_selection(
        request,
        list_key="suppliers",
        back=reverse("suppliers:list"),
        seen=Supplier.objects.visible_to(request.user),
        found=SupplierFilter(request.GET, queryset=rows, request=request, offering=False).found,
        actions=ACTIONS,
    )


@requires(Permission.SUPPLIER_EDIT)
def bulk_edit(request: AuthedRequest, selection_id: UUID) -> HttpResponse:
    """What is to be changed of the selected suppliers."""
    form = SupplierBulkForm(request.POST or None, user=request.user)
    return change_page(request, SUPPLIER_EDIT, form, selection_id)
