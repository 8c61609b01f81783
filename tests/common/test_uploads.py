"""A refused upload is told what it is in words, never by the name of its type."""

import io
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from common.uploads import Kind, UploadRejected, checked_upload


def _workbook() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def _archive() -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (_workbook(), "The file's content is a workbook (XLSX), not PDF."),
        (_archive(), "The file's content is a ZIP archive, not PDF."),
        (b"GIF89a" + b"\x00" * 40, "The file's content is a picture (GIF), not PDF."),
        (b"SQLite format 3\x00" + b"\x00" * 40, "The file's content is of another kind, not PDF."),
        (b"<!doctype html><p>", "The file's content is a web page (HTML), not PDF."),
        (b"plain words", "The file's content is of an unknown kind, not PDF."),
    ],
)
def test_what_was_sent_instead_of_a_pdf_is_called_as_people_call_it(data, says):
    with pytest.raises(UploadRejected) as refused:
        checked_upload(SimpleUploadedFile("certificate.pdf", data), kinds=[Kind.PDF])
    assert says in str(refused.value)
    assert "application/" not in str(refused.value)
