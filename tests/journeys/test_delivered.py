"""The picture of what was delivered is read like the page around it, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common import clock
from tests.deliveries.factories import make_delivery, make_lot, make_nonconformance
from tests.journeys.steps import axe_clean
from tests.suppliers.factories import make_supplier

LETTERS = """() => [...document.querySelectorAll('.glance-charts svg')].map(picture =>
    parseFloat(getComputedStyle(picture.querySelector('text')).fontSize)
    * picture.getBoundingClientRect().width / picture.viewBox.baseVal.width)"""
HIDDEN = """() => { const wrap = document.querySelector('.figure-table .table-wrap');
    return [wrap.scrollWidth - wrap.clientWidth, getComputedStyle(wrap).backgroundImage.includes('gradient')] }"""


@pytest.mark.parametrize("width", [1440, 390])
def test_letters_of_charts_are_those_of_the_page_and_a_cut_table_shows_that_it_goes_on(page, sign_in, width):
    sign_in(Role.MANAGER)
    page.set_viewport_size({"width": width, "height": 900})
    day = clock.today() - timedelta(days=40)
    one, three = (make_supplier(legal_name=f"Delivered {number} at {width}", with_scope=True) for number in (1, 3))
    for supplier in (one, three):
        make_lot(supplier, inspected_on=day, sample_size=12_500, lot_size=20_000)
    make_delivery(three, promised_on=day, delivered_on=day)
    make_nonconformance(three, found_on=day)
    for supplier, number in ((one, 1), (three, 3)):
        page.goto(reverse("deliveries:supplier", args=[supplier.pk]))
        page.locator(".figure-table summary").click()
        letters = page.evaluate(LETTERS)
        assert len(letters) == number
        assert 11 <= min(letters) <= max(letters) <= 13
        hidden, has_shade = page.evaluate(HIDDEN)
        assert hidden == 0 if width == 1440 else hidden and has_shade
        axe_clean(page)
