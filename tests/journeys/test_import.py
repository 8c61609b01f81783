"""A buyer's list from the file to the suppliers, checked and written by the running worker."""

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from suppliers.models import Supplier
from tests.journeys.steps import axe_clean
from tests.suppliers.factories import make_site, make_supplier

ROWS = (
    "Lieferant;Land;Straße;Ort;E-Mail\n"
    "Journey Präzision GmbH;Deutschland;Hauptstr. 3;Bonn;info@journey.example\n"
    "Journey Metall Co;中国;No. 8 Harbour Road;Ningbo;\n"
    "Journey Nowhere Ltd;;Somewhere 5;;\n"
    "Journey Gear Works;Österreich;Weg 1;Linz;kein-e-mail\n"
)


@pytest.mark.servers
def test_a_list_is_read_mapped_checked_decided_and_written(page: Page, sign_in):
    sign_in(Role.PROCUREMENT)
    known = make_supplier(legal_name="Journey Gear Work", country="AT")
    make_site(known, street="Ring 20", city="Graz", is_main=True)
    page.goto("/suppliers/")
    page.get_by_role("link", name="Import").click()
    axe_clean(page)
    upload = {"name": "lieferanten.csv", "mimeType": "text/csv", "buffer": ROWS.encode("gb18030")}
    page.locator("input[type=file]").set_input_files([upload])
    page.get_by_role("button", name="Read the file").click()
    axe_clean(page)
    page.get_by_label("Character encoding").select_option("gb18030")
    page.get_by_role("button", name="look again").click()
    expect(page.locator("table")).to_contain_text("Präzision")
    page.get_by_role("button", name="go on").click()
    axe_clean(page)
    expect(page.get_by_label("Column B: Land")).to_have_value("country")
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("to decide", timeout=60_000)
    axe_clean(page)
    _correct_the_row_without_a_country(page)
    page.get_by_role("link", name="Decide side by side").click()
    axe_clean(page)
    page.get_by_label("The same: add what is missing").check()
    page.get_by_role("button", name="Keep these decisions").click()
    page.get_by_role("link", name="Back to the overview").click()
    page.get_by_role("button", name="Write").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 suppliers created, 1 row added", timeout=60_000)
    axe_clean(page)
    listed = ["Journey Präzision GmbH", "Journey Metall Co", "Journey Nowhere Ltd"]
    assert Supplier.objects.filter(legal_name__in=listed).count() == 3
    assert set(known.sites.values_list("city", flat=True)) == {"Graz", "Linz"}


def _correct_the_row_without_a_country(page: Page) -> None:
    page.get_by_role("link", name="All by row").click()
    axe_clean(page)
    page.get_by_role("link", name="Journey Nowhere Ltd").click()
    axe_clean(page)
    page.get_by_label("Country").fill("Frankreich")
    page.get_by_role("button", name="Keep the correction").click()
    page.get_by_role("link", name="Back to the overview").click()
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("to decide", timeout=60_000)
