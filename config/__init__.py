"""Settings, URLs and the three processes: web, worker, scheduler."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
