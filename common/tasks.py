"""What the worker does for every app: run jobs, send again what was left, deliver mail."""

from celery import shared_task

from common import jobs, mail


@shared_task(name="common.run_job")
def run_job(job_id: str) -> None:
    jobs.run_job(job_id)


@shared_task(name="common.sweep_jobs")
def sweep_jobs() -> None:
    jobs.sweep_jobs()


@shared_task(name="common.deliver_mail")
def deliver_mail() -> int:
    return mail.deliver_mail()
