"""Days that no record can name, by hand, through the interface and in files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from deliveries.domain.records import delivery_problems, lot_problems, nonconformance_problems
from deliveries.models import Delivery, Nonconformance
from tests.accounts.factories import make_user
from tests.deliveries.factories import DAY, TODAY, defect_type, delivery_data, lot_data, nonconformance_data
from tests.deliveries.test_importing import problems_of, read
from tests.suppliers.factories import make_supplier

SLIP = date(26, 11, 10)
OPEN = {"delivered_on": None, "delivered_quantity": Decimal(0)}


def told(problems) -> list[str]:
    return [f"{problem.field}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("problems", "field", "label"),
    [
        (delivery_problems(delivery_data(delivered_on=SLIP), TODAY), "delivered_on", "Delivered on"),
        (delivery_problems(delivery_data(noted_on=SLIP), TODAY), "noted_on", "Noted on"),
        (delivery_problems(delivery_data(promised_on=SLIP), TODAY), "promised_on", "Promised for"),
        (delivery_problems(delivery_data(requested_on=SLIP, **OPEN), TODAY), "requested_on", "Requested for"),
        (lot_problems(lot_data(inspected_on=SLIP), TODAY), "inspected_on", "Inspected on"),
        (lot_problems(lot_data(received_on=SLIP), TODAY), "received_on", "Received on"),
        (nonconformance_problems(nonconformance_data(found_on=SLIP), TODAY), "found_on", "Found on"),
    ],
)
def test_a_year_half_typed_is_no_day(problems, field, label):
    assert told(problems) == [f"{field}: {label} 10 Nov 0026 cannot be. Give the year with four digits, 1990 or later."]


def test_old_lists_are_taken_and_the_future_is_not():
    first = date(1990, 1, 1)
    assert not delivery_problems(delivery_data(delivered_on=first, promised_on=first, noted_on=first), TODAY)
    assert not delivery_problems(delivery_data(promised_on=first, **OPEN), TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert told(delivery_problems(delivery_data(noted_on=tomorrow), TODAY)) == [
        "noted_on: This day is in the future. Give the day on which it happened."
    ]


@pytest.mark.parametrize(
    ("planned", "changes", "words"),
    [
        (date(2031, 11, 20), OPEN, ""),
        (date(9999, 12, 31), OPEN, "Promised for 31 Dec 9999 is more than five years after today."),
        (date(2031, 10, 14), {}, ""),
        (date(9999, 12, 31), {}, "is more than five years after the delivery of 14 Oct 2026."),
        (date(2006, 10, 14), {}, "is more than five years before the delivery of 14 Oct 2026."),
        (date(2006, 10, 14), {"delivered_on": date(2007, 1, 3)}, ""),
        (date(2006, 10, 14), OPEN, ""),
    ],
)
def test_a_planned_day_lies_within_years_of_the_delivery_or_of_today(planned, changes, words):
    for field in ("promised_on", "requested_on"):
        given = delivery_data(**{"promised_on": DAY, **changes, field: planned})
        [message] = [one.message for one in delivery_problems(given, TODAY) if one.field == field] or [""]
        assert words.removeprefix("Promised for ") in message
        assert ("Check the year" in message) is bool(words)


@pytest.mark.django_db
def test_the_page_says_it_beside_the_field_and_keeps_nothing(client):
    client.force_login(make_user(Role.QUALITY_ENGINEER))
    supplier = make_supplier()
    sent = {"order_number": "D5", "promised_on": "9999-12-31"}
    answer = client.post(reverse("deliveries:delivery_new", args=[supplier.pk]), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["promised_on"]
    sent = {
        "description": "Rust.", "defect_type": defect_type().pk, "severity": "minor", "stage": "receiving",
        "known_from": "our_record", "found_on": "0026-11-10",
    }  # fmt: skip
    answer = client.post(reverse("deliveries:nonconformance_new", args=[supplier.pk]), sent)
    assert list(answer.context["form"].errors) == ["found_on"]
    assert not Delivery.objects.exists()
    assert not Nonconformance.objects.exists()


@pytest.mark.django_db
def test_a_file_is_told_its_row():
    make_supplier(legal_name="Acme")
    batch = read("deliveries", "Supplier,Order,Promised for,Ordered quantity\nAcme,PO-1,9999-12-31,5\n")
    assert "Promised for 31 Dec 9999 is more than five years after today." in problems_of(batch)
