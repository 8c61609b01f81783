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

from common.xlsx import xlsx_chunks

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_AT_ONCE = 500
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
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
class Export:
    """A list as a file: what the file is called (without its ending), its columns, and its rows in order.

    `form`: the filters that narrowed it; what they do not offer the pages leave aside and programs are told.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    form: Any = None


def export_as(kind: str, export: Export) -> StreamingHttpResponse:
    """The file, `csv` or `xlsx`, sent while it is read. Raises Http404 for any other."""
    if kind not in STREAMS:
        raise Http404("Exports are offered as csv and xlsx.")
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
    """An XLSX sent while it is read."""
    values = [column.value for column in columns]
    cells = ([_xlsx_value(value(row)) for value in values] for row in rows)
    titles = [column.title for column in columns]
    return _attachment(xlsx_chunks(name, titles, cells), f"{name}.xlsx", XLSX_TYPE)


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
