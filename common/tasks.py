"""What the worker does for every app: run jobs, send again what was left, deliver mail."""

from typing import Any

from celery import shared_task
from django.db import connection
from django.urls import reverse

from common import clock, jobs, mail
from common.api import once
from common.bulk import changing
from common.models import BulkChange


@shared_task(name="common.run_job")
def run_job(job_id: str) -> None:
    jobs.run_job(job_id)


@shared_task(name="common.sweep_jobs")
def sweep_jobs() -> None:
    jobs.sweep_jobs(grace=jobs.SQLITE_GRACE if connection.vendor == "sqlite" else 0.0)


@shared_task(name="common.deliver_mail")
def deliver_mail() -> int:
    return mail.deliver_mail()


@jobs.handler("common.bulk_change")
def carry_out_bulk_change(job: jobs.RunningJob) -> dict[str, Any]:
    """Do what is left of a bulk change."""
    bulk = BulkChange.objects.select_related("by").get(pk=job.payload["bulk"])
    try:
        changing.carry_out(bulk, at=clock.now(), progress=job.progress)
    except changing.NotPossible as refusal:
        raise jobs.JobFailed(str(refusal)) from refusal
    return {"url": reverse("common:bulk", args=[bulk.pk])}


@shared_task(name="common.sweep_answers")
def sweep_answers() -> int:
    return once.sweep_answers()
