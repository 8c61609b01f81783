"""Many suppliers changed at once."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.domain.permissions import Permission
from common.api.bulk import BulkChangeRecord, Drafting, draft_body, judged
from common.api.endpoint import operation
from common.api.query import filters_of
from common.api.requests import ApiRequest, Created
from suppliers import selectors
from suppliers.filters import SupplierFilter
from suppliers.forms_bulk import SupplierBulkForm
from suppliers.models import Supplier
from suppliers.services import SUPPLIER_EDIT


class SupplierBulkChanges(Drafting):
    """Drafts of changes of suppliers."""

    @operation(Permission.SUPPLIER_EDIT, body=draft_body(SupplierBulkForm), returns=BulkChangeRecord, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Draft a change of these suppliers, or of all that the list finds; the answer says what it would do."""
        return self.drafted(
            SUPPLIER_EDIT,
            SupplierBulkForm,
            seen=Supplier.objects.visible_to(request.user),
            found=self._found,
            parameters=filters_of(SupplierFilter),
            list_url=reverse("suppliers:list"),
            user=request.user,
        )

    def _found(self, asked: QueryDict) -> Any:
        rows = selectors.suppliers_for_list(self.request.user)
        chosen = SupplierFilter(asked, queryset=rows, request=self.request, offering=False)
        judged(chosen.form)
        return chosen.found
