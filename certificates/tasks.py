"""What the worker does for certificates."""

from celery import shared_task

from certificates.services.reminders import send_reminders
from common import clock


@shared_task(name="certificates.send_reminders")
def send_due_reminders() -> int:
    """Run hourly by the scheduler; also right when it starts, so that an outage is made up for soon."""
    return send_reminders(at=clock.now())
