"""The Celery application of worker and scheduler."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def broker_url() -> str:
    """The broker: Redis when `REDIS_URL` is set, else files below the data directory."""
    return str(settings.REDIS_URL) or "memory://"


app = Celery("vetted")
app.conf.update(
    broker_url=broker_url(),
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    timezone=settings.TIME_ZONE,
    broker_connection_retry_on_startup=True,
)
app.autodiscover_tasks()
