"""What the worker does for suppliers: check an uploaded list, write what was accepted of it, follow dated rules."""

from typing import Any

from celery import shared_task
from django.urls import reverse

from accounts.domain.permissions import Permission
from common import clock
from common.jobs import JobFailed, RunningJob, handler
from common.tabular.limits import FileRefused
from suppliers.services import follow_turns
from suppliers.services.importing import check_import, write_import


@handler("suppliers.check_import", Permission.SUPPLIER_IMPORT)
def check(job: RunningJob) -> dict[str, Any]:
    batch_id = job.payload["import"]
    try:
        check_import(batch_id, job.row.pk, job.progress)
    except FileRefused as error:
        raise JobFailed(str(error)) from error
    return {"url": reverse("suppliers:import_review", args=[batch_id])}


@handler("suppliers.write_import", Permission.SUPPLIER_IMPORT)
def write(job: RunningJob) -> dict[str, Any]:
    batch_id = job.payload["import"]
    job.progress(0, 0, "Writing what was accepted")
    write_import(batch_id, job.cancelled)
    return {"url": reverse("suppliers:import_result", args=[batch_id])}


@shared_task(name="suppliers.follow_turns")
def follow_due_turns() -> int:
    """Run hourly by the scheduler: ratings follow rules that begin or end today, and waivers that end."""
    return follow_turns(clock.today())
