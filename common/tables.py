"""Export of what a list shows, streamed row by row as CSV or XLSX."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column of an export: its heading and how its value comes from a row."""

    title: str
    value: Callable[[Any], Any]


class _Echo:
    def write(self, text: str) -> str:
        return text


def harmless(value: Any) -> Any:
    """`value` so that no spreadsheet runs it: a text like a formula gets an apostrophe (OWASP, CSV injection)."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def stream_csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """A CSV (UTF-8 with byte-order mark, so that spreadsheets read names right) sent while it is read."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + str(writer.writerow([column.title for column in columns]))
        for row in rows:
            yield str(writer.writerow([harmless(_csv_value(column.value(row))) for column in columns]))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def stream_xlsx(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> FileResponse:
    """An XLSX written row by row to a temporary file (constant memory), then sent from it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    heads = [WriteOnlyCell(sheet, value=column.title) for column in columns]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    for row in rows:
        sheet.append([_xlsx_value(column.value(row)) for column in columns])
    file = tempfile.TemporaryFile()  # closed by the response  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def _csv_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else value


def _xlsx_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, str):
        return harmless(ILLEGAL_CHARACTERS_RE.sub("", value))
    return value
