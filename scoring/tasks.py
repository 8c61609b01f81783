"""What the worker does for scoring; both are asked for by config/background.py, and draining also after each change."""

from typing import Any

from celery import shared_task

from accounts.domain.permissions import Permission
from common import clock, jobs
from scoring import services
from scoring.models import ScorecardBundle
from scoring.pdf import PdfUnavailable
from scoring.services.bundles import PART


@shared_task(name="scoring.drain")
def drain() -> int:
    """Rate what changed."""
    return services.drain_changes(clock.today())


@shared_task(name="scoring.rescore_all")
def rescore_all() -> int:
    """Rate everything once a day: evidence fades, certificates lapse, months end."""
    return services.rescore_all(clock.today())


@jobs.handler("scoring.make_scorecard", Permission.SCORECARD)
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


@jobs.handler(PART)
def make_part_of_bundle(job: jobs.RunningJob) -> dict[str, Any]:
    """A shift at a bundle; the next is called when there is more to do. Each scorecard asks who may have it made."""
    given = job.payload
    bundle = ScorecardBundle.objects.select_related("by").filter(pk=given["bundle"]).first()
    if bundle is None or bundle.turn != given["turn"]:
        return {}
    if services.work_on_bundle(bundle.pk, bundle.turn, job.row.pk, alive=job.progress):
        services.call_worker(bundle, given["part"], given["shift"] + 1)
    return {}


@shared_task(name="scoring.sweep_bundles")
def sweep_bundles() -> int:
    """Delete the files of bundles whose time is over."""
    return services.sweep_bundles(clock.now())
