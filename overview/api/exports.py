"""Rated scopes, movers and whom to visit as files."""

from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from common.api.endpoint import operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.query import form_parameters
from common.api.requests import ApiRequest
from overview.api.views import MONTH, NARROWED, PROCESS
from overview.exports import movers_export, scopes_export, visits_export
from overview.filters import MoverFilter, ScopeFilter
from overview.selectors.movers import SORTS as MOVER_SORTS
from overview.selectors.scopes import SORTS as SCOPE_SORTS

SCOPES, MOVERS = form_parameters(ScopeFilter, known=PROCESS), form_parameters(MoverFilter, known=MONTH)


class OverviewScopesExport(Exporting):
    """Rated scopes as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(SCOPES, SCOPE_SORTS))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Rated scopes as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(scopes_export(request))


class OverviewMoversExport(Exporting):
    """What moved as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(MOVERS, MOVER_SORTS))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Scopes whose rating moved in a month as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(movers_export(request))


class OverviewVisitsExport(Exporting):
    """Whom to visit first as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(NARROWED))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """The most pressing sites with their reasons as CSV or XLSX."""
        return self.file(visits_export(request))
