"""Files made to hurt: bombs, entities, formulas, NUL, huge cells, other kinds of files."""

import io
import resource
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from common.models import Job, JobState
from common.tabular.limits import FileRefused
from imports import services
from imports.exports import rejected_rows
from suppliers.models import Contact
from tests.imports.factories import HEAD, checked, uploaded, write
from tests.imports.kinds import PEOPLE
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12)
)


def workbook(rows: list[list[object]]) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    target, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in source.namelist():
            content = source.read(each)
            archive.writestr(each, change(content) if each == name else content)
    return target.getvalue()


def plain() -> bytes:
    return workbook([["Supplier", "Person"], ["Acme", "A"]])


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 1024 * 1024))
    return target.getvalue()


BOMB = _bomb()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table></table></html>", "web page"),
        (b"\x89PNG\r\n", "picture"),
        (b"MZ\x90\x00" * 100, "program"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"Supplier,Person\n", "no rows"),
        (BOMB, "would unpack"),
    ],
)
def test_what_is_no_list_is_refused_before_anything_is_kept(data, says):
    with pytest.raises(FileRefused, match=says):
        uploaded(data)


@pytest.mark.parametrize("place", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_neither_fetched_nor_multiplied(place, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    fetched = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for head, word in ((fetched, b"&e;"), (ENTITIES + "]>", b"&m;")):

        def spoil(content: bytes, head: str = head, word: bytes = word) -> bytes:
            start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
            return content[:start] + head.encode() + content[start:].replace(b"Acme", word)

        try:
            batch = checked(with_part(plain(), place, spoil))
        except FileRefused:
            continue
        told = f"{batch.headers}{list(batch.lines.values_list('values', 'cells'))}{batch.summary}"
        assert "TOP SECRET" not in told
        assert len(told) < 100_000
    assert time.monotonic() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes


def test_formulas_stay_text_and_come_back_harmless():
    make_supplier(legal_name="Acme")
    evil = '=HYPERLINK("http://evil","x")'
    batch = checked(HEAD + f'Acme,"{evil.replace(chr(34), chr(34) * 2)}",\nAcme,Nobody,=1+1\n')
    assert "This begins like a formula." in str(batch.summary["problems"])
    write(batch)
    assert Contact.objects.get().name == evil
    again = rejected_rows(batch, PEOPLE)
    told = [[column.value(line) for column in again.columns] for line in again.rows]
    assert told[0][1] == "Nobody"


def test_nul_and_control_characters_are_dropped():
    make_supplier(legal_name="Acme")
    text = HEAD.encode() + b"Acme,A\x00n\x07na Gomez,\n" + b"Acme,Somebody Else Entirely,\n" * 2
    write(checked(text))
    assert Contact.objects.order_by("pk").first().name == "An na Gomez"


def test_a_huge_cell_is_refused_in_its_row_only():
    make_supplier(legal_name="Acme")
    batch = checked(HEAD + f"Acme,{'x' * 300_000},\nAcme,B,\n")
    assert [problem["rows"] for problem in batch.summary["problems"]] == [1]
    assert len(str(batch.summary)) < 2_000
    assert batch.lines.usable().count() == 1


def test_a_file_that_became_unreadable_fails_with_words_and_changes_nothing():
    make_supplier(legal_name="Acme")
    batch = uploaded(plain())
    services.set_columns(batch, {"": {0: "supplier", 1: "name"}}, {})
    with batch.file.open("wb") as file:
        file.write(b"PK\x03\x04broken")
    from tests.jobs import run_jobs

    services.start_check(batch)
    run_jobs("imports.check")
    job = Job.objects.get(kind="imports.check")
    assert (job.state, "damaged" in job.error) == (JobState.FAILED, True)
    assert services.reopen(batch)


def test_the_template_holds_nothing_that_is_carried_out():
    from imports.workbook import template_for
    from tests.imports.kinds import PEOPLE

    book = load_workbook(io.BytesIO(template_for(PEOPLE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
