"""XLSX workbooks: the rows of one sheet as text, without trusting the archive."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, pairwise
from typing import Any, cast
from xml.etree.ElementTree import ParseError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from .limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_COLUMNS,
    MAX_COMPRESSION_RATIO,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    MOST_HEADINGS,
    FileRefused,
    check_shape,
)
from .table import SourceRow

_RATIO_MATTERS_FROM = 5 * 1024 * 1024
BLANK_ROWS_END_SHEET = 2_000
_MAX_MERGED_CELLS = 50_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*? r=\"(\d{1,7})\"")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?: [^>]*)?>[^<]")
_STRING = f"{{{SHEET_MAIN_NS}}}si"
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
    filled: int = 0
    """How many rows have a value, where they were counted, also when only the first ones were read."""


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise FileRefused(_BROKEN) from error


def open_xlsx(data: bytes, *, counted: bool = False) -> tuple[tuple[str, ...], Callable[[str, int | None], Sheet]]:
    """The names of the sheets a person sees, and the function that reads one (its first rows). Raises FileRefused.

    `counted`: each sheet says how many rows it has, also when only its first ones are read.
    """
    check_archive(data)
    with _damage_refused():
        book = _open(data, values=True)
        sheets = book.worksheets
        names = tuple(sheet.title for sheet in sheets if sheet.sheet_state == "visible")
    if not sheets:
        raise FileRefused(_BROKEN)
    names = names or tuple(sheet.title for sheet in sheets)
    return names, lambda name, limit: _read_sheet(data, book, name, limit, counted)


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


def _read_sheet(data: bytes, book: Any, name: str, limit: int | None, counted: bool) -> Sheet:
    """What a person sees in a sheet (its first `limit` rows); values merged downwards are repeated in each row."""
    with _damage_refused():
        sheet = book[name]
        facts = _sheet_facts(data, sheet, counted)
        rows = [SourceRow(number, cells) for number, cells in islice(_text_rows(sheet), limit)]
        check_shape(len(rows), max((len(row.cells) for row in rows), default=0))
        rows = filled_down(rows, facts.merged)
        notes = _formula_notes(data, name, rows) if facts.has_formulas and limit is None else []
    return Sheet(name, tuple(rows), tuple(notes), facts.filled)


class _Reader(ExcelReader):
    """Reads no more than the cells that are looked at need: a preview looks at the first few of a large workbook.

    openpyxl reads all texts that cells share, and every row of a sheet that does not say how large it is.
    """

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is not None:
            self.shared_strings = cast(Any, _Strings(self.archive.open(part.PartName[1:])))

    def read_worksheets(self) -> None:
        parser: Any = self.parser
        book: Any = self.wb
        for sheet, place in parser.find_sheets():
            if place.target in self.valid_files and "chartsheet" not in place.Type:
                found = _UnmeasuredSheet(book, sheet.name, place.target, self.shared_strings)
                found.sheet_state = sheet.state
                book._sheets.append(found)


class _UnmeasuredSheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Left out: what a file says of its size is not trusted anyway."""


class _Strings:
    """The shared texts of a workbook by their number."""

    def __init__(self, source: Any) -> None:
        self._known: list[str] = []
        self._rest = _shared_texts(source)

    def __getitem__(self, index: int) -> str:
        if index >= len(self._known):
            self._known.extend(islice(self._rest, index + 1 - len(self._known)))
        return self._known[index]


def _shared_texts(source: Any) -> Iterator[str]:
    """As openpyxl reads them."""
    with source:
        for _event, node in iterparse(source):
            if node.tag == _STRING:
                text: Any = Text.from_tree(node)
                yield text.content.replace("x005F_", "")
                node.clear()


def _open(data: bytes, *, values: bool) -> Any:
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    reader.read()
    return reader.wb


def _text_rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()
    blank = filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        texts = [cell_text(cell.value, getattr(cell, "number_format", "")) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        blank = 0 if texts else blank + 1
        if blank > BLANK_ROWS_END_SHEET:
            return
        filled += bool(texts)
        check_shape(filled, len(texts))
        if texts:
            yield number, tuple(texts)


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


@dataclass(frozen=True)
class _Facts:
    """What is known of a sheet before its cells are read."""

    merged: Sequence[tuple[Any, ...]] = ()
    """First column, first row, last column, last row."""
    has_formulas: bool = False
    filled: int = 0
    """Rows with a value, down to where a long blank stretch ends the sheet."""


def _sheet_facts(data: bytes, sheet: Any, counted: bool) -> _Facts:
    path = getattr(sheet, "_worksheet_path", "").lstrip("/")
    try:
        xml = zipfile.ZipFile(io.BytesIO(data)).read(path)
    except KeyError:
        return _Facts()
    below = max(0, xml.rfind(b"sheetData>"))  # merged ranges are named below the cells
    merged: list[tuple[Any, ...]] = [range_boundaries(one.decode()) for one in _MERGE.findall(xml, below)]
    return _Facts(merged, bool(_FORMULA.search(xml)), _filled_rows(xml) if counted else 0)


def _filled_rows(xml: bytes) -> int:
    """Rows of a sheet with a value, without reading the values: some of them may turn out to be blank."""
    filled = last = number = 0
    starts = [match.start() for match in _ROW.finditer(xml)]
    for start, end in pairwise([*starts, len(xml)]):
        told = _ROW_NUMBER.match(xml, start)
        number = int(told[1]) if told else number + 1
        if number - last > BLANK_ROWS_END_SHEET + 1:
            break
        if _VALUE.search(xml, start, end):
            filled, last = filled + 1, number
    return filled


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
        if number > MAX_ROWS + MOST_HEADINGS + BLANK_ROWS_END_SHEET:
            break
    if not empty:
        return []
    some = ", ".join(empty[:5]) + (" …" if len(empty) > 5 else "")
    return [
        f"{len(empty)} formula cell{'s' if len(empty) > 1 else ''} without a stored value count as empty ({some}). "
        "Open and save the workbook in a spreadsheet program to store the values."
    ]
