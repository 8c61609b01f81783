"""What the worker does, in the test's own process."""

from celery import current_app

from common.jobs import run_job
from common.models import Job, JobState


def run_jobs(kind: str = "") -> list[Job]:
    """Run every waiting job (of one kind), and those that these start; returns them as they ended."""
    current_app.loader.import_default_modules()  # the handlers of every app
    done = []
    while waiting := Job.objects.filter(state=JobState.QUEUED.value, **({"kind": kind} if kind else {})).first():
        run_job(str(waiting.pk))
        waiting.refresh_from_db()
        done.append(waiting)
    return done
