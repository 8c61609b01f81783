"""The old workbooks: read as a person sees them, and never trusted."""

import random
import resource
import struct
import time
from datetime import date

import pytest

from common.tabular.limits import MAX_COLUMNS, FileRefused
from common.tabular.reading import ReadOptions, open_file, read_file, read_other_sheet
from tests.common.xls_files import Bare, Formula, Zeros, cell, name_of_formula, ole, record, xls

HEAD = ["Supplier", "Postcode", "Since", "Quantity", "Share", "Active"]


def _known(header: str) -> str | None:
    return header if header in HEAD else None


def _read(data: bytes, **options):
    return read_file(open_file(data), ReadOptions(**options), known=_known)


def test_an_xls_shows_what_a_person_sees_in_it():
    rows = [HEAD, ["Müller 精密 GmbH", Zeros(1067), date(2009, 8, 4), 4711, 12.5, True], [], ["Dupont SA", "69001"]]
    found = _read(xls({"List": rows}))
    assert (found.kind, found.sheet, found.table.header_row) == ("xls", "List", 1)
    assert [(row.number, row.cells) for row in found.table.rows] == [
        (2, ("Müller 精密 GmbH", "01067", "2009-08-04", "4711", "12.5", "yes")),
        (4, ("Dupont SA", "69001", "", "", "", "")),
    ]


def test_a_formula_counts_by_the_value_stored_with_it():
    assert _read(xls({"List": [HEAD, ["A", None, None, Formula(42.5)]]})).table.rows[0].cells[3] == "42.5"


def test_hidden_sheets_stay_hidden_and_others_are_found_by_name():
    rows = {"Secret": [HEAD, *([["X"]] * 9)], "List": [HEAD, ["A"]], "Findings ": [["Supplier"], ["B"]]}
    data = xls(rows, hidden=("Secret",))
    assert (_read(data).sheet, _read(data).sheets) == ("List", ("List", "Findings "))
    assert read_other_sheet(open_file(data), "findings", known=_known).rows[0].cells == ("B",)
    assert read_other_sheet(open_file(data), "secret", known=_known) is None


def test_values_merged_downwards_count_for_each_row():
    data = xls({"List": [HEAD, ["A", 1], [None, 2]]}, merged=((1, 2, 0, 0),))
    assert [row.cells[:2] for row in _read(data).table.rows] == [("A", "1"), ("A", "2")]


def test_a_number_that_is_no_date_of_any_calendar_stays_a_number():
    row = Bare(cell(0, 0, "Supplier") + cell(1, 0, "A") + record(0x203, struct.pack("<HHHd", 1, 1, 1, 9e9)))
    assert _read(xls({"List": row})).table.rows[0].cells == ("A", "9000000000")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (xls({"List": [HEAD, ["A"]]}, extra=record(0x2F, struct.pack("<HHH", 0, 1, 1) + bytes(16))), "password"),
        (ole(b"\0" * 5000, "EncryptedPackage"), "password"),
        (ole(b"\0" * 5000, "WordDocument"), "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as XLSX"),
        (xls({"List": [HEAD]}), "no rows"),
        (xls({"List": [["Supplier"] * 256 * 2]}), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, says):
    with pytest.raises(FileRefused, match=says):
        _read(data)


def test_a_file_damaged_anywhere_is_read_or_refused_in_words():
    dice = random.Random(11)  # noqa: S311  (the same damage in every run)
    whole = xls({"List": [HEAD, *([[f"Acme {n}", n, date(2026, 1, 1), n * 1.5] for n in range(40)])]})
    refused = 0
    for _ in range(150):
        changed = bytearray(whole)
        for _ in range(6):
            changed[dice.randrange(8, len(changed))] = dice.randrange(256)
        try:
            _read(bytes(changed))
        except FileRefused:
            refused += 1
    assert refused > 10


def test_names_that_double_a_text_with_each_link_are_not_calculated():
    """`a1` is a text, `a2` is `a1 & a1`, and so on: forty of them would be a terabyte."""
    names = name_of_formula("a1", b"\x17\x40\x00" + b"x" * 64)
    for number in range(2, 60):
        link = struct.pack("<BHH", 0x23, number - 1, 0)
        names += name_of_formula(f"a{number}", link + link + b"\x08")
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _read(xls({"List": [HEAD, ["A"]]}, extra=names)).table.rows[0].cells[0] == "A"
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_a_cell_in_the_last_corner_does_not_fill_the_sheet_before_it():
    began = time.monotonic()
    corner = Bare(cell(0, 0, "Supplier") + cell(1, 0, "A") + cell(65_535, 255, "far away"))
    found = _read(xls({"List": corner}))
    assert [row.cells for row in found.table.rows] == [("A",)]
    assert time.monotonic() - began < 10
    assert MAX_COLUMNS > 256
