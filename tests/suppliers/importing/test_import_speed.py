"""The import costs statements by the batch, not by the row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers.domain.importing.flow import Decision, RowMatch
from suppliers.models import Supplier
from suppliers.services import importing
from tests.jobs import run_jobs
from tests.suppliers.factories import make_supplier
from tests.suppliers.importing.factories import HEAD, check_again, checked, mapped

pytestmark = pytest.mark.django_db


def _list(rows: int) -> str:
    """Suppliers whose names have nothing in common."""
    words = [f"{chr(97 + n % 26)}{n * 7919 % 10007:x}{chr(97 + n // 26 % 26)}" for n in range(rows)]
    return HEAD + "".join(f"{word} Works {word},DE,Weg {n},Bonn,{word}@example.com,\n" for n, word in enumerate(words))


def _statements(run) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(words) for query in captured.captured_queries)


@pytest.mark.postgres
def test_a_thousand_rows_are_checked_and_written_in_few_statements():
    batch = mapped(_list(1000))
    for name in ("Quarry", "Zebra"):
        make_supplier(legal_name=name)
    checking = _statements(lambda: check_again(batch))
    assert batch.rows.filter(decision=Decision.CREATE.value).count() == 1000
    importing.start_write(batch)
    assert checking + _statements(lambda: run_jobs("suppliers.write_import")) <= 60
    assert Supplier.objects.count() == 1002


def test_writing_thirty_rows_takes_as_many_statements_as_writing_three():
    def write(rows: int) -> int:
        batch = checked(_list(rows).replace("Works", f"Works{rows}"))
        importing.decide_all(batch, RowMatch.NEAR, Decision.CREATE, user=batch.created_by)
        importing.decide_all(batch, RowMatch.EXACT, Decision.CREATE, user=batch.created_by)
        importing.start_write(batch)
        return _statements(lambda: run_jobs("suppliers.write_import"))

    few = write(3)
    assert abs(write(30) - few) <= 3  # one more of the two largest inserts where the engine takes few values at once
