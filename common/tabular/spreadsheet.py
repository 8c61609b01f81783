"""XLSX workbooks: the rows of one sheet as text, without trusting the archive."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from .limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_COLUMNS,
    MAX_COMPRESSION_RATIO,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    FileRefused,
    check_shape,
)
from .table import SourceRow

_RATIO_MATTERS_FROM = 5 * 1024 * 1024
BLANK_ROWS_END_SHEET = 2_000
_MAX_MERGED_CELLS = 50_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_BROKEN = (
    "The workbook cannot be opened; it is damaged. "
    "Open it in a spreadsheet program, save it again as XLSX (or as CSV) and upload that."
)
_DAMAGE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What reading a damaged, encrypted or half-written workbook raises, at whichever part of it the reader stumbles."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    rows: tuple[SourceRow, ...]
    notes: tuple[str, ...]


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise FileRefused(_BROKEN) from error


def open_xlsx(data: bytes) -> tuple[tuple[str, ...], Callable[[str, int | None], Sheet]]:
    """The names of the sheets a person sees, and the function that reads one (its first rows). Raises FileRefused."""
    check_archive(data)
    return sheet_names(data), lambda name, limit: read_sheet(data, name, limit)


def check_archive(data: bytes) -> None:
    """Refuse an archive that would unpack to something absurd, before anything is unpacked."""
    with _damage_refused():
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    unpacked = sum(entry.file_size for entry in entries)
    bomb = any(
        entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > MAX_COMPRESSION_RATIO * entry.compress_size
        for entry in entries
    )
    if len(entries) > MAX_ARCHIVE_ENTRIES or unpacked > MAX_UNPACKED_BYTES or bomb:
        raise FileRefused(
            f"The workbook would unpack to {unpacked / 1048576:,.0f} MB, so it was not opened. "
            "Copy the list alone into a new workbook and upload that."
        )
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise FileRefused("This is a ZIP archive, not a workbook. Unpack it and upload the CSV or XLSX file inside.")


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The names of the visible sheets in their order (all of them when every one is hidden)."""
    with _damage_refused():
        sheets = _open(data, values=True).worksheets
        names = tuple(sheet.title for sheet in sheets if sheet.sheet_state == "visible")
    if not sheets:
        raise FileRefused(_BROKEN)
    return names or tuple(sheet.title for sheet in sheets)


def read_sheet(data: bytes, name: str, limit: int | None = None) -> Sheet:
    """What a person sees in a sheet (its first `limit` rows); values merged downwards are repeated in each row."""
    with _damage_refused():
        sheet = _open(data, values=True)[name]
        merged, has_formulas = _sheet_facts(data, sheet)
        rows = [SourceRow(number, cells) for number, cells in islice(_text_rows(sheet), limit)]
        check_shape(len(rows), max((len(row.cells) for row in rows), default=0))
        rows = filled_down(rows, merged)
        notes = _formula_notes(data, name, rows) if has_formulas and limit is None else []
    return Sheet(name, tuple(rows), tuple(notes))


def _open(data: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _text_rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        texts = [cell_text(cell.value, getattr(cell, "number_format", "")) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        blank = 0 if texts else blank + 1
        if blank > BLANK_ROWS_END_SHEET:
            return
        if texts:
            yield number, tuple(texts)
        check_shape(min(number, MAX_ROWS + 1) if texts else 0, len(texts))


def cell_text(value: Any, number_format: str = "") -> str:
    """A cell's value as a person reads it: whole numbers without `.0`, dates as ISO, kept leading zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and re.fullmatch(r"0+", number_format or ""):
        return f"{value:0{len(number_format)}d}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).replace("\x00", "").replace("_x000D_", "").strip()


def _sheet_facts(data: bytes, sheet: Any) -> tuple[list[tuple[Any, ...]], bool]:
    """Merged ranges (first column, first row, last column, last row) and whether there are formulas at all."""
    path = getattr(sheet, "_worksheet_path", "").lstrip("/")
    try:
        xml = zipfile.ZipFile(io.BytesIO(data)).read(path)
    except KeyError:
        return [], False
    merged: list[tuple[Any, ...]] = [range_boundaries(reference.decode()) for reference in _MERGE.findall(xml)]
    return merged, bool(_FORMULA.search(xml))


def filled_down(rows: Sequence[SourceRow], merged: Iterable[tuple[Any, ...]]) -> list[SourceRow]:
    """Values merged downwards, repeated in each row. A range: first column and row, last column and row, from 1."""
    cells = {row.number: list(row.cells) for row in rows}
    budget = _MAX_MERGED_CELLS
    for first_column, first_row, _last_column, last_row in merged:
        source = cells.get(first_row, [])
        value = source[first_column - 1] if len(source) >= first_column else ""
        below = [number for number in range(first_row + 1, min(last_row, first_row + budget) + 1) if number in cells]
        budget -= len(below)
        for number in below if value else ():
            row = cells[number]
            row.extend([""] * (first_column - len(row)))
            row[first_column - 1] = row[first_column - 1] or value
    return [SourceRow(row.number, tuple(cells[row.number])) for row in rows]


def _formula_notes(data: bytes, name: str, rows: Sequence[SourceRow]) -> list[str]:
    """Formulas are read by the value stored with them; say where none is stored."""
    read = {row.number: row.cells for row in rows}
    empty = []
    for number, cells in enumerate(_open(data, values=False)[name].iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        for index, cell in enumerate(cells):
            stored = read.get(number, ())
            if cell.data_type == "f" and not (index < len(stored) and stored[index]):
                empty.append(cell.coordinate)
        if number > MAX_ROWS:
            break
    if not empty:
        return []
    some = ", ".join(empty[:5]) + (" …" if len(empty) > 5 else "")
    return [
        f"{len(empty)} formula cell{'s' if len(empty) > 1 else ''} without a stored value count as empty ({some}). "
        "Open and save the workbook in a spreadsheet program to store the values."
    ]
