import pytest

from suppliers.services import add_alias
from tests.beside import beside
from tests.suppliers.factories import make_supplier


@pytest.mark.django_db(transaction=True)
def test_names_noted_by_two_at_the_same_moment_are_both_found():
    supplier = make_supplier()
    beside(
        lambda: add_alias(supplier, "Zephyr Works", actor=supplier.owner),
        lambda: add_alias(supplier, "Quasar Plant", actor=supplier.owner),
    )
    supplier.refresh_from_db()
    assert "zephyr" in supplier.search_key
    assert "quasar" in supplier.search_key
