"""A job lives as long as its worker, however long its handler is silent."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F

from common import clock, jobs
from common.models import Job, JobState

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def run_as_job(monkeypatch) -> Callable[[jobs.Handler], Job]:
    """Run a function as the handler of a job, with signs of life every few milliseconds."""
    monkeypatch.setattr(jobs, "SIGN_OF_LIFE_EVERY", 0.02)

    def run(work: jobs.Handler) -> Job:
        monkeypatch.setitem(jobs._handlers, "tests.work", work)
        with transaction.atomic():
            job = jobs.enqueue("tests.work", {})
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
