"""Lists as files: what the page exports, with the filters and the order of the list."""

from collections.abc import Mapping, Sequence

from django.http import StreamingHttpResponse

from common.api.endpoint import Endpoint
from common.api.problems import FieldError, invalid
from common.api.query import Query, ordering
from common.api.shapes import Schema
from common.paging import Sort
from common.tables import ONLY_WORKBOOK, STREAMS, XLSX_TYPE, Export, export_as

TABLES = ("text/csv", XLSX_TYPE)
AS: Query = {
    "as": {
        "type": "string",
        "enum": list(STREAMS),
        "description": "CSV (UTF-8 with a byte-order mark, commas) or a workbook. Without: csv; several tables: xlsx.",
    }
}


def exporting(query: Mapping[str, Schema], sorts: Sequence[Sort] = ()) -> Query:
    """The parameters of an export: those of its list without its pages, and the kind of file."""
    return {**query, **ordering(sorts), **AS}


class Exporting(Endpoint):
    """An address that gives a list as a file."""

    def file(self, export: Export) -> StreamingHttpResponse:
        """The file that is asked for, sent while it is read.

        Raises Problem (400) for a value that no filter offers, and for several tables as CSV.
        """
        if export.form is not None:
            self.sound(export.form)
        wanted = self.request.GET.get("as", "xlsx" if export.is_workbook else "csv")
        if export.is_workbook and wanted == "csv":
            raise invalid([FieldError("as", ONLY_WORKBOOK)], status=400, kind="parameters")
        return export_as(wanted, export)
