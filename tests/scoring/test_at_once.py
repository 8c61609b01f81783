"""Two workers that drain at the same moment, on a real database with its locks: nothing twice, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from scoring.models import RatingProblem, Snapshot
from scoring.services import drain_changes
from scoring.services.checking import disagreements
from suppliers.models import EvidenceChange
from suppliers.services import mark_evidence_changed
from tests.scoring.factories import ON, ship_models
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _shipped_model():
    ship_models()


def test_two_workers_that_drain_at_once_write_each_rating_once():
    suppliers = [make_supplier() for _ in range(4)]
    mark_evidence_changed([one.pk for one in suppliers])
    start = Barrier(2)

    def drain(_: int) -> int:
        start.wait(timeout=30)
        try:
            return drain_changes(ON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(drain, range(2))) >= 4
    assert Snapshot.objects.count() == 4
    assert not EvidenceChange.objects.exists()
    assert not RatingProblem.objects.exists()
    assert not list(disagreements())
