"""Background work: a row holds the truth, the broker carries its id, a sweeper sends again what a dead worker left.

Handlers are registered by kind in each app's `tasks.py`. They must be idempotent: after a kill they run again.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from common import clock
from common.models import Job, JobState
from common.models.job import ACTIVE

log = logging.getLogger(__name__)
STALE_AFTER = timedelta(seconds=60)
SIGN_OF_LIFE_EVERY = 15.0  # seconds
OUR_FAULT = (
    "That went wrong on our side, and nothing half-done was kept. Try it again; if it happens again, tell your "
    "administrator: {name}, job {id}."
)
"""No more than that: an error's own words can name records that the person may not see. The log has them."""
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
        if not _update_mine(self.row, done=done, total=total, note=note[:200], heartbeat_at=clock.now()):
            raise JobCancelled

    def cancelled(self) -> bool:
        """Whether a person cancelled it or another worker took it over.

        A sign of life too: asked at the end of a long transaction, it becomes visible with the commit. On SQLite
        nobody else can give one while that transaction writes.
        """
        return not _update_mine(self.row, heartbeat_at=clock.now())


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
        with _signs_of_life(job):
            result = _handlers[job.kind](RunningJob(job))
    except JobCancelled:
        return
    except JobFailed as error:
        _finish(job, JobState.FAILED, error=str(error))
    except Exception as error:  # whatever a handler does, its job must say so
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, JobState.FAILED, error=OUR_FAULT.format(name=type(error).__name__, id=job.pk))
    else:
        _finish(job, JobState.DONE, result=result or {})


def _finish(job: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    _update_mine(job, state=state.value, result=result, error=error, finished_at=clock.now())


def _update_mine(job: Job, **values: Any) -> int:
    """Change the row unless the job was cancelled or taken over since this attempt began; 0 then."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING.value, attempts=job.attempts)
    return mine.update(**values)


@contextmanager
def _signs_of_life(job: Job) -> Iterator[None]:
    """While the handler works, a thread says that its worker lives, so that the sweeper sends it to no other."""
    over = threading.Event()
    thread = threading.Thread(target=_give_signs_of_life, args=(job, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _give_signs_of_life(job: Job, over: threading.Event) -> None:
    while not over.wait(SIGN_OF_LIFE_EVERY):
        try:
            _update_mine(job, heartbeat_at=clock.now())
        except DatabaseError as error:  # SQLite while a long transaction writes; a server that is away for a moment
            log.info("no sign of life for job %s this time: %s", job.pk, error)
        finally:
            connection.close()  # of this thread only


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
