"""Rows are given as they are found; nobody waits for the last one, and nobody else for who reads them."""

import pytest
from django.db import connection

from common.streaming import streamed
from suppliers.models import Supplier
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows():
    for name in ("Alpha", "Beta", "Gamma"):
        make_supplier(legal_name=name)
    return Supplier.objects.order_by("name_key").values_list("legal_name", flat=True)


def test_all_rows_come_in_their_order(rows):
    assert list(streamed(rows, chunk_size=2)) == ["Alpha", "Beta", "Gamma"]
    assert not connection.in_atomic_block


@pytest.mark.postgres
def test_the_database_does_not_put_all_rows_aside_before_it_gives_the_first(rows):
    found = streamed(rows, chunk_size=1)
    assert next(found) == "Alpha"
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_holdable FROM pg_cursors")
        assert cursor.fetchall() == [(False,)]
    found.close()


def test_who_stops_reading_leaves_nothing_open(rows):
    found = streamed(rows, chunk_size=1)
    next(found)
    assert connection.in_atomic_block == (connection.vendor == "postgresql")  # SQLite would let nobody else write
    found.close()
    assert not connection.in_atomic_block
    Supplier.objects.update(notes="seen")
    assert Supplier.objects.filter(notes="seen").count() == 3
