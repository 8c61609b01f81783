"""Export of what a list shows, streamed row by row as CSV or XLSX: memory does not grow with the number of rows."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol

from django.http import Http404, QueryDict, StreamingHttpResponse
from django.utils import timezone

from common.xlsx import Sheet, xlsx_chunks

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_AT_ONCE = 500
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
ONLY_WORKBOOK = "A CSV holds one table; this one has several sheets. Download it as a workbook (XLSX)."
_AS_THEY_ARE = frozenset({int, Decimal})


@dataclass(frozen=True)
class Column:
    """A column of an export: its heading and how its value comes from a row."""

    title: str
    value: Callable[[Any], Any]


class Asking(Protocol):
    """A request for a list: who asks, and with which parameters."""

    @property
    def user(self) -> Any: ...
    @property
    def GET(self) -> QueryDict: ...  # noqa: N802  (as Django calls it)


@dataclass(frozen=True)
class Table:
    """One of several tables of an export: the name of its sheet, its columns, and its rows in order."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]


@dataclass(frozen=True)
class Export:
    """A list as a file: what the file is called (without its ending), its columns, and its rows in order.

    `form`: the filters that narrowed it; what they do not offer the pages leave aside and programs are told.
    `title`: the name of the sheet, if it is not that of the file. `more`: further tables, each on a sheet of its own.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    form: Any = None
    title: str = ""
    more: Sequence[Table] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether only a workbook can hold it: a CSV has no sheets."""
        return bool(self.more)


def export_as(kind: str, export: Export) -> StreamingHttpResponse:
    """The file, `csv` or `xlsx`, sent while it is read. Raises Http404 for any other, and for several tables as CSV."""
    if kind not in STREAMS:
        raise Http404("Exports are offered as csv and xlsx.")
    if export.is_workbook:
        if kind != "xlsx":
            raise Http404(ONLY_WORKBOOK)
        first = Table(export.title or export.name, export.columns, export.rows)
        return stream_tables(export.name, [first, *export.more])
    return STREAMS[kind](export.name, export.columns, export.rows)


def harmless(value: Any) -> Any:
    """`value` so that no spreadsheet runs it out of a CSV: a text like a formula gets an apostrophe (OWASP).

    A workbook needs none: its cells say that they are texts (`common/xlsx.py`).
    """
    if isinstance(value, str) and value[:1] in FORMULA_STARTS:
        return "'" + value
    return value


def stream_csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """A CSV (UTF-8 with byte-order mark, so that spreadsheets read names right) sent while it is read."""
    return _attachment(_csv_chunks(columns, rows), f"{name}.csv", "text/csv; charset=utf-8")


def stream_xlsx(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """An XLSX with one sheet, sent while it is read."""
    return stream_tables(name, [Table(name, columns, rows)])


def stream_tables(name: str, tables: Sequence[Table]) -> StreamingHttpResponse:
    """An XLSX with a sheet for each table, sent while it is read."""
    return _attachment(xlsx_chunks([_sheet(table) for table in tables]), f"{name}.xlsx", XLSX_TYPE)


def _sheet(table: Table) -> Sheet:
    values = [column.value for column in table.columns]
    cells = ([_xlsx_value(value(row)) for value in values] for row in table.rows)
    return Sheet(table.title, [column.title for column in table.columns], cells)


STREAMS = {"csv": stream_csv, "xlsx": stream_xlsx}


def _attachment(chunks: Iterable[str] | Iterable[bytes], filename: str, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _csv_chunks(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    values = [column.value for column in columns]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([harmless(column.title) for column in columns])  # those of an uploaded list are not our words
    lines = ([_csv_value(value(row)) for value in values] for row in rows)
    some = list(islice(lines, 1))  # the headings go out as soon as there is a row
    while some:
        yield _taken(buffer)
        writer.writerows(some)
        some = list(islice(lines, ROWS_AT_ONCE))
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _csv_value(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return "'" + value if value[:1] in FORMULA_STARTS else value
    if value is None or kind in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else harmless(value)


def _xlsx_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
