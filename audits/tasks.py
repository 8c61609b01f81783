"""What the worker does for audits."""

from celery import shared_task

from audits.services import capa_bulk  # noqa: F401  (its kind of bulk change is registered on import)
from audits.services.capa_notices import send_overdue_notices as tell_overdue
from common import clock


@shared_task(name="audits.send_overdue_notices")
def send_overdue_notices() -> int:
    """Tell owners of overdue steps, each step and date once."""
    return tell_overdue(clock.today())
