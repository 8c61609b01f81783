"""From the bytes of an upload to a table, with every guess open to correction."""

from dataclasses import dataclass

from .delimited import read_delimited, recognise_delimiter
from .encodings import decode, recognise_encoding
from .limits import FileRefused, check_size
from .spreadsheet import check_archive, read_sheet, sheet_names
from .table import SourceRow, Table, build_table, find_header_row

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
    """`csv` or `xlsx`."""
    encoding: str = ""
    encoding_certain: bool = True
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    first_rows: tuple[SourceRow, ...] = ()
    """The first rows of the file with nothing taken away, to choose the header row from."""


def read_file(data: bytes, options: ReadOptions | None = None, *, limit: int | None = None) -> Recognised:
    """Read a CSV or XLSX file, for a preview only its first `limit` rows.

    Raises FileRefused with a message for the person who sent it.
    """
    options = options or ReadOptions()
    check_size(len(data))
    recognised = _read_workbook(data, options, limit) if data.startswith(b"PK") else _read_text(data, options, limit)
    if not recognised.table.rows:
        raise FileRefused(
            "The file has no rows below its column headers. "
            "Choose another header row or upload a list with suppliers in it."
        )
    return recognised


def _read_workbook(data: bytes, options: ReadOptions, limit: int | None) -> Recognised:
    check_archive(data)
    names = sheet_names(data)
    if options.sheet in names:
        sheet = read_sheet(data, options.sheet or "", limit)
    else:
        sheets = [read_sheet(data, name, limit) for name in names[:10]]
        sheet = max(sheets, key=lambda each: (find_header_row(each.rows) > 0 and len(each.rows) > 1, len(each.rows)))
    table = build_table(sheet.rows, header_row=options.header_row, notes=sheet.notes)
    return Recognised(table, "xlsx", sheet=sheet.name, sheets=names, first_rows=tuple(sheet.rows[:12]))


def _read_text(data: bytes, options: ReadOptions, limit: int | None) -> Recognised:
    _refuse_other_kinds(data)
    found = recognise_encoding(data)
    encoding = options.encoding or found.name
    text, unreadable = decode(data, encoding)
    _refuse_markup_or_noise(text)
    delimiter = options.delimiter or recognise_delimiter(text)
    rows, notes = read_delimited(text, delimiter, limit)
    if unreadable:
        notes.append(
            f"{unreadable} character{'s' if unreadable > 1 else ''} could not be read with this encoding "
            "and show as �. Try another encoding."
        )
    table = build_table(rows, header_row=options.header_row, notes=notes)
    certain = found.certain or options.encoding is not None
    return Recognised(table, "csv", encoding, certain, delimiter, first_rows=tuple(rows[:12]))


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        raise FileRefused(
            "This is an old Excel file (XLS) or a workbook protected by a password. "
            "Open it, save it as XLSX without a password and upload that."
        )
    for mark, kind in _NOT_A_LIST.items():
        if data.startswith(mark):
            raise FileRefused(f"This is {kind}, not a list. Upload the suppliers as CSV or XLSX.")


def _refuse_markup_or_noise(text: str) -> None:
    start = text.lstrip()[:300].casefold()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<svg")):
        raise FileRefused(
            "This is a web page or XML, not a list. Open it in a spreadsheet program, save it as XLSX and upload that."
        )
    sample = text[:20_000]
    noise = sum(1 for character in sample if character < " " and character not in "\t\r\n\x0b\x0c")
    if sample and noise / len(sample) > 0.02:
        raise FileRefused("This is not a text file. Upload the suppliers as CSV or XLSX.")
