"""Background work: a row holds the truth, the broker carries its id, a sweeper sends again what a dead worker left.

Handlers are registered by kind in each app's `tasks.py`. They must be idempotent: after a kill they run again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from celery import current_app
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from kombu.exceptions import OperationalError

from common import clock
from common.models import Job, JobState
from common.models.job import ACTIVE, UNFINISHED

if TYPE_CHECKING:
    from accounts.domain.permissions import Permission

log = logging.getLogger(__name__)
SIGN_OF_LIFE_EVERY = 4.0  # seconds
STALE_AFTER = timedelta(seconds=14)
"""Three signs of life missed. With the sweeper every five seconds (config/background.py) a killed worker's job begins
again within some 20 seconds; a worker that only stood still for so long is overtaken and finds its attempt void."""
OUR_FAULT = (
    "That went wrong on our side, and nothing half-done was kept. Try it again; if it happens again, tell your "
    "administrator: {name}, job {id}."
)
"""No more than that: an error's own words can name records that the person may not see. The log has them."""
NO_LONGER = (
    "You may not do this any more: your access or your role has changed since you asked for it. Nothing more was done."
)
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
        self.told: dict[str, Any] = {}
        """Progress that goes with the next sign of life."""

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Write progress and a sign of life. Raises JobCancelled when a person asked the job to stop."""
        if not _update_mine(self.row, done=done, total=total, note=note[:200], heartbeat_at=clock.now()):
            raise JobCancelled

    def tell(self, done: int, total: int, note: str = "") -> None:
        """Progress from within a long transaction, which nobody else would see: it goes with the signs of life.

        Raises JobCancelled when a person asked the job to stop. On SQLite nobody can before the transaction ends.
        """
        self.told = {"done": done, "total": total, "note": note[:200]}
        mine = Job.objects.filter(pk=self.row.pk, state=JobState.RUNNING.value, attempts=self.row.attempts)
        if not mine.exists():
            raise JobCancelled

    def cancelled(self) -> bool:
        """Whether a person cancelled it or another worker took it over.

        A sign of life too: asked at the end of a long transaction, it becomes visible with the commit. On SQLite
        nobody else can give one while that transaction writes.
        """
        return not _update_mine(self.row, heartbeat_at=clock.now())

    def ask_again(self, permission: "Permission") -> None:
        """Raises JobFailed when whoever asked for the job may not do this any more. What nobody asked for may run."""
        by = self.row.created_by
        if by is not None and not by.can(permission):
            raise JobFailed(NO_LONGER)


Handler = Callable[[RunningJob], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}
_needed: dict[str, "Permission"] = {}


def handler(kind: str, permission: "Permission | None" = None) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. Its result may hold `url`: where the waiting page goes.

    `permission` is asked again when the job begins. Without one the handler asks itself (`ask_again`).
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        if permission is not None:
            _needed[kind] = permission
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
        running = RunningJob(job)
        if needed := _needed.get(job.kind):
            running.ask_again(needed)
        with _signs_of_life(running):
            result = _handlers[job.kind](running)
    except JobCancelled:
        _finish(job, JobState.CANCELLED, among=(JobState.STOPPING,))
    except JobFailed as error:
        _finish(job, JobState.FAILED, error=str(error))
    except Exception as error:  # whatever a handler does, its job must say so
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, JobState.FAILED, error=OUR_FAULT.format(name=type(error).__name__, id=job.pk))
    else:
        _finish(job, JobState.DONE, result=result or {})


STARTED = (JobState.RUNNING, JobState.STOPPING)


def _finish(
    job: Job,
    state: JobState,
    *,
    result: dict[str, Any] | None = None,
    error: str = "",
    among: tuple[JobState, ...] = STARTED,
) -> None:
    """Write the outcome. A handler that came to its end is done, also when it was asked to stop just before: what it
    wrote is there, and the person reads so."""
    _update_mine(job, among, state=state.value, result=result, error=error, finished_at=clock.now())


def _update_mine(job: Job, among: tuple[JobState, ...] = (JobState.RUNNING,), **values: Any) -> int:
    """Change the row while it is in one of these states and no other worker took it over; 0 else."""
    mine = Job.objects.filter(pk=job.pk, state__in=[state.value for state in among], attempts=job.attempts)
    return mine.update(**values)


@contextmanager
def _signs_of_life(job: RunningJob) -> Iterator[None]:
    """While the handler works, a thread says that its worker lives, so that the sweeper sends it to no other."""
    over = threading.Event()
    thread = threading.Thread(target=_give_signs_of_life, args=(job, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _give_signs_of_life(job: RunningJob, over: threading.Event) -> None:
    while not over.wait(SIGN_OF_LIFE_EVERY):
        try:
            _update_mine(job.row, STARTED, heartbeat_at=clock.now(), **job.told)
        except DatabaseError as error:  # SQLite while a long transaction writes; a server that is away for a moment
            log.info("no sign of life for job %s this time: %s", job.row.pk, error)
        finally:
            connection.close()  # of this thread only


def sweep_jobs(grace: float = 0.0) -> None:
    """Send again what waits or runs without a sign of life; give up after three attempts, saying so.

    `grace`: seconds that whoever seems dead is given to speak up, once the database can be written (`SQLITE_GRACE`).
    """
    if not _silent().exists():
        return
    if grace:
        Job.objects.filter(kind="").update(note="")  # waits for whoever writes; then all others can
        time.sleep(grace)
    given_up = "The worker stopped three times while doing this. Nothing half-done was kept. Start it again."
    _end(_silent().filter(state=JobState.STOPPING.value), JobState.CANCELLED)
    _end(_silent().filter(attempts__gte=MAX_ATTEMPTS), JobState.FAILED, given_up)
    for job_id in list(_silent().values_list("pk", flat=True)):
        if _silent().filter(pk=job_id).update(state=JobState.QUEUED.value, heartbeat_at=clock.now()):
            send(job_id)


SQLITE_GRACE = SIGN_OF_LIFE_EVERY + 1
"""With SQLite a long transaction of one job keeps the signs of life of all others waiting."""


def _silent() -> "QuerySet[Job]":
    return Job.objects.filter(state__in=UNFINISHED, heartbeat_at__lt=clock.now() - STALE_AFTER)


def _end(jobs: "QuerySet[Job]", state: JobState, error: str = "") -> None:
    jobs.update(state=state.value, error=error, finished_at=clock.now())


def cancel(job: Job) -> JobState | None:
    """Ask a job to stop. CANCELLED: it had not begun; STOPPING: its page will say how it ended; None: it was over."""
    now = clock.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED.value)
    if waiting.update(state=JobState.CANCELLED.value, finished_at=now):
        return JobState.CANCELLED
    running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING.value)
    return JobState.STOPPING if running.update(state=JobState.STOPPING.value) else None


def stopped(work: str, job: Job | None) -> str:
    """`Check failed`, `Check cancelled`: that work came to no end, in words; empty while it may. A lost job failed."""
    state = job.state if job else JobState.FAILED.value
    return f"{work} {state}" if work and state in (JobState.FAILED.value, JobState.CANCELLED.value) else ""
