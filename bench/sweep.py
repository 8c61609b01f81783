"""10,000 certificates expire on one day: rungs, recipients, notices and mails. `python -m bench.sweep` prints JSON."""

import json
import time
from datetime import datetime, timedelta

from bench.databases import Filled
from bench.process import measured
from bench.result import Result

MANY = 10_000
MOST_SECONDS, MOST_QUERIES = 1.0, 20
DUE = """UPDATE certificates_certificate SET expires_on = %(today)s WHERE id IN (
    SELECT c.id FROM certificates_certificate c JOIN suppliers_supplier s ON s.id = c.supplier_id
    WHERE s.archived_at IS NULL AND c.closed_on IS NULL AND c.expires_on IS NOT NULL
    AND coalesce(c.issued_on, '2000-01-01') < %(today)s AND coalesce(c.valid_from, '2000-01-01') < %(today)s
    ORDER BY c.id LIMIT %(many)s)"""
RUNGS = """UPDATE certificates_nextreminder n SET due_on = %(today)s FROM certificates_certificate c
    WHERE c.id = n.certificate_id AND n.kind = 'expiry' AND c.expires_on = %(today)s"""
KEPT = {"certificate": "id, expires_on", "nextreminder": "id, due_on"}
"""What is changed for the measurement, and put back."""


def run(area: str, at: Filled) -> list[Result]:
    """Measure in a process of its own; what it wrote is taken away again."""
    seen = measured("bench.sweep", at)
    detail = f"{seen['sent']:,} certificates, {seen['seconds']:.2f} s"
    share = seen["sent"] / MANY
    return [
        Result(area, "10,000 certificates expire, share of 1 s", seen["seconds"] / share / MOST_SECONDS, 1.0, detail),
        Result(
            area,
            "statements of it, share of 20",
            seen["queries"] / MOST_QUERIES,
            1.0,
            f"{seen['queries']} statements",
        ),
    ]


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.db.models import Max
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from accounts.models import Notice
    from certificates.models import Reminder, ReminderRecipient
    from certificates.services import send_reminders
    from common import clock
    from common.models import OutgoingMail

    reverse("certificates:list")  # a worker has read its addresses long ago
    noon = datetime.combine(clock.today(), datetime.min.time(), clock.now().tzinfo) + timedelta(hours=12)
    send_reminders(at=noon)
    before = {
        table: table._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for table in (Reminder, Notice, OutgoingMail)
    }
    with connection.cursor() as cursor:
        for name, columns in KEPT.items():
            cursor.execute(f"CREATE TEMPORARY TABLE was_{name} AS SELECT {columns} FROM certificates_{name}")  # noqa: S608
        cursor.execute(DUE, {"today": clock.today(), "many": MANY})
        cursor.execute(RUNGS, {"today": clock.today()})
        cursor.execute("ANALYZE certificates_certificate, certificates_nextreminder")
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        sent = send_reminders(at=noon)
        seconds = time.perf_counter() - begun
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    statements = sum(not one["sql"].startswith(words) for one in queries.captured_queries)
    with connection.cursor() as cursor:
        for name, columns in KEPT.items():
            column = columns.removeprefix("id, ")
            cursor.execute(
                f"UPDATE certificates_{name} now SET {column} = was.{column} FROM was_{name} was "  # noqa: S608
                f"WHERE was.id = now.id AND now.{column} IS DISTINCT FROM was.{column}"
            )
    ReminderRecipient.objects.filter(reminder__gt=before[Reminder]).delete()
    for table, last in before.items():
        table._default_manager.filter(pk__gt=last).delete()
    print(json.dumps({"sent": sent, "seconds": seconds, "queries": statements}))


if __name__ == "__main__":
    main()
