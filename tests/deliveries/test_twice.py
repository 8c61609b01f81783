"""A receipt that came once counts once, however often and by whomever it is entered."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from accounts.domain.permissions import Role
from common.records import AlreadySubmitted
from common.views import new_submission
from deliveries.domain.receipts import is_same_receipt
from deliveries.models import Delivery
from deliveries.services import RecordedAlready, correct_delivery, record_delivery, retract
from suppliers.models import Supplier
from tests.accounts.factories import make_user
from tests.deliveries.factories import DAY, by, delivery_data, make_delivery, place
from tests.suppliers.factories import make_supplier

HALF = {"order_number": "D5", "order_line": "1", "delivery_note": "DN9", "delivered_quantity": Decimal(50)}


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"order_number": "d5", "delivery_note": " dn9 "}, True),
        ({"part_number": ""}, True),
        ({"value": Decimal(5), "currency": "EUR", "description": "Bracket"}, True),
        ({"part_number": "BR-201"}, False),
        ({"delivery_note": "DN10"}, False),
        ({"delivery_note": ""}, False),
        ({"delivered_on": DAY - timedelta(days=1)}, False),
        ({"delivered_quantity": Decimal("49.5")}, False),
        ({"order_line": "2"}, False),
    ],
)
def test_one_receipt_is_one_line_note_day_and_quantity(changes, is_same):
    first = delivery_data(**HALF)
    assert is_same_receipt(first, replace(first, **changes)) is is_same
    assert is_same_receipt(replace(first, **changes), first) is is_same


def test_without_a_line_the_part_tells_receipts_apart():
    first = delivery_data(order_number="D5", order_line="")
    assert not is_same_receipt(first, replace(first, part_number=""))


@pytest.mark.django_db
class TestKeeping:
    def test_the_same_receipt_is_refused_whoever_enters_it_and_another_part_delivery_is_not(self):
        supplier = make_supplier()
        first = make_delivery(supplier, **HALF)
        with pytest.raises(RecordedAlready, match="its own delivery note or its own day") as refusal:
            make_delivery(supplier, **HALF)
        assert (refusal.value.row, refusal.value.problems[0].field) == (first, "delivery_note")
        make_delivery(supplier, **HALF | {"delivery_note": "DN10"})
        make_delivery(make_supplier(), **HALF)
        assert Delivery.objects.count() == 3

    def test_what_was_imported_is_not_entered_again_and_other_systems_number_their_own(self):
        supplier = make_supplier()
        make_delivery(supplier, **HALF, source="ERP", external_id="1")
        with pytest.raises(RecordedAlready):
            make_delivery(supplier, **HALF)
        make_delivery(supplier, **HALF, source="ERP", external_id="2")
        with pytest.raises(RecordedAlready):
            make_delivery(supplier, **HALF)

    def test_a_retracted_one_may_be_entered_again(self):
        supplier = make_supplier()
        retract(make_delivery(supplier, **HALF), by(reason="Another supplier's."))
        make_delivery(supplier, **HALF)

    def test_an_open_line_stands_once(self):
        supplier = make_supplier()
        line = {**HALF, "delivered_on": None, "delivered_quantity": Decimal(0)}
        make_delivery(supplier, **line)
        with pytest.raises(RecordedAlready, match="This open line is recorded already, due 14 Oct 2026"):
            make_delivery(supplier, **line)
        make_delivery(supplier, **HALF)

    def test_the_same_form_sent_twice_still_leads_to_what_it_made(self):
        supplier, token, data = make_supplier(), new_submission(), delivery_data(**HALF)
        record_delivery(place(supplier), data, by(submission=token))
        with pytest.raises(AlreadySubmitted):
            record_delivery(place(supplier), data, by(submission=token))
        with pytest.raises(RecordedAlready):
            record_delivery(place(supplier), data, by(submission=new_submission()))

    def test_a_correction_makes_no_second_of_another_and_may_mend_one_that_stood_twice(self):
        supplier = make_supplier()
        first = make_delivery(supplier, **HALF)
        other = make_delivery(supplier, **HALF | {"delivery_note": "DN10"})
        with pytest.raises(RecordedAlready):
            correct_delivery(other, place(supplier), delivery_data(**HALF), by(reason="The note was wrong."))
        other.refresh_from_db()
        assert other.is_standing
        correct_delivery(first, place(supplier), delivery_data(**HALF, unit="kg"), by(reason="Kilogrammes."))
        Delivery.objects.filter(pk=other.pk).update(delivery_note="DN9")
        other.refresh_from_db()
        correct_delivery(other, place(supplier), delivery_data(**HALF, unit="kg"), by(reason="Kilogrammes."))

    def test_the_supplier_is_held_while_it_is_looked_up(self, monkeypatch):
        """Else two people with the same paper at the same moment would not see each other's."""
        supplier, held = make_supplier(), []
        hold = Supplier.objects.select_for_update
        monkeypatch.setattr(Supplier.objects, "select_for_update", lambda **how: held.append(how) or hold(**how))
        make_delivery(supplier, **HALF)
        assert held == [{"no_key": True}]

    def test_the_page_says_it_and_leads_to_the_first(self, client):
        supplier = make_supplier()
        first = make_delivery(supplier, **HALF)
        client.force_login(make_user(Role.QUALITY_ENGINEER))
        sent = {
            "order_number": "D5", "order_line": "1", "delivery_note": "DN9", "part_number": "BR-200",
            "ordered_quantity": "100", "delivered_quantity": "50", "unit": "pcs", "promised_on": "2026-10-14",
            "delivered_on": "2026-10-14",
        }  # fmt: skip
        answer = client.post(reverse("deliveries:delivery_new", args=[supplier.pk]), sent)
        assert answer.status_code == 422
        assert "50 pcs on 14 Oct 2026" in answer.text
        assert f'href="{first.get_absolute_url()}"' in answer.text
        assert Delivery.objects.get() == first
        other = make_delivery(supplier, **HALF | {"delivery_note": "DN10"})
        address = reverse("deliveries:delivery_correct", args=[other.pk])
        answer = client.post(address, {**sent, "reason": "The note was wrong."})
        assert (answer.status_code, first.get_absolute_url() in answer.text) == (422, True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_the_same_paper_at_the_same_moment_one_is_told():
    supplier, told, gate = make_supplier(), [], Barrier(2)
    people = [make_user(Role.QUALITY_ENGINEER) for _ in range(2)]

    def enter(person):
        gate.wait()
        try:
            record_delivery(place(supplier), delivery_data(**HALF), by(person))
        except RecordedAlready as refusal:
            told.append(refusal.row.pk)
        finally:
            connection.close()

    threads = [Thread(target=enter, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [Delivery.objects.get().pk]
