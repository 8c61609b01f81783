"""Audits, findings and corrective actions as files."""

from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from audits import selectors_capa
from audits.exports import audits_export, capas_export, findings_export
from audits.filters import AuditFilter, FindingFilter
from audits.filters_capa import CapaFilter
from audits.selectors import AUDIT_SORTS, FINDING_SORTS
from common.api.endpoint import operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.query import form_parameters
from common.api.requests import ApiRequest


class AuditExport(Exporting):
    """Audits as a file."""

    @operation(
        Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(form_parameters(AuditFilter), AUDIT_SORTS)
    )
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Audits as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(audits_export(request))


class FindingExport(Exporting):
    """Findings as a file."""

    @operation(
        Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(form_parameters(FindingFilter), FINDING_SORTS)
    )
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Findings as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(findings_export(request))


class CapaExport(Exporting):
    """Corrective actions as a file."""

    @operation(
        Permission.EXPORT,
        gives_file=True,
        media=TABLES,
        query=exporting(form_parameters(CapaFilter), selectors_capa.CAPA_SORTS),
    )
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Corrective actions as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(capas_export(request))
