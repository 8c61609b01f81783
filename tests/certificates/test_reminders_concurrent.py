"""Two processes that send reminders at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from certificates.models import Reminder
from certificates.services import send_reminders
from common.models import OutgoingMail
from tests.certificates.factories import TODAY, make_certificate, noon
from tests.suppliers.factories import make_supplier


@pytest.mark.django_db(transaction=True)
def test_two_runs_beside_each_other_send_each_reminder_once():
    suppliers = [make_supplier() for _ in range(6)]
    for supplier in suppliers:
        for _ in range(3):
            make_certificate(supplier, expires_on=TODAY + timedelta(days=95), at=noon())
    start = threading.Barrier(2)
    counts: list[int] = []

    def run() -> None:
        start.wait()
        try:
            counts.append(send_reminders(at=noon(TODAY + timedelta(days=5))))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sum(counts) == 18
    assert Reminder.objects.count() == 18
    owners = OutgoingMail.objects.values_list("to", flat=True)
    assert sorted(set(owners)) == sorted(supplier.owner.email for supplier in suppliers)
