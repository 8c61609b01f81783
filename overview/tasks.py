"""What the worker does for the overview."""

from typing import Any

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from accounts.domain.permissions import Permission
from common import clock, jobs
from overview.document import content_of
from overview.services import MAKE_DOCUMENT, count_ahead, explain_ahead, keep_document
from scoring.pdf import PdfUnavailable, render_pdf


@shared_task(name="overview.count_ahead")
def count() -> int:
    """Count a large portfolio, and say why ratings moved, so that no page has to."""
    explain_ahead(clock.today())
    return count_ahead(clock.today(), clock.now())


@jobs.handler(MAKE_DOCUMENT, Permission.SCORECARD)
def make_document(job: jobs.RunningJob) -> dict[str, Any]:
    """Make the overview or a comparison as PDF, as the person who asked sees it."""
    by = job.row.created_by
    if by is None:
        raise jobs.JobFailed("Nobody asked for this document.")
    job.progress(0, 2, "Reading the figures")
    content = content_of(by, job.payload, timezone.localtime(clock.now()))
    job.progress(1, 2, "Setting the pages")
    try:
        pdf = render_pdf(content.template, content.context)
    except PdfUnavailable as problem:
        raise jobs.JobFailed(str(problem)) from problem
    keep_document(job.row.pk, pdf.content, by=by, at=clock.now())
    job.progress(2, 2, "Done")
    url = reverse("overview:document_file", args=[job.row.pk])
    return {"url": url, "suppliers": list(content.suppliers), "pages": pdf.pages}
