"""Something does not conform: it is logged, answered by a corrective action, and seen beside what was accepted."""

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from audits.models import Capa
from common import clock
from deliveries.domain.lots import LotResult
from deliveries.models import Nonconformance
from tests.deliveries.factories import defect_type, make_delivery, make_lot
from tests.journeys.steps import axe_clean
from tests.suppliers.factories import make_supplier


@pytest.mark.servers
def test_a_nonconformance_is_logged_and_a_corrective_action_opened_from_it(page: Page, sign_in, make_person):
    supplier = make_supplier(legal_name="Journey Turning", with_scope=True)
    defect_type("Burr or sharp edge")
    for number in range(4):
        rejected = number == 0
        result = LotResult.REJECTED if rejected else LotResult.ACCEPTED
        make_lot(supplier, result=result, nonconforming=3 if rejected else 0, inspected_on=clock.today())
    make_delivery(supplier, promised_on=clock.today(), delivered_on=clock.today())
    make_person(Role.QUALITY_ENGINEER, name="Journey Reviewer")
    sign_in(Role.QUALITY_ENGINEER)
    page.goto(f"/suppliers/{supplier.pk}/deliveries/")
    expect(page.locator("main")).to_contain_text("3 of 4 inspected lots, 95 % interval")
    expect(page.locator("main")).to_contain_text("15,000 ppm")
    expect(page.locator("main")).to_contain_text("1 of 1 order line complete in the window")
    axe_clean(page)
    page.get_by_role("link", name="Log a nonconformance").click()
    axe_clean(page)
    page.get_by_label("What does not conform").fill("Burrs of 0.3 mm on the sealing edge of the whole lot.")
    page.get_by_label("Type of defect").select_option(label="Burr or sharp edge")
    page.get_by_label("Caught at").select_option(label="Our line")
    page.get_by_label("It stopped our line").check()
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("It stopped our line").first).to_be_visible()
    expect(page.get_by_role("heading", name="Speaks for a corrective action")).to_be_visible()
    row = Nonconformance.objects.get(supplier=supplier)
    page.get_by_role("link", name="Open a corrective action").click()
    axe_clean(page)
    page.get_by_label("Reviewer").select_option(label="Journey Reviewer")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("link", name="Open the nonconformance")).to_be_visible()
    capa = Capa.objects.get(nonconformance=row)
    page.get_by_role("link", name="Open the nonconformance").click()
    expect(page.get_by_role("link", name=capa.number)).to_be_visible()
    axe_clean(page)
    page.get_by_role("link", name="Decide on the parts").click()
    page.get_by_label("Return to the supplier").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", name="Return to the supplier")).to_be_visible()
