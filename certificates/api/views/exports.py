"""The portfolio as a file."""

from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from certificates.exports import certificates_export
from certificates.filters import CertificateFilter
from certificates.selectors import DUE_SORTS
from common.api.endpoint import operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.query import filters_of
from common.api.requests import ApiRequest


class CertificateExport(Exporting):
    """Certificates as a file."""

    @operation(
        Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(filters_of(CertificateFilter), DUE_SORTS)
    )
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Certificates as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(certificates_export(request))
