"""What the worker does for imports of records: check an uploaded file, and write what was accepted of it."""

from typing import Any

from django.urls import reverse

from accounts.domain.permissions import Permission
from common.jobs import JobFailed, RunningJob, handler
from common.tabular.limits import FileRefused
from imports.models import Batch
from imports.services import check_import, write_import
from imports.services.steps import KindGone, kind_of


@handler("imports.check", Permission.RECORD_IMPORT)
def check(job: RunningJob) -> dict[str, Any]:
    batch_id = job.payload["import"]
    try:
        _ask_again(job)
        check_import(batch_id, job.row.pk, job.progress)
    except (FileRefused, KindGone) as error:
        raise JobFailed(str(error)) from error
    return {"url": reverse("imports:detail", args=[batch_id])}


@handler("imports.write", Permission.RECORD_IMPORT)
def write(job: RunningJob) -> dict[str, Any]:
    batch_id = job.payload["import"]
    job.progress(0, 0, "Writing what was accepted")
    try:
        _ask_again(job)
        write_import(batch_id, job.tell, job.cancelled)
    except KindGone as error:
        raise JobFailed(str(error)) from error
    return {"url": reverse("imports:result", args=[batch_id])}


def _ask_again(job: RunningJob) -> None:
    """Each kind of record has a permission of its own beside that of importing."""
    job.ask_again(kind_of(Batch.objects.get(pk=job.payload["import"])).permission)
