"""XLS workbooks for tests, record by record, so that they can also hold what no honest program writes."""

import struct
from collections.abc import Sequence
from datetime import date

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
GENERAL, DAY, LEADING_ZEROS = 0, 1, 2
_FORMATS = {GENERAL: 0, DAY: 14, LEADING_ZEROS: 164}


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text(value: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(value)) + b"\x01" + value.encode("utf-16-le")


def cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, Formula):
        return value.record(row, column)
    if isinstance(value, bool):
        return record(0x205, struct.pack("<HHHBB", row, column, GENERAL, value, 0))
    if isinstance(value, date):
        return record(0x203, struct.pack("<HHHd", row, column, DAY, (value - date(1899, 12, 30)).days))
    if isinstance(value, Zeros):
        return record(0x203, struct.pack("<HHHd", row, column, LEADING_ZEROS, value))
    if isinstance(value, int | float):
        return record(0x203, struct.pack("<HHHd", row, column, GENERAL, value))
    return record(0x204, struct.pack("<HHH", row, column, GENERAL) + text(str(value)))


class Zeros(int):
    """A number shown with leading zeros, to five digits."""


class Formula:
    """A formula with the number that was stored as its result."""

    def __init__(self, result: float) -> None:
        self.result = result

    def record(self, row: int, column: int) -> bytes:
        tokens = struct.pack("<BH", 0x1E, 1)  # =1, whatever the stored result says
        head = struct.pack("<HHHdHIH", row, column, GENERAL, self.result, 0, 0, len(tokens))
        return record(0x06, head + tokens)


class Bare(bytes):
    """Records of a sheet as they are."""


def xls(
    sheets: dict[str, Sequence[Sequence[object]] | Bare],
    *,
    hidden: tuple[str, ...] = (),
    merged: tuple[tuple[int, int, int, int], ...] = (),
    extra: bytes = b"",
) -> bytes:
    """A workbook of Excel 97. `merged` (first row, last row, first and last column, from 0) counts for each sheet."""
    merges = b"".join(struct.pack("<HHHH", *each) for each in merged)
    bodies = [
        _bof(0x10)
        + (rows if isinstance(rows, Bare) else _cells(rows))
        + (record(0xE5, struct.pack("<H", len(merged)) + merges) if merged else b"")
        + record(0x0A)
        for rows in sheets.values()
    ]
    bounds = sum(len(_bound(0, name, hidden)) for name in sheets)
    head = _bof(0x05) + record(0x42, struct.pack("<H", 1200)) + extra + _styles()
    at, placed = len(head) + bounds + len(record(0x0A)), b""
    for name, body in zip(sheets, bodies, strict=True):
        placed += _bound(at, name, hidden)
        at += len(body)
    return ole(head + placed + record(0x0A) + b"".join(bodies))


def _bof(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 1996, 0, 6))


def _bound(at: int, name: str, hidden: tuple[str, ...]) -> bytes:
    return record(0x85, struct.pack("<IBB", at, int(name in hidden), 0) + text(name, "<B"))


def _styles() -> bytes:
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text("Arial", "<B"))
    zeros = record(0x41E, struct.pack("<H", 164) + text("00000"))
    looks = b"".join(record(0xE0, struct.pack("<HHH14x", 0, _FORMATS[each], 0)) for each in sorted(_FORMATS))
    return font + zeros + looks


def _cells(rows: Sequence[Sequence[object]]) -> bytes:
    filled = ((r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None)
    return b"".join(cell(*each) for each in filled)


def name_of_formula(name: str, tokens: bytes) -> bytes:
    """A defined name with the formula behind it."""
    head = struct.pack("<HBBHHHBBBB", 0, 0, len(name), len(tokens), 0, 0, 0, 0, 0, 0)
    return record(0x18, head + b"\x00" + name.encode() + tokens)


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound document that holds one stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * 128 < sectors + 1 + tables:
        tables += 1
    chain = [_FAT] * tables + [_END] + [tables + 2 + n for n in range(sectors - 1)] + [_END]
    chain += [_FREE] * (tables * 128 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    root = _entry("Root Entry", 5, 1, _END, 0)
    entries = root + _entry(name, 2, _FREE, tables + 1, len(stream)) + _entry("", 0, _FREE, 0, 0) * 2
    return head + struct.pack(f"<{tables * 128}I", *chain) + entries + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + (b"\0\0" if name else b"")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<III", start, size, 0)
