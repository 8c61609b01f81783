"""The stored columns agree with what they are derived from, and a command says so."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from suppliers.models import NO_EXPIRY, Supplier
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db


def checked(*options):
    out = StringIO()
    call_command("check_projections", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("column", "wrong"),
    [("search_key", "| other "), ("name_key", "other"), ("city", "Brno"), ("next_expiry_on", date(2027, 1, 1))],
)
def test_a_column_that_differs_is_reported_and_repaired(column, wrong):
    supplier = make_supplier(aliases=("Acme",))
    make_supplier()
    Supplier.objects.filter(pk=supplier.pk).update(**{column: wrong})
    with pytest.raises(CommandError, match="1 suppliers differ"):
        checked()
    assert f"{supplier.pk}: {column} is" in checked("--repair")
    assert checked() == "All stored columns agree.\n"
    repaired = Supplier.objects.get(pk=supplier.pk)
    assert getattr(repaired, column) == getattr(supplier, column)
    assert repaired.version == supplier.version


def test_a_part_that_was_written_past_the_services_is_noticed():
    supplier = make_supplier()
    make_site(supplier, city="Łódź", is_main=True)
    with pytest.raises(CommandError):
        checked()
    checked("--repair")
    supplier.refresh_from_db()
    assert (supplier.city, supplier.next_expiry_on) == ("Łódź", NO_EXPIRY)
    assert supplier in Supplier.objects.matching("lodz")


def test_the_check_takes_as_many_statements_for_ten_suppliers_as_for_one(django_assert_num_queries):
    for _ in range(10):
        make_supplier()
    with django_assert_num_queries(7):
        assert checked() == "All stored columns agree.\n"
