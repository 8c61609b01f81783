"""A job lives as long as its worker, however long its handler is silent."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.db.models import F

from accounts.domain.permissions import Permission, Role
from accounts.models import User
from common import clock, jobs
from common.models import Job, JobState
from config.background import celery_settings
from scoring.services.bundles import PART
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def run_as_job(monkeypatch) -> Callable[[jobs.Handler], Job]:
    """Run a function as the handler of a job, with signs of life every few milliseconds."""
    monkeypatch.setattr(jobs, "SIGN_OF_LIFE_EVERY", 0.02)

    def run(work: jobs.Handler, by: User | None = None) -> Job:
        monkeypatch.setitem(jobs._handlers, "tests.work", work)
        with transaction.atomic():
            job = jobs.enqueue("tests.work", {}, by=by)
        jobs.run_job(str(job.pk))
        job.refresh_from_db()
        return job

    return run


def silence(job: jobs.RunningJob, **values) -> None:
    """As if the last sign of life were long ago."""
    Job.objects.filter(pk=job.row.pk).update(heartbeat_at=clock.now() - LONG_AGO, **values)


def is_heard(job: jobs.RunningJob, *, within: float) -> bool:
    """Whether a sign of life comes within so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if Job.objects.get(pk=job.row.pk).heartbeat_at > clock.now() - jobs.STALE_AFTER:
            return True
        time.sleep(0.01)
    return False


def test_a_silent_handler_of_a_living_worker_is_not_sent_to_another(run_as_job):
    def silent_work(job: jobs.RunningJob) -> None:
        silence(job)
        assert is_heard(job, within=10)
        jobs.sweep_jobs()
        assert not job.cancelled()

    done = run_as_job(silent_work)
    assert (done.state, done.attempts) == (JobState.DONE.value, 1)


def test_signs_of_life_end_with_the_job(run_as_job):
    done = run_as_job(lambda job: None)
    before = done.heartbeat_at
    time.sleep(0.1)
    done.refresh_from_db()
    assert done.heartbeat_at == before


def test_a_worker_that_was_overtaken_keeps_nobody_elses_attempt_alive(run_as_job):
    def overtaken_work(job: jobs.RunningJob) -> None:
        silence(job, attempts=F("attempts") + 1)
        assert not is_heard(job, within=0.3)
        assert job.cancelled()

    left = run_as_job(overtaken_work)
    assert left.state == JobState.RUNNING.value, "the other attempt's outcome is not ours to write"


def test_a_sign_of_life_inside_a_long_transaction_is_there_with_its_commit(run_as_job):
    def long_write(job: jobs.RunningJob) -> None:
        with transaction.atomic():
            silence(job)
            assert not job.cancelled()
        jobs.sweep_jobs()
        assert Job.objects.get(pk=job.row.pk).state == JobState.RUNNING.value

    assert run_as_job(long_write).state == JobState.DONE.value


def test_a_failed_job_names_itself_and_keeps_the_words_of_the_error_to_the_log(caplog):
    @jobs.handler("tests.leaking")
    def leak(job):
        raise ValueError("the number of a hidden supplier")

    job = jobs.enqueue("tests.leaking", {})
    jobs.run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == "failed"
    assert f"ValueError, job {job.pk}" in job.error
    assert "hidden" not in job.error
    assert "hidden supplier" in caplog.text


def test_a_job_that_is_asked_to_stop_says_so_until_its_handler_has_stopped(run_as_job):
    seen = []

    def stops(job: jobs.RunningJob) -> None:
        assert jobs.cancel(Job.objects.get(pk=job.row.pk)) is JobState.STOPPING
        seen.append(Job.objects.get(pk=job.row.pk).is_over)
        job.progress(1, 2)

    assert run_as_job(stops).state == JobState.CANCELLED.value
    assert seen == [False]


def test_a_job_that_was_asked_to_stop_after_it_had_written_says_that_it_is_done(run_as_job):
    def written_already(job: jobs.RunningJob) -> dict[str, str]:
        with transaction.atomic():
            assert not job.cancelled()
        jobs.cancel(Job.objects.get(pk=job.row.pk))
        return {"url": "/written/"}

    done = run_as_job(written_already)
    assert (done.state, done.result) == (JobState.DONE.value, {"url": "/written/"})


def test_a_job_that_waits_is_cancelled_at_once_and_never_begins(monkeypatch):
    begun = []
    monkeypatch.setitem(jobs._handlers, "tests.work", begun.append)
    job = jobs.enqueue("tests.work", {})
    assert jobs.cancel(job) is JobState.CANCELLED
    jobs.run_job(str(job.pk))
    assert not begun
    assert jobs.cancel(job) is None


def test_a_stopping_job_whose_worker_died_ends_as_cancelled():
    job = jobs.enqueue("tests.work", {})
    long_ago = clock.now() - LONG_AGO
    Job.objects.filter(pk=job.pk).update(state=JobState.STOPPING.value, attempts=1, heartbeat_at=long_ago)
    jobs.sweep_jobs()
    job.refresh_from_db()
    assert (job.state, job.is_over) == (JobState.CANCELLED.value, True)


def test_who_was_only_kept_waiting_by_the_database_speaks_up_within_the_grace(run_as_job):
    def kept_waiting(job: jobs.RunningJob) -> None:
        silence(job)
        jobs.sweep_jobs(grace=0.5)
        assert not job.cancelled()

    assert run_as_job(kept_waiting).attempts == 1


def test_a_killed_workers_job_begins_again_within_thirty_seconds():
    """Its last sign of life just before the kill, the sweeper just before it is stale, and a slow look at SQLite."""
    sweeps = celery_settings()["beat_schedule"]["common.sweep_jobs"]["schedule"]
    worst = jobs.STALE_AFTER.total_seconds() + sweeps + jobs.SQLITE_GRACE
    assert worst <= 25, "with five seconds for the broker and the worker to take it"
    assert jobs.STALE_AFTER.total_seconds() > 3 * jobs.SIGN_OF_LIFE_EVERY


def test_every_kind_of_job_asks_again_for_the_permission_of_who_asked_for_it():
    current_app.loader.import_default_modules()
    ours = {kind for kind, function in jobs._handlers.items() if not function.__module__.startswith("tests")}
    assert len(ours) > 5
    asking_themselves = {"common.bulk_change", PART}
    """For the permission of the kind of change before each thousand; of each scorecard of a bundle."""
    assert ours - jobs._needed.keys() == asking_themselves


@pytest.mark.parametrize("by", [None, Role.MANAGER, Role.AUDITOR])
def test_a_job_runs_for_nobody_and_for_who_may_but_not_for_who_may_not_any_more(run_as_job, monkeypatch, by):
    monkeypatch.setitem(jobs._needed, "tests.work", Permission.SUPPLIER_IMPORT)
    begun = []
    job = run_as_job(begun.append, by=make_user(by) if by else None)
    assert bool(begun) is (job.state == "done") is (by is not Role.AUDITOR)
    assert job.error == (jobs.NO_LONGER if by is Role.AUDITOR else "")
