"""The lists as files."""

from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from common.api.endpoint import operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.query import filters_of, form_parameters
from common.api.requests import ApiRequest
from suppliers import profile_selectors, selectors
from suppliers.exports import documents_export, suppliers_export
from suppliers.filters import SupplierFilter
from suppliers.profile_filters import DocumentFilter


class SupplierExport(Exporting):
    """The supplier list as a file."""

    @operation(
        Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(filters_of(SupplierFilter), selectors.SORTS)
    )
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Suppliers as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(suppliers_export(request))


class DocumentExport(Exporting):
    """The documents as a file."""

    @operation(
        Permission.EXPORT,
        gives_file=True,
        media=TABLES,
        query=exporting(form_parameters(DocumentFilter), profile_selectors.DOCUMENT_SORTS),
    )
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Documents as CSV or XLSX, narrowed and sorted as their list."""
        return self.file(documents_export(request))
