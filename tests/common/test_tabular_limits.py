"""How long a list may be: its headings do not count, and one that is too long is refused when it comes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import Font

from accounts.domain.permissions import Role
from common.tabular import delimited, limits, spreadsheet
from common.tabular.limits import MOST_HEADINGS, FileRefused
from common.tabular.reading import open_file, read_file
from imports import services
from suppliers.services import importing
from tests.accounts.factories import make_user
from tests.imports.factories import uploaded
from tests.imports.kinds import PEOPLE, offered

MOST = 40
TOO_MANY = MOST + MOST_HEADINGS + 1
HEAD = ("Supplier", "Person")
FORMS = ["csv", "xlsx"]


@pytest.fixture(autouse=True)
def _few_are_allowed(monkeypatch):
    for module in (limits, delimited, spreadsheet):
        monkeypatch.setattr(module, "MAX_ROWS", MOST)


def listed(form: str, rows: int, *, above: int = 0) -> bytes:
    lines = [*([f"Title {number}"] for number in range(above)), HEAD, *(["Acme", f"P {n}"] for n in range(rows))]
    if form == "csv":
        return "\n".join(",".join(line) for line in lines).encode()
    book = Workbook()
    for line in lines:
        book.active.append(line)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(data: bytes, *, limit: int | None = None, counted: bool = False):
    known = {name: name for name in HEAD}.get
    return read_file(open_file(data, counted=counted), known=known, limit=limit).table.rows


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("above", [0, 3])
def test_as_many_rows_as_are_allowed_may_stand_below_headings_and_titles(form, above):
    assert len(read(listed(form, MOST, above=above))) == MOST
    with pytest.raises(FileRefused, match="more than 40 rows"):
        read(listed(form, MOST + 1, above=above))


@pytest.mark.parametrize("form", FORMS)
def test_a_list_that_is_too_long_is_refused_though_only_its_first_rows_are_read(form):
    data = listed(form, TOO_MANY)
    with pytest.raises(FileRefused, match="more than 40 rows"):
        read(data, limit=5, counted=True)
    assert len(read(data, limit=5)) == 4  # what was kept before can still be looked at and given up
    assert len(read(listed(form, MOST), limit=5, counted=True)) == 4


def test_rows_without_values_and_below_a_long_blank_stretch_do_not_count(monkeypatch):
    monkeypatch.setattr(spreadsheet, "BLANK_ROWS_END_SHEET", 90)
    book = Workbook()
    for line in [HEAD, ["Acme", "A"]]:
        book.active.append(line)
    for row in range(3, TOO_MANY + 20):
        book.active.cell(row, 1).font = Font(bold=True)
    for row in range(300, 300 + TOO_MANY):
        book.active.cell(row, 1, "below")
    assert len(read(saved(book), limit=5, counted=True)) == len(read(saved(book), counted=True)) == 1


def test_lines_within_quotation_marks_and_empty_ones_are_no_rows():
    text = "Supplier,Person\n" + "\n" * TOO_MANY + '"Acme","' + "a\n" * 15 + '"\nBeta,B\n'
    assert len(read(text.encode(), limit=TOO_MANY + 10, counted=True)) == 2


def test_a_preview_reads_only_the_texts_that_it_shows(monkeypatch):
    read_texts = []
    whole = spreadsheet._shared_texts

    def told(source):
        for text in whole(source):
            read_texts.append(text)
            yield text

    monkeypatch.setattr(spreadsheet, "_shared_texts", told)
    assert len(read(listed("xlsx", MOST), limit=5)) == 4
    assert len(read_texts) < 10


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_an_upload_that_is_too_long_is_refused_at_once(form):
    data = listed(form, TOO_MANY)
    with offered(PEOPLE), pytest.raises(FileRefused, match="more than 40 rows"):
        uploaded(data, name=f"list.{form}")
    with pytest.raises(FileRefused, match="more than 40 rows"):
        importing.start_import(make_user(Role.PROCUREMENT), SimpleUploadedFile(f"list.{form}", data))


@pytest.mark.django_db
def test_a_long_sheet_beside_the_list_does_not_matter():
    book = Workbook()
    for _number in range(TOO_MANY):
        book.active.append(["Some", "thing", "else", "1"])
    people = book.create_sheet("People")
    for line in [HEAD, ["Acme", "A"]]:
        people.append(line)
    with offered(PEOPLE):
        batch = uploaded(saved(book), name="list.xlsx")
        assert services.preview(batch).found.sheet == "People"
