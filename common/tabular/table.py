"""A file as rows of text cells, and which of its rows holds the column headers."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .limits import MOST_HEADINGS, check_rows

HEADER_SEARCH_ROWS = MOST_HEADINGS
HeaderLookup = Callable[[str], object | None]
"""What a header names, by the words of the subject; None when it is none of them."""
SAMPLED, SAMPLES = 50, 3


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in the file. `number` counts from 1, the way a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    """The readable content of a file: headers made unique, rows padded to the same width, empty rows left out."""

    headers: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    header_row: int
    """Number of the row with the headers; 0 when the file has none."""
    notes: tuple[str, ...] = field(default=())
    """What a person should know about how the file was read."""
    named: int = 0
    """How many columns the header row names; cells beyond it hint at a delimiter inside a value."""

    def samples(self, index: int) -> list[str]:
        """The first values of a column, to recognise what it holds."""
        return [row.cells[index] for row in self.rows[:SAMPLED] if row.cells[index]][:SAMPLES]


def build_table(
    source: Sequence[SourceRow], *, known: HeaderLookup, header_row: int | None, notes: Sequence[str] = ()
) -> Table:
    """The table below its header row. `header_row` None: find it; 0: there is none. Raises FileRefused: too long."""
    filled = [row for row in source if not row.is_empty]
    at = find_header_row(filled, known) if header_row is None else header_row
    head = next((row.cells for row in filled if row.number == at), ())
    body = [row for row in filled if row.number > at and not _repeats(row, head)]
    check_rows(len(body))
    width = max([len(head), *(len(row.cells) for row in body)], default=0)
    headers, header_notes = unique_headers(head, width)
    padded = tuple(_padded(row, width) for row in body)
    return Table(headers, padded, at, (*notes, *header_notes, *_ragged_notes(body, len(head))), len(head))


def find_header_row(rows: Sequence[SourceRow], known: HeaderLookup) -> int:
    """The row number that most likely holds the headers; 0 when the first rows already are data.

    Titles ("Supplier list 2026") come before headers in many exports, so the row with the most words known as
    headers wins. Without any known word the first row counts as headers if it looks unlike what follows.
    """
    candidates = rows[:HEADER_SEARCH_ROWS]
    named = {row.number: _known_headers(row, known) for row in candidates}
    best = max(candidates, key=lambda row: (named[row.number], -row.number), default=None)
    if best is None:
        return 0
    if named[best.number] >= 2 or (named[best.number] == 1 and _looks_like_header(best, rows)):
        return best.number
    first = next((row for row in candidates if len(row.cells) > 1 or len(rows) == 1), candidates[0])
    return first.number if _unlike_data(first, rows) else 0


def unique_headers(head: Sequence[str], width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A different name for each column, and notes on what was missing or double."""
    padded = [cell.strip() for cell in head] + [""] * (width - len(head))
    counts = Counter(name.casefold() for name in padded if name)
    seen: Counter[str] = Counter()
    result = []
    for index, name in enumerate(padded):
        key = name.casefold()
        seen[key] += 1
        if not name:
            result.append(f"Column {column_letter(index)}")
        else:
            result.append(f"{name} ({seen[key]})" if counts[key] > 1 else name)
    return tuple(result), tuple(_header_notes(head, padded, counts))


def column_letter(index: int) -> str:
    """A, B, … Z, AA: the letter a spreadsheet shows for the column (index from 0)."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def _header_notes(head: Sequence[str], padded: Sequence[str], counts: Counter[str]) -> list[str]:
    doubled = sorted({name for name in padded if name and counts[name.casefold()] > 1})
    notes = []
    if doubled:
        notes.append(f"Columns with the same name were numbered: {', '.join(doubled[:5])}.")
    missing = sum(1 for name in head if not name.strip())
    if missing:
        notes.append(f"{missing} column{'s have' if missing > 1 else ' has'} no name and got a letter instead.")
    return notes


def _ragged_notes(body: Sequence[SourceRow], named: int) -> list[str]:
    longer = [row.number for row in body if named and len(row.cells) > named]
    if not longer:
        return []
    some = ", ".join(str(number) for number in longer[:5]) + (" …" if len(longer) > 5 else "")
    rows = f"{len(longer)} rows have" if len(longer) > 1 else "One row has"
    return [f"{rows} more cells than there are column names (row {some})."]


def _known_headers(row: SourceRow, known: HeaderLookup) -> int:
    return len({meaning for cell in row.cells if cell and (meaning := known(cell))})


def _looks_like_header(row: SourceRow, rows: Sequence[SourceRow]) -> bool:
    filled = [cell for cell in row.cells if cell]
    width = max(len([cell for cell in other.cells if cell]) for other in rows[:HEADER_SEARCH_ROWS])
    return len(filled) >= width / 2 and all(len(cell) <= 60 for cell in filled)


def _unlike_data(first: SourceRow, rows: Sequence[SourceRow]) -> bool:
    """Short, different words without digits above rows that are longer or hold digits."""
    filled = [cell for cell in first.cells if cell]
    if not filled or len(set(filled)) < len(filled) or any(_is_datum(cell) for cell in filled):
        return False
    below = [row for row in rows if row.number > first.number][:HEADER_SEARCH_ROWS]
    data = sum(any(_is_datum(cell) for cell in row.cells) for row in below)
    return not below or data >= len(below) / 2


def _is_datum(cell: str) -> bool:
    return any(character.isdigit() for character in cell) or "@" in cell or len(cell) > 60


def _repeats(row: SourceRow, head: Sequence[str]) -> bool:
    """The header again in the middle of the data, as in lists pasted together."""
    return bool(head) and any(head) and tuple(row.cells) == tuple(head)


def _padded(row: SourceRow, width: int) -> SourceRow:
    return SourceRow(row.number, row.cells + ("",) * (width - len(row.cells)))
