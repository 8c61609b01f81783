"""Background work: a row holds the truth, the broker carries its id, a sweeper sends again what a dead worker left.

Handlers are registered by kind in each app's `tasks.py`. They must be idempotent: after a kill they run again.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from common import clock
from common.models import Job, JobState
from common.models.job import ACTIVE

log = logging.getLogger(__name__)
STALE_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 3
BROKER_DOWN = (OperationalError, OSError)  # a server that does not answer; a disk that is full


class JobCancelled(Exception):
    """Raised inside a handler by `progress` once a person cancelled the job."""


class JobFailed(Exception):
    """Raised by a handler with a sentence for the person who waits; not tried again."""


class RunningJob:
    """What a handler sees of its job."""

    def __init__(self, row: Job) -> None:
        self.row = row
        self.payload: dict[str, Any] = row.payload

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Write progress and a sign of life. Raises JobCancelled when a person cancelled the job."""
        alive = Job.objects.filter(pk=self.row.pk, state=JobState.RUNNING.value, attempts=self.row.attempts)
        if not alive.update(done=done, total=total, note=note[:200], heartbeat_at=clock.now()):
            raise JobCancelled

    def cancelled(self) -> bool:
        return not Job.objects.filter(pk=self.row.pk, state=JobState.RUNNING.value).exists()


Handler = Callable[[RunningJob], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. Its result may hold `url`: where the waiting page goes."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(kind: str, payload: dict[str, Any], *, by: Any = None, key: str = "") -> Job:
    """Write a job and send it on commit. At most one job with the same `key` is active: a second call returns it."""
    now = clock.now()
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, key=key, payload=payload, created_by=by, created_at=now, heartbeat_at=now
            )
    except IntegrityError:
        return Job.objects.get(kind=kind, key=key, state__in=ACTIVE)
    transaction.on_commit(lambda: send(job.pk))
    return job


def send(job_id: UUID) -> None:
    """Hand the job's id to the broker. A broker that is down loses nothing: the sweeper sends it later."""
    try:
        current_app.send_task("common.run_job", [str(job_id)])
    except BROKER_DOWN as error:  # the row stays queued
        log.warning("broker not reachable, job %s waits for the sweeper: %s", job_id, error)


def nudge(task_name: str) -> None:
    """On commit, ask the worker to run a task soon. May be lost; the scheduler runs the same task anyway."""

    def deliver() -> None:
        try:
            current_app.send_task(task_name)
        except BROKER_DOWN as error:
            log.warning("broker not reachable, %s waits for the scheduler: %s", task_name, error)

    transaction.on_commit(deliver)


def run_job(job_id: str) -> None:
    """Run one job: take it (conditional update), call its handler, write the outcome."""
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED.value).update(
        state=JobState.RUNNING.value, attempts=F("attempts") + 1, heartbeat_at=clock.now()
    )
    if not taken:
        return
    job = Job.objects.get(pk=job_id)
    try:
        result = _handlers[job.kind](RunningJob(job))
    except JobCancelled:
        return
    except JobFailed as error:
        _finish(job, JobState.FAILED, error=str(error))
    except Exception:  # whatever a handler does, its job must say so
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, JobState.FAILED, error=traceback.format_exc(limit=-3))
    else:
        _finish(job, JobState.DONE, result=result or {})


def _finish(job: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING.value, attempts=job.attempts)
    mine.update(state=state.value, result=result, error=error, finished_at=clock.now())


def sweep_jobs() -> None:
    """Send again what waits or runs without a sign of life; give up after three attempts, saying so."""
    stale = Job.objects.filter(state__in=ACTIVE, heartbeat_at__lt=clock.now() - STALE_AFTER)
    given_up = "The worker stopped three times while doing this. Nothing half-done was kept. Start it again."
    stale.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED.value, error=given_up, finished_at=clock.now()
    )
    for job_id in list(stale.values_list("pk", flat=True)):
        Job.objects.filter(pk=job_id, state__in=ACTIVE, heartbeat_at__lt=clock.now() - STALE_AFTER).update(
            state=JobState.QUEUED.value, heartbeat_at=clock.now()
        )
        send(job_id)


def cancel(job: Job) -> bool:
    """Ask a job to stop. False when it was over already."""
    rows = Job.objects.filter(pk=job.pk, state__in=ACTIVE)
    return bool(rows.update(state=JobState.CANCELLED.value, finished_at=clock.now()))
