"""From the bytes of an upload to a table, with every guess open to correction.

`known` says what a header names, by the words of the subject that reads.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .delimited import read_delimited, recognise_delimiter, refuse_too_long
from .encodings import decode, recognise_encoding
from .headers import fold_header
from .limits import FileRefused, check_shape, check_size
from .spreadsheet import Sheet, open_xlsx
from .table import HeaderLookup, SourceRow, Table, build_table, find_header_row
from .xls import OLE_MARK, open_xls

_NOT_A_LIST = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a GZIP archive",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
MOST_SHEETS = 10
"""Sheets looked at to find the one with the list."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file. None means: find out."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Recognised:
    """A file that was read: the table, how it was read, and what else could have been chosen."""

    table: Table
    kind: str
    """`csv`, `xlsx` or `xls`."""
    encoding: str = ""
    encoding_certain: bool = True
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    first_rows: tuple[SourceRow, ...] = ()
    """The first rows of the file with nothing taken away, to choose the header row from."""


@dataclass(frozen=True)
class Opened:
    """A file to read tables from: what its sheets have in common is read once."""

    data: bytes
    book: "_Workbook | None"
    is_counted: bool = False


def open_file(data: bytes, *, counted: bool = False) -> Opened:
    """The file, ready to be read. Raises FileRefused.

    `counted`: rows are counted, so that a table that is too long is refused even where only its first rows are read.
    """
    check_size(len(data))
    return Opened(data, _workbook(data, counted), counted)


def read_file(
    file: Opened, options: ReadOptions | None = None, *, known: HeaderLookup, limit: int | None = None, own: str = ""
) -> Recognised:
    """Read a CSV, XLSX or XLS file, for a preview only its first `limit` rows.

    Of a workbook the sheet that was chosen, else the one called `own`, else the one most like a list. Raises
    FileRefused with a message for the person who sent it.
    """
    options = options or ReadOptions()
    if file.book:
        recognised = _read_workbook(file.book, options, known, limit, own)
    else:
        recognised = _read_text(file, options, known, limit)
    if not recognised.table.rows:
        raise FileRefused(
            "The file has no rows below its column headers. Choose another header row or upload a list with rows in it."
        )
    return recognised


def read_other_sheet(file: Opened, name: str, *, known: HeaderLookup, limit: int | None = None) -> Table | None:
    """The table on the sheet of this name (compared without case and blanks); None when the file has no such sheet.

    Raises FileRefused.
    """
    wanted = name.strip().casefold()
    found = next((each for each in file.book.names if each.strip().casefold() == wanted), None) if file.book else None
    if file.book is None or found is None:
        return None
    sheet = file.book.read(found, limit)
    check_shape(sheet.filled, 0)
    return build_table(sheet.rows, known=known, header_row=None, notes=sheet.notes)


@dataclass(frozen=True)
class _Workbook:
    kind: str
    names: tuple[str, ...]
    """Of the sheets that a person sees."""
    read: Callable[[str, int | None], Sheet]


def _workbook(data: bytes, counted: bool) -> _Workbook | None:
    """The file as a workbook, None when it is none. Raises FileRefused."""
    if data.startswith(b"PK"):
        return _Workbook("xlsx", *open_xlsx(data, counted=counted))
    if data.startswith(OLE_MARK):
        return _Workbook("xls", *open_xls(data))
    return None


def _read_workbook(
    book: _Workbook, options: ReadOptions, known: HeaderLookup, limit: int | None, own: str
) -> Recognised:
    chosen = options.sheet if options.sheet in book.names else _called(own, book.names)
    if chosen:
        sheet = book.read(chosen, limit)
    else:
        sheets = [book.read(name, limit) for name in book.names[:MOST_SHEETS]]
        sheet = max(sheets, key=lambda each: _likeness(each, known))
    check_shape(sheet.filled, 0)
    table = build_table(sheet.rows, known=known, header_row=options.header_row, notes=sheet.notes)
    return Recognised(table, book.kind, sheet=sheet.name, sheets=book.names, first_rows=tuple(sheet.rows[:12]))


def _called(name: str, names: Sequence[str]) -> str:
    """The sheet of this name, however it is spelled; empty when there is none."""
    wanted = fold_header(name)
    return next((each for each in names if wanted and fold_header(each) == wanted), "")


def _likeness(sheet: Sheet, known: HeaderLookup) -> tuple[bool, int]:
    """How much a sheet looks like a list: one with headers before one without, then the longest."""
    return (find_header_row(sheet.rows, known) > 0 and len(sheet.rows) > 1, len(sheet.rows))


def _read_text(file: Opened, options: ReadOptions, known: HeaderLookup, limit: int | None) -> Recognised:
    data = file.data
    _refuse_other_kinds(data)
    found = recognise_encoding(data)
    encoding = options.encoding or found.name
    text, unreadable = decode(data, encoding)
    _refuse_markup_or_noise(text)
    delimiter = options.delimiter or recognise_delimiter(text)
    if file.is_counted:
        refuse_too_long(text, delimiter)
    rows, notes = read_delimited(text, delimiter, limit)
    if unreadable:
        notes.append(
            f"{unreadable} character{'s' if unreadable > 1 else ''} could not be read with this encoding "
            "and show as �. Try another encoding."
        )
    table = build_table(rows, known=known, header_row=options.header_row, notes=notes)
    certain = found.certain or options.encoding is not None
    return Recognised(table, "csv", encoding, certain, delimiter, first_rows=tuple(rows[:12]))


def _refuse_other_kinds(data: bytes) -> None:
    for mark, kind in _NOT_A_LIST.items():
        if data.startswith(mark):
            raise FileRefused(f"This is {kind}, not a list. Upload the list as CSV, XLSX or XLS.")


def _refuse_markup_or_noise(text: str) -> None:
    start = text.lstrip()[:300].casefold()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<svg")):
        raise FileRefused(
            "This is a web page or XML, not a list. Open it in a spreadsheet program, save it as XLSX and upload that."
        )
    sample = text[:20_000]
    noise = sum(1 for character in sample if character < " " and character not in "\t\r\n\x0b\x0c")
    if sample and noise / len(sample) > 0.02:
        raise FileRefused("This is not a text file. Upload the list as CSV, XLSX or XLS.")
