"""Export of what a list shows, streamed row by row as CSV or XLSX: memory does not grow with the number of rows."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

from common.xlsx import xlsx_chunks

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_AT_ONCE = 500
FORMULA_STARTS = frozenset("=+-@\t\r")


@dataclass(frozen=True)
class Column:
    """A column of an export: its heading and how its value comes from a row."""

    title: str
    value: Callable[[Any], Any]


def harmless(value: Any) -> Any:
    """`value` so that no spreadsheet runs it: a text like a formula gets an apostrophe (OWASP, CSV injection)."""
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
    titles = [harmless(column.title) for column in columns]
    return _attachment(xlsx_chunks(name, titles, cells), f"{name}.xlsx", XLSX_TYPE)


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
    for number, row in enumerate(rows):
        if number % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
        writer.writerow([_csv_value(value(row)) for value in values])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _csv_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else harmless(value)


def _xlsx_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return harmless(value)
