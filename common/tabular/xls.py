"""XLS, the workbooks of Excel 5.0 to 2003, without trusting the file.

Nothing in the file is calculated: the values stored with formulas count, and formulas behind names, by which a small
file could be made to grow without end, are not looked at.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BLANK, XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_EMPTY, XL_CELL_ERROR, XL_WORKBOOK_GLOBALS
from xlrd.book import Book
from xlrd.sheet import Sheet as XlsSheet

from .limits import MAX_COLUMNS, FileRefused, check_shape
from .spreadsheet import BLANK_ROWS_END_SHEET, Sheet, cell_text, filled_down
from .table import SourceRow

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDEST = 50  # BIFF 5: Excel 5.0 of 1993
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
_PROTECTED = (
    "The workbook is protected by a password, so it cannot be read. "
    "Open it, save it without a password and upload that."
)
_BROKEN = (
    "The old workbook (XLS) cannot be opened: it is damaged, or no workbook at all. "
    "Open it in a spreadsheet program, save it as XLSX and upload that."
)


class _Workbook(Book):  # type: ignore[misc]  # xlrd has no types
    def names_epilogue(self) -> None:
        """Left out: it calculates the formulas behind names, and a chain of them doubles a text with each link."""


def open_xls(data: bytes) -> tuple[tuple[str, ...], Callable[[str, int | None], Sheet]]:
    """The names of the sheets a person sees, and the function that reads one (its first rows). Raises FileRefused."""
    with _damage_refused(data):
        book = _load(data)
        names = book.sheet_names()
        visible = tuple(name for name, hidden in zip(names, book._sheet_visibility, strict=False) if not hidden)
    if not names:
        raise FileRefused(_BROKEN)
    return visible or tuple(names), lambda name, limit: _read(book, data, name, limit)


@contextmanager
def _damage_refused(data: bytes) -> Iterator[None]:
    try:
        yield
    except FileRefused:
        raise
    except Exception as error:  # a damaged file makes the reader stumble in every way that Python knows
        protected = "encrypted" in str(error) or _ENCRYPTED_XLSX in data
        raise FileRefused(_PROTECTED if protected else _BROKEN) from error


def _load(data: bytes) -> Any:
    """As `xlrd.open_workbook` does it, but for workbooks with globals only, and nothing in them calculated."""
    book = _Workbook()
    with open(os.devnull, "w") as nowhere:
        book.biff2_8_load(
            file_contents=data, logfile=nowhere, use_mmap=False, formatting_info=True, on_demand=True, ragged_rows=True
        )
        version = book.getbof(XL_WORKBOOK_GLOBALS)
        if not version or version < _OLDEST:
            raise FileRefused(_BROKEN)
        book.biff_version = version
        book.parse_globals()
    book._sheet_list = [None for _name in book._sheet_names]
    book.nsheets = len(book._sheet_list)
    return book


def _read(book: Any, data: bytes, name: str, limit: int | None) -> Sheet:
    with _damage_refused(data), open(os.devnull, "w") as nowhere:
        book.logfile = nowhere
        sheet = book.sheet_by_name(name)
        rows = [SourceRow(number, cells) for number, cells in islice(_text_rows(book, sheet), limit)]
        check_shape(len(rows), max((len(row.cells) for row in rows), default=0))
        merged = [(left + 1, top + 1, right, bottom) for top, bottom, left, right in sheet.merged_cells]
        return Sheet(name, tuple(filled_down(rows, merged)), ())


def _text_rows(book: Any, sheet: XlsSheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    blank = 0
    for index in range(sheet.nrows):
        texts = [_text(book, cell) for cell in sheet.row_slice(index, 0, MAX_COLUMNS + 1)]
        while texts and not texts[-1]:
            texts.pop()
        blank = 0 if texts else blank + 1
        if blank > BLANK_ROWS_END_SHEET:
            return
        if texts:
            yield index + 1, tuple(texts)


def _text(book: Any, cell: Any) -> str:
    """The cell as a person reads it, by the same rules as a cell of an XLSX."""
    if cell.ctype in (XL_CELL_EMPTY, XL_CELL_BLANK):
        return ""
    if cell.ctype == XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    if cell.ctype == XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == XL_CELL_DATE:
        return _date_text(cell.value, book.datemode)
    return cell_text(cell.value, _number_format(book, cell))


def _date_text(value: float, datemode: int) -> str:
    """A number that its format shows as a date; one that no calendar has stays a number."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return cell_text(value)
    return cell_text(moment.time() if 0 <= value < 1 else moment)


def _number_format(book: Any, cell: Any) -> str:
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return ""
    known = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return known.format_str if known else ""
