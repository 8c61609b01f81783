"""Celery's settings, and what runs when. Loaded by Celery itself when it is first used."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.conf import settings

from config import broker

SCHEDULE = {  # task: how often; each is harmless when it runs twice or late
    "common.sweep_jobs": 5.0,  # reads one index; see common/jobs.py for how soon a killed job begins again
    "common.deliver_mail": 20.0,
    "common.sweep_answers": crontab(minute="40"),
    "scoring.drain": 10.0,
    "scoring.rescore_all": crontab(hour="2", minute="30"),
    # hourly, because the service itself knows when the company's morning is and what was sent already
    "certificates.send_reminders": crontab(minute="5"),
    "audits.send_overdue_notices": crontab(minute="10"),
    "overview.count_ahead": crontab(minute="*/5"),  # at midnight as well: what is due is counted for a day
    "scoring.sweep_bundles": crontab(minute="20"),
    "suppliers.follow_turns": crontab(minute="1"),
}


def broker_settings(redis_url: str, data: Path) -> dict[str, Any]:
    """Redis when its address is given, else files below the data folder."""
    if not redis_url:
        broker.register()
        return {
            "broker_url": f"{broker.SCHEME}://localhost",
            "broker_transport_options": broker.transport_options(data / "broker"),
        }
    return {
        "broker_url": redis_url,
        "task_acks_late": True,  # a task whose worker is killed comes back …
        "task_reject_on_worker_lost": True,
        "broker_transport_options": {
            "visibility_timeout": 3600,
            "unacked_restore_interval": 2,  # … within seconds instead of minutes
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 3,
        },
    }


def celery_settings() -> dict[str, Any]:
    """All of Celery's settings, from Django's."""
    return {
        **broker_settings(settings.REDIS_URL, settings.DATA_DIR),
        "broker_connection_retry_on_startup": True,
        "task_ignore_result": True,  # the Job row tells the outcome
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.1},
        "task_serializer": "json",
        "accept_content": ["json"],
        "timezone": settings.TIME_ZONE,
        "worker_concurrency": settings.WORKER_PROCESSES,
        "worker_pool": "config.pool:Pool",
        "worker_max_tasks_per_child": 200,  # the PDF renderer's memory creeps
        "worker_prefetch_multiplier": 1,
        "beat_scheduler": "config.health:BeatingScheduler",
        "beat_schedule_filename": str(settings.DATA_DIR / "schedule"),
        "beat_max_loop_interval": 10,
        "beat_schedule": {name: {"task": name, "schedule": when} for name, when in SCHEDULE.items()},
    }
