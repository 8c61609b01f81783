"""A worker killed in the middle, two writers at once, one file twice at once: nothing half-written, nothing twice."""

from threading import Thread

import pytest

from common.jobs import cancel, run_job
from common.models import Change, Job, JobState
from imports import services
from imports.domain.flow import ImportState, NameDecision, Outcome
from imports.services.deciding import Answer
from suppliers.models import Contact, EvidenceChange, Supplier
from tests.imports.factories import HEAD, check_again, checked, mapped
from tests.jobs import run_jobs
from tests.suppliers.factories import make_supplier
from tests.suppliers.importing.test_import_killed import kill_at, resume, run_apart

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = "tests.imports.paused_worker"
ROWS = HEAD + "".join(f"Acme,P{n},\n" for n in range(20)) + "Zyx Forge,Q,\n"


@pytest.fixture(autouse=True)
def _reference_data(django_db_serialized_rollback):
    """Rows that migrations brought come back after the tables were emptied."""


def decided(text: str):
    batch = checked(text)
    services.decide_rest(batch, Answer(NameDecision.CREATE, country="DE"), user=batch.created_by)
    check_again(batch)
    return batch


def job_of(batch) -> Job:
    batch.refresh_from_db()
    return Job.objects.get(pk=batch.job_id)


@pytest.mark.parametrize("function", ["_create_suppliers", "_write_lines", "_close"])
def test_a_worker_killed_while_writing_leaves_nothing_and_the_next_does_it_once(function):
    make_supplier(legal_name="Acme")
    batch = decided(ROWS)
    before = (Change.objects.count(), EvidenceChange.objects.count())
    services.start_write(batch)
    kill_at(job_of(batch), "imports.services.writing", function, WORKER)
    assert (Contact.objects.count(), Supplier.objects.count()) == (0, 1)
    assert (Change.objects.count(), EvidenceChange.objects.count()) == before
    assert set(batch.lines.values_list("outcome", flat=True)) == {Outcome.PENDING}
    resume()
    assert (job_of(batch).state, batch.state) == (JobState.DONE, ImportState.WRITTEN)
    assert (Contact.objects.count(), Supplier.objects.count()) == (21, 2)
    assert batch.result == {"suppliers": 1, "people": 21}


def test_a_worker_killed_while_checking_leaves_the_import_to_the_next():
    make_supplier(legal_name="Acme")
    batch = mapped(HEAD + "Acme,A,\n")
    services.start_check(batch)
    kill_at(job_of(batch), "imports.services.checking", "_find_repeated", WORKER)
    assert (job_of(batch).state, batch.lines.count()) == (JobState.RUNNING, 0)
    resume()
    batch.refresh_from_db()
    assert (batch.state, batch.lines.count()) == (ImportState.REVIEW, 1)


def test_the_same_import_run_by_two_workers_at_once_is_written_once():
    make_supplier(legal_name="Acme")
    batch = decided(ROWS)
    services.start_write(batch)
    job = job_of(batch)
    copy = Job.objects.create(
        kind=job.kind,
        payload=job.payload,
        created_by=job.created_by,
        created_at=job.created_at,
        heartbeat_at=job.heartbeat_at,
    )
    _at_once(job, copy)
    assert (Contact.objects.count(), Supplier.objects.count()) == (21, 2)
    assert {job_of(batch).state, Job.objects.get(pk=copy.pk).state} == {JobState.DONE}


def test_the_same_file_written_by_two_people_at_once_is_written_once():
    make_supplier(legal_name="Acme")
    batches = [decided(ROWS), decided(ROWS)]
    for batch in batches:
        services.start_write(batch)
    _at_once(*(job_of(batch) for batch in batches))
    assert [job_of(batch).state for batch in batches] == [JobState.DONE, JobState.DONE]
    assert (Contact.objects.count(), Supplier.objects.count()) == (21, 2)
    assert sorted(len(batch.result) for batch in batches) == [0, 2]


def test_a_write_that_is_cancelled_while_it_waits_writes_nothing_and_goes_back_to_the_review():
    make_supplier(legal_name="Acme")
    batch = decided(ROWS)
    services.start_write(batch)
    assert cancel(job_of(batch))
    run_job(str(batch.job_id))
    run_jobs()
    assert Contact.objects.count() == 0
    assert services.reopen(batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.REVIEW


def test_a_write_that_is_stopped_in_the_middle_is_undone(monkeypatch):
    make_supplier(legal_name="Acme")
    batch = decided(ROWS)
    services.start_write(batch)
    job_id = job_of(batch).pk
    original = services.writing._write_lines

    def stopped_meanwhile(*args):
        original(*args)
        Job.objects.filter(pk=job_id).update(state=JobState.STOPPING.value)

    monkeypatch.setattr("imports.services.writing._write_lines", stopped_meanwhile)
    run_jobs("imports.write")
    batch.refresh_from_db()
    assert (Contact.objects.count(), batch.state) == (0, ImportState.WRITING)


def _at_once(*jobs: Job) -> None:
    threads = [Thread(target=run_apart, args=(str(job.pk),)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
