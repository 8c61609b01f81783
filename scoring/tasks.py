"""What the worker does for scoring; both are asked for by config/background.py, and draining also after each change."""

from typing import Any

from celery import shared_task

from common import clock, jobs
from scoring import services
from scoring.pdf import PdfUnavailable


@shared_task(name="scoring.drain")
def drain() -> int:
    """Rate what changed."""
    return services.drain_changes(clock.today())


@shared_task(name="scoring.rescore_all")
def rescore_all() -> int:
    """Rate everything once a day: evidence fades, certificates lapse, months end."""
    return services.rescore_all(clock.today())


@jobs.handler("scoring.make_scorecard")
def make_scorecard(job: jobs.RunningJob) -> dict[str, Any]:
    """Make the scorecard PDF of one snapshot."""
    job.progress(0, 1, "Setting the pages")
    by = job.row.created_by
    try:
        document = services.make_scorecard(job.payload["snapshot"], job_id=job.row.pk, by=by)
    except PdfUnavailable as problem:
        raise jobs.JobFailed(str(problem)) from problem
    job.progress(1, 1, "Done")
    return {"url": document.get_absolute_url()}
