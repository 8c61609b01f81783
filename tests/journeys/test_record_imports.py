"""Certificates from the template that is handed out to the list, checked and written by the running worker."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from certificates.models import Certificate
from tests.journeys.steps import axe_clean
from tests.suppliers.factories import make_supplier

VALUES: dict[str, Any] = {
    "Certificate number *": "RJ-1",
    "Standard and edition": "ISO 9001:2015",
    "Certification body *": "Journey Cert",
    "Holder as printed": "Rowan",
    "Expiry": date(2028, 2, 28),
}


def _filled(template: bytes) -> bytes:
    book, target = load_workbook(io.BytesIO(template)), io.BytesIO()
    sheet = book["Certificates"]
    heads = [cell.value for cell in sheet[1]]
    rows = [
        {"Supplier": "Rowan Journey Castings"},
        {"Supplier": "Rowan Jurney Forgings", "Certificate number *": "RJ-2"},
    ]
    rows.append({"Supplier": "Rowan Journey Castings", "Certificate number *": "RJ-3", "Expiry": "soon"})
    for number, row in enumerate(rows, start=3):
        for column, head in enumerate(heads, start=1):
            sheet.cell(number, column, {**VALUES, **row}.get(str(head)))
    book.save(target)
    return target.getvalue()


@pytest.mark.servers
def test_a_template_is_filled_in_uploaded_decided_and_written(page: Page, sign_in):
    sign_in(Role.QUALITY_ENGINEER)
    make_supplier(legal_name="Rowan Journey Castings")
    forgings = make_supplier(legal_name="Rowan Journey Forgings")
    page.goto("/certificates/")
    page.get_by_role("link", name="Import").click()
    axe_clean(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Template").click()
    filled = _filled(waiting.value.path().read_bytes())
    upload = {"name": "certificates.xlsx", "mimeType": "application/octet-stream", "buffer": filled}
    page.locator("input[type=file]").set_input_files([upload])
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What do the columns mean?")
    axe_clean(page)
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 name without a supplier", timeout=60_000)
    axe_clean(page)
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("Rowan Forgings")
    page.get_by_role("button", name="Search").click()
    axe_clean(page)
    page.get_by_role("button", name="This one: Rowan Journey Forgings").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ready to be written", timeout=60_000)
    expect(page.get_by_text("Expiry is no date.")).to_be_visible()
    axe_clean(page)
    page.get_by_role("button", name="Write 2 new rows").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("certificates 2", timeout=60_000)
    axe_clean(page)
    page.get_by_role("link", name="RJ-2").click()
    expect(page.get_by_role("main")).to_contain_text("RJ-2")
    assert Certificate.objects.get(number="RJ-2").supplier == forgings
    page.goto("/imports/")
    axe_clean(page)
