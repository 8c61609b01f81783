"""Many at once: a selection is edited and undone, and made into scorecards that can be stopped and gone on with."""

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from common import clock
from scoring.models import ScorecardBundle
from scoring.pdf import pdf_problem
from scoring.services import rescore_suppliers
from suppliers.models import Supplier
from tests.journeys.steps import axe_clean
from tests.suppliers.factories import make_supplier

pdf_renderer = pytest.mark.skipif(bool(pdf_problem()), reason=pdf_problem())


def suppliers_named(word: str, number: int) -> list[Supplier]:
    suppliers = [make_supplier(legal_name=f"{word} Works {n}", with_scope=True) for n in range(1, number + 1)]
    rescore_suppliers([one.pk for one in suppliers], clock.today())
    return suppliers


def test_a_selection_is_looked_at_changed_and_undone_with_the_keyboard(page: Page, sign_in):
    suppliers = suppliers_named("Juniper", 3)
    sign_in(Role.MANAGER)
    page.goto("/suppliers/?q=juniper")
    page.locator(".row-link").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("status").filter(has_text="2 selected")).to_be_visible()
    axe_clean(page)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Sector").select_option("automotive")
    page.get_by_label("Why").fill("They make brake parts now")
    axe_clean(page)
    page.get_by_role("button", name="Look at what will change").click()
    expect(page.get_by_role("heading", name="2 of 2 suppliers will change")).to_be_visible()
    axe_clean(page)
    page.get_by_role("button", name="Change 2 suppliers").click()
    expect(page.get_by_role("heading", name="2 suppliers changed")).to_be_visible()
    axe_clean(page)
    found = Supplier.objects.filter(pk__in=[one.pk for one in suppliers], sector="automotive")
    assert found.count() == 2
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Undone for 2 suppliers")).to_be_visible()
    assert found.count() == 0


@pdf_renderer
def test_scorecards_of_a_selection_are_stopped_gone_on_with_and_downloaded(page: Page, sign_in):
    suppliers_named("Rowan", 4)
    user = sign_in(Role.AUDITOR)
    page.goto("/suppliers/?q=rowan")
    page.get_by_label("Select page").check()
    expect(page.get_by_role("status").filter(has_text="4 selected")).to_be_visible()
    page.get_by_role("button", name="Scorecards").click()
    page.get_by_label("ZIP of single PDFs").check()
    axe_clean(page)
    page.get_by_role("button", name="Make them").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    axe_clean(page)
    bundle = ScorecardBundle.objects.get(by=user)
    assert bundle.state == "stopped"
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=180_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").click()
    names = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())).namelist()
    assert len([name for name in names if name.endswith(".pdf")]) == 4
    axe_clean(page)
    page.goto("/scorecards/bundles/")
    expect(page.get_by_role("link", name="4 scorecards, ZIP of single PDFs")).to_be_visible()
    axe_clean(page)


def test_without_scripts_the_boxes_and_buttons_are_there(browser, product, context, sign_in):
    suppliers_named("Larch", 2)
    sign_in(Role.MANAGER)
    plain = browser.new_context(base_url=product.url, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/suppliers/?q=larch")
    page.get_by_label("All 2 that this filter finds").check()
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_text("2 selected")).to_be_visible()
    plain.close()
