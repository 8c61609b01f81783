"""A worker killed in the middle of an import, and two of them at once: nothing half-written, nothing twice."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, connections

from common import clock
from common.jobs import run_job, sweep_jobs
from common.models import Change, Job, JobState
from suppliers.domain.importing.flow import ImportState, Outcome
from suppliers.models import EvidenceChange, Identifier, Site, Supplier
from suppliers.services import importing
from tests.accounts.factories import make_user
from tests.jobs import run_jobs
from tests.suppliers.importing.factories import HEAD, checked, mapped

pytestmark = pytest.mark.django_db(transaction=True)

LIST = HEAD + "".join(f"Company {n}x{n} GmbH,DE,Weg {n},Bonn,a{n}@example.com,\n" for n in range(1, 21))
SERVICES = "suppliers.services.importing"
PAUSED = "tests.suppliers.importing.paused_worker"


@pytest.fixture(autouse=True)
def _reference_data(django_db_serialized_rollback):
    """Rows that migrations brought come back after the tables were emptied."""


def kill_at(job: Job, module: str, function: str, worker_module: str = PAUSED) -> None:
    """Let a real worker process begin the job, and kill it as soon as it has gone through the function."""
    command = [sys.executable, "-m", worker_module, str(job.pk), module, function]
    here = {"DATABASE_URL": _test_database(), "VETTED_DATA_DIR": str(Path(settings.MEDIA_ROOT).parent)}
    env = {**os.environ, **here, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONWARNINGS": "ignore"}
    worker = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    lines = iter(worker.stdout.readline, "")
    assert any(line.strip() == "reached" for line in lines), "the worker never came there"
    worker.kill()
    worker.wait()
    worker.stdout.close()


def _test_database() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    host, port = values["HOST"] or "127.0.0.1", values["PORT"] or 5432
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{host}:{port}/{values['NAME']}"


def resume() -> None:
    """What the sweeper does once the worker gave no sign of life for a minute; then the next worker runs the job."""
    Job.objects.filter(state=JobState.RUNNING.value).update(heartbeat_at=clock.now() - timedelta(minutes=2))
    sweep_jobs()
    run_jobs()


def _fresh_job(batch) -> Job:
    batch.refresh_from_db()
    return Job.objects.get(pk=batch.job_id)


@pytest.mark.parametrize(
    ("module", "function"),
    [
        (f"{SERVICES}.bulk", "_update_known"),
        (f"{SERVICES}.writing", "insert_drafts"),
        (f"{SERVICES}.writing", "_store_outcomes"),
        (f"{SERVICES}.writing", "_tell_owner"),
    ],
)
def test_a_worker_killed_while_writing_leaves_nothing_half_done_and_the_next_does_it_once(module, function):
    batch = checked(LIST)
    before = Change.objects.count()
    importing.start_write(batch)
    kill_at(_fresh_job(batch), module, function)
    assert [model.objects.count() for model in (Supplier, Site, EvidenceChange)] == [0, 0, 0]
    assert Change.objects.count() == before
    batch.refresh_from_db()
    assert batch.state == ImportState.WRITING
    assert not batch.rows.exclude(outcome=Outcome.PENDING.value).exists()
    resume()
    batch.refresh_from_db()
    assert (batch.state, _fresh_job(batch).state) == (ImportState.WRITTEN, JobState.DONE)
    assert [model.objects.count() for model in (Supplier, Site, EvidenceChange)] == [20, 20, 20]


def test_a_worker_killed_after_the_write_does_not_write_again():
    batch = checked(LIST)
    importing.start_write(batch)
    kill_at(_fresh_job(batch), "suppliers.tasks", "write_import")
    assert Supplier.objects.count() == 20
    resume()
    assert Supplier.objects.count() == 20
    assert _fresh_job(batch).state == JobState.DONE


def test_a_worker_killed_while_checking_leaves_the_import_to_the_next():
    batch = mapped(LIST)
    importing.start_check(batch)
    kill_at(_fresh_job(batch), f"{SERVICES}.checking", "_compare")
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ImportState.CHECKING, 0)
    resume()
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ImportState.REVIEW, 20)


def test_two_imports_written_at_the_same_moment_make_each_supplier_once():
    text = "Name,Country,DUNS\n" + "".join(f"Company {n}x{n},DE,{100000000 + n}\n" for n in range(1, 31))
    batches = [checked(text), checked(text, user=make_user())]
    for batch in batches:
        importing.start_write(batch)
    threads = [Thread(target=run_apart, args=(str(_fresh_job(batch).pk),)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [_fresh_job(batch).state for batch in batches] == [JobState.DONE, JobState.DONE]
    assert (Supplier.objects.count(), Identifier.objects.count()) == (30, 30)


def run_apart(job_id: str) -> None:
    try:
        run_job(job_id)
    finally:
        connections.close_all()
