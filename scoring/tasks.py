"""What the worker does for scoring; both are asked for by config/background.py, and draining also after each change."""

from celery import shared_task

from common import clock
from scoring import services


@shared_task(name="scoring.drain")
def drain() -> int:
    """Rate what changed."""
    return services.drain_changes(clock.today())


@shared_task(name="scoring.rescore_all")
def rescore_all() -> int:
    """Rate everything once a day: evidence fades, certificates lapse, months end."""
    return services.rescore_all(clock.today())
