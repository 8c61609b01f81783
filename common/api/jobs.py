"""Background work as a program sees it: ask, look again, stop."""

from datetime import datetime
from typing import Any, TypedDict, cast
from uuid import UUID

from django.urls import path, reverse

from common import jobs
from common.api.endpoint import Endpoint, operation
from common.api.requests import Accepted, ApiRequest, Listing
from common.models import Job, JobState
from common.paging import Sort
from common.views import own_job

VIEW = "view"
"""Progress is shown to whoever started the work: the permission is asked where a job is started."""
NEWEST = (Sort("newest", "Newest first", ("created_at",), descending=True),)


class JobRow(TypedDict):
    """Background work. `result_url` is the page of its result; `percent` is 0 while it is not known."""

    id: UUID
    kind: str
    state: JobState
    done: int
    total: int
    percent: int
    note: str
    error: str
    result_url: str | None
    created_at: datetime
    finished_at: datetime | None


def job_row(job: Job) -> JobRow:
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": JobState(job.state),
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "note": job.note,
        "error": job.error,
        "result_url": (job.result or {}).get("url"),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


def accepted(job: Job) -> Accepted:
    """The answer to a request that goes on in the background."""
    return Accepted(job_row(job), reverse("jobs_api:job", args=[job.pk]))


class Jobs(Endpoint):
    """Background work that I started."""

    @operation(VIEW, returns=JobRow, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """My jobs, newest first."""
        return self.page(Job.objects.filter(created_by=request.user), job_row)


class OneJob(Endpoint):
    """One job."""

    @operation(VIEW, returns=JobRow)
    def get(self, request: ApiRequest, job_id: UUID) -> JobRow:
        """How far it is, and how it ended."""
        return job_row(own_job(cast(Any, request), job_id))


class JobCancel(Endpoint):
    """Stopping a job."""

    @operation(VIEW, returns=JobRow)
    def post(self, request: ApiRequest, job_id: UUID) -> JobRow:
        """Ask it to stop; one that was over stays as it ended."""
        job = own_job(cast(Any, request), job_id)
        jobs.cancel(job)
        return job_row(own_job(cast(Any, request), job_id))


app_name = "jobs_api"
urlpatterns = [
    path("jobs/", Jobs.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>/", OneJob.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel/", JobCancel.as_view(), name="cancel"),
]
