"""Paging by cursor: every row once, in both directions, whatever somebody writes into the address."""

import base64
import json

import pytest

from audits.models import Capa
from audits.selectors_capa import CAPA_SORTS
from common.paging import Sort, choose_sort, keyset_page
from suppliers.models import Supplier
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db
CITY = Sort("city", "City", ("city",))


def forged(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize("descending", [False, True])
def test_every_row_is_shown_once_forwards_and_backwards_also_where_values_are_equal(descending):
    for number in range(7):
        Supplier.objects.filter(pk=make_supplier().pk).update(city="AB"[number % 2])
    expected = list(Supplier.objects.order_by(*(("-city", "-pk") if descending else ("city", "pk"))))
    pages = [keyset_page(Supplier.objects.all(), sort=CITY, descending=descending, size=3)]
    while after := pages[-1].next:
        pages.append(keyset_page(Supplier.objects.all(), sort=CITY, descending=descending, after=after, size=3))
    assert [row for page in pages for row in page] == expected
    assert [len(page) for page in pages] == [3, 3, 1]
    back = keyset_page(Supplier.objects.all(), sort=CITY, descending=descending, before=pages[2].previous, size=3)
    assert back.rows == pages[1].rows


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%%%",
        forged("name", "A", 1),
        forged("city", "A"),
        forged("city", "A\x00", 1),
        forged("city", None, 1),
        forged("city", "A", 10**30),
        forged("city", "A", -(10**30)),
        forged("city", [], 1),
        forged("city", "A", "no number"),
    ],
)
def test_a_cursor_that_is_not_ours_shows_the_first_page(cursor):
    supplier = make_supplier()
    assert keyset_page(Supplier.objects.all(), sort=CITY, after=cursor).rows == [supplier]
    assert keyset_page(Supplier.objects.all(), sort=CITY, before=cursor).rows == [supplier]


def test_a_number_that_no_database_takes_is_no_cursor_for_a_related_column_either():
    sort, descending = choose_sort(CAPA_SORTS, "supplier")
    cursor = forged("supplier", "a", 10**30, 1)
    assert keyset_page(Capa.objects.all(), sort=sort, descending=descending, after=cursor).rows == []
