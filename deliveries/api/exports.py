"""The three lists as files."""

from django.http import HttpResponseBase

from accounts.domain.permissions import Permission
from common.api.endpoint import operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.query import Query
from common.api.requests import ApiRequest
from deliveries.api.views import list_parameters
from deliveries.exports import DELIVERIES, LOTS, NONCONFORMANCES, Listing


def _query(listing: Listing) -> Query:
    return exporting(list_parameters(listing.filter), listing.sorts)


class DeliveryExport(Exporting):
    """Deliveries as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=_query(DELIVERIES))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Deliveries and open lines as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(DELIVERIES.export(request))


class LotExport(Exporting):
    """Inspected lots as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=_query(LOTS))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Inspected lots as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(LOTS.export(request))


class NonconformanceExport(Exporting):
    """Nonconformances as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=_query(NONCONFORMANCES))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Nonconformances as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(NONCONFORMANCES.export(request))
