"""An import of records costs statements by the batch, not by the row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports import services
from suppliers.models import Contact
from tests.imports.factories import HEAD, check_again, mapped
from tests.jobs import run_jobs
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def _statements(run) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


@pytest.mark.postgres
def test_a_thousand_rows_are_checked_and_written_in_sixty_statements_together():
    make_supplier(legal_name="Acme")
    batch = mapped(HEAD + "".join(f"Acme,P{n},\n" for n in range(999)))
    services.start_check(batch)
    check = _statements(lambda: run_jobs("imports.check"))
    batch.refresh_from_db()
    services.start_write(batch)
    written = _statements(lambda: run_jobs("imports.write"))
    assert Contact.objects.count() == 999
    assert check + written <= 60, (check, written)


def test_sixty_rows_take_as_many_statements_as_twenty():
    make_supplier(legal_name="Acme")

    def write(rows: int) -> int:
        batch = mapped(HEAD + "".join(f"Acme,P{rows}x{n},\n" for n in range(rows)))
        check_again(batch)
        services.start_write(batch)
        return _statements(lambda: run_jobs("imports.write"))

    few = write(20)
    assert abs(write(60) - few) <= 4  # one more of each insert where the engine takes few values at once
