"""What the worker does for suppliers: check an uploaded list, and write what was accepted of it."""

from typing import Any

from django.urls import reverse

from common.jobs import JobFailed, RunningJob, handler
from suppliers.domain.importing.limits import FileRefused
from suppliers.services.importing import check_import, write_import


@handler("suppliers.check_import")
def check(job: RunningJob) -> dict[str, Any]:
    batch_id = job.payload["import"]
    try:
        check_import(batch_id, job.row.pk, job.progress)
    except FileRefused as error:
        raise JobFailed(str(error)) from error
    return {"url": reverse("suppliers:import_review", args=[batch_id])}


@handler("suppliers.write_import")
def write(job: RunningJob) -> dict[str, Any]:
    batch_id = job.payload["import"]
    job.progress(0, 0, "Writing what was accepted")
    write_import(batch_id, job.cancelled)
    return {"url": reverse("suppliers:import_result", args=[batch_id])}
