"""Exports: whole, harmless, streamed."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from common.tables import Column, Export, Table, export_as, harmless, stream_csv, stream_xlsx

VALUES = ["plain", " kept  blanks ", "<&>\"'", "阀体", "=1+1", None, 12, Decimal("88.1"), date(2027, 3, 12)]
MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def columns(count):
    return [Column(f"Column {number}", lambda row, number=number: row[number]) for number in range(count)]


def sheet(rows, width):
    content = b"".join(stream_xlsx("things: all", columns(width), rows))
    return load_workbook(io.BytesIO(content)).active


def test_an_xlsx_holds_texts_numbers_dates_and_moments_as_such():
    head, row = sheet([[*VALUES, True, MOMENT]], len(VALUES) + 2).iter_rows()
    assert [cell.value for cell in head][:2] == ["Column 0", "Column 1"]
    assert head[0].font.b
    values = [cell.value for cell in row]
    assert values[:9] == [*VALUES[:5], None, 12, 88.1, datetime(2027, 3, 12)]  # noqa: DTZ001  (as read back)
    assert values[9] is True
    assert values[10].strftime("%Y-%m-%d %H:%M") == "2026-11-21 10:30"
    assert row[8].number_format == r"yyyy\-mm\-dd"


@given(st.text(max_size=50))
def test_whatever_a_text_holds_the_xlsx_can_be_opened_and_no_cell_is_a_formula(text):
    row = list(sheet([[text]], 1).iter_rows())[1]
    assert row[0].data_type in ("s", "n")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=2, max_size=4))
def test_a_csv_is_read_back_as_it_was_but_for_formulas(texts):
    content = b"".join(stream_csv("things", columns(len(texts)), [texts])).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(content, newline="")))[1]
    assert [cell.removeprefix("'") for cell in row] == [text.removeprefix("'") for text in texts]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_heading_that_came_with_an_uploaded_list_is_no_formula_either():
    heading = '=HYPERLINK("http://evil.example","Name")'
    table = [Column(heading, lambda row: row)]
    text = b"".join(stream_csv("things", table, ["x"])).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == ["'" + heading]
    book = load_workbook(io.BytesIO(b"".join(stream_xlsx("things", table, ["x"]))))
    assert (book.active["A1"].value, book.active["A1"].data_type) == (heading, "s")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_a_workbook_says_that_a_text_like_a_formula_is_a_text(text):
    [cell] = list(sheet([[text]], 1).iter_rows())[1]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    content = b"".join(stream_xlsx("things", columns(1), [[text]]))
    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert 't="inlineStr"' in xml
    assert "<f" not in xml


def test_several_tables_are_sheets_of_a_workbook_and_no_csv():
    export = Export("things", columns(1), [["a"]], title="First", more=[Table("Second: 2", columns(2), [["b", "=c"]])])
    book = load_workbook(io.BytesIO(b"".join(export_as("xlsx", export))))
    told = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book}
    assert told == {"First": [["a"]], "Second  2": [["b", "=c"]]}
    with pytest.raises(Http404, match="several sheets"):
        export_as("csv", export)


def test_rows_are_read_only_as_they_are_sent():
    read = []

    def rows():
        for number in range(5000):
            read.append(number)
            yield [f"text {number}"]

    for stream in (stream_csv, stream_xlsx):
        read.clear()
        chunks = iter(stream("many", columns(1), rows()))
        next(chunks)
        assert len(read) <= 1
        next(chunks)
        assert len(read) <= 1001
        assert sum(1 for _ in chunks) >= 8
        assert len(read) == 5000


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]
)
def test_a_text_that_a_spreadsheet_would_run_out_of_a_csv_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"
    assert harmless(f"a{text}") == f"a{text}"
