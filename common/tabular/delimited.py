"""Text files with delimiters: which delimiter, and the rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

from .limits import MAX_CELL_CHARS, MAX_ROWS, MOST_HEADINGS, FileRefused, check_shape
from .table import SourceRow

DELIMITERS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "pipe",
    "，": "full-width comma",
    "；": "full-width semicolon",
}
_FULL_WIDTH = {",": "，", ";": "；"}
_SAMPLE_LINES = 60


def recognise_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most even rows; a comma when there is only one column."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def read_delimited(text: str, delimiter: str, limit: int | None = None) -> tuple[list[SourceRow], list[str]]:
    """The rows of the text (the first `limit` of them), cells trimmed, and notes on what was repaired."""
    notes: list[str] = []
    rows = list(islice(_records(text, delimiter), limit))
    if broken := _runaway(rows):
        notes.append(
            f"A quotation mark in row {broken} is never closed, so quotation marks were read as ordinary characters. "
            "Check the preview."
        )
        rows = list(islice(_records(text, delimiter, quoted=False), limit))
    width = _usual_width(rows)
    rows = [_resplit(row, delimiter, width) for row in rows]
    filled = sum(not row.is_empty for row in rows)
    check_shape(filled, max((len(row.cells) for row in rows), default=0))
    return rows, notes


def refuse_too_long(text: str, delimiter: str) -> None:
    """Refuse a text with too many rows by counting them, before any is kept. Raises FileRefused.

    Where quotation marks hide rows from the count, reading the whole text finds them.
    """
    most = MAX_ROWS + MOST_HEADINGS
    if text.count("\n") + text.count("\r") < most:
        return
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        check_shape(sum(1 for _ in islice(filter(any, rows), most + 1)), 0)
    except csv.Error:
        return


def _records(text: str, delimiter: str, *, quoted: bool = True) -> Iterator[SourceRow]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    newline_kept = io.StringIO(text, newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(newline_kept, delimiter=delimiter, quoting=quoting, skipinitialspace=True)
    number = 1
    try:
        for number, cells in enumerate(reader, start=1):
            yield SourceRow(number, tuple(_trimmed(cells)))
    except csv.Error as error:
        raise FileRefused(
            f"The file cannot be cut into rows after row {number} ({error}). "
            "Open it in a spreadsheet program, save it as XLSX and upload that."
        ) from error


def _trimmed(cells: Iterable[str]) -> list[str]:
    """Cells without outer blanks; empty cells at the end of the row are dropped."""
    trimmed = [cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return (0.0, 0)
    if not widths:
        return (0.0, 0)
    usual, times = Counter(widths).most_common(1)[0]
    return (0.0, 0) if usual < 2 else (round(times / len(widths), 1), usual)


def _runaway(rows: Sequence[SourceRow]) -> int:
    """The row whose quotation mark swallowed the lines after it; 0 when there is none."""
    for row in rows:
        if any(len(cell) > MAX_CELL_CHARS and cell.count("\n") > 20 for cell in row.cells):
            return row.number
    last = rows[-1] if rows else None
    if last and any(cell.count("\n") > 20 for cell in last.cells):
        return last.number
    return 0


def _usual_width(rows: Sequence[SourceRow]) -> int:
    widths = Counter(len(row.cells) for row in rows if not row.is_empty)
    return widths.most_common(1)[0][0] if widths else 0


def _resplit(row: SourceRow, delimiter: str, width: int) -> SourceRow:
    """A row typed with full-width delimiters in a file that otherwise uses the plain ones."""
    full_width = _FULL_WIDTH.get(delimiter)
    if full_width is None or len(row.cells) != 1 or width < 2:
        return row
    cells = row.cells[0].split(full_width)
    return SourceRow(row.number, tuple(_trimmed(cells))) if len(cells) >= min(width, 3) else row
