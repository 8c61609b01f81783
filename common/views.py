"""Words that every view uses, and the page of a job."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from common import jobs
from common.models import Job, JobState

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class AuthedRequest(HttpRequest):
    """A request of somebody signed in (the middleware lets no other through)."""

    user: "User"
    htmx: "HtmxDetails"


def redirect_to(request: HttpRequest, url: str, message: str = "", *, level: int = messages.SUCCESS) -> HttpResponse:
    """After a POST: 303 to `url`, with a message for the next page."""
    if message:
        messages.add_message(request, level, message)
    return HttpResponseRedirect(url, status=303)


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form: 200 when it is shown first, 422 when what was sent could not be accepted."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def new_submission() -> str:
    """A fresh token for a form that must count once."""
    return str(uuid4())


def renew_version(form: BaseForm, current: Model) -> None:
    """After a conflict: the bound form keeps what was typed and carries the version that is there now."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix("version")] = str(getattr(current, "version"))  # noqa: B009
    form.data = data


def own_job(request: AuthedRequest, job_id: UUID) -> Job:
    """The job if this person started it, else 404."""
    job = Job.objects.filter(pk=job_id, created_by=request.user).first()
    if job is None:
        raise Http404
    return job


def job_page(request: AuthedRequest, job_id: UUID) -> HttpResponse:
    """Progress of one's own job; htmx polls the fragment, and goes to the result when there is one."""
    job = own_job(request, job_id)
    target = (job.result or {}).get("url") if job.state == "done" else None
    if target and not request.htmx:
        return HttpResponseRedirect(target, status=303)
    response = render(request, "common/_job.html" if request.htmx else "common/job.html", {"job": job})
    if target:
        response["HX-Redirect"] = target
    return response


@require_POST
def job_cancel(request: AuthedRequest, job_id: UUID) -> HttpResponse:
    """Stop one's own job."""
    job = own_job(request, job_id)
    stopped = jobs.cancel(job)
    return redirect_to(request, f"/jobs/{job.pk}/", STOPPED[stopped], level=messages.INFO)


STOPPED = {
    JobState.CANCELLED: "Cancelled before it began.",
    JobState.STOPPING: "It is asked to stop. How it ended is told here.",
    None: "It was over already.",
}

# Progress is shown to whoever started the work, whatever their role: the permission is asked where a job is started.
job_page.permission = "view"  # type: ignore[attr-defined]
job_cancel.permission = "view"  # type: ignore[attr-defined]
