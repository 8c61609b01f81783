"""The Celery application of worker and scheduler. Its settings are in config/background.py."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _settings() -> dict[str, Any]:
    """Read when Celery is first used: this package is imported before Django's settings are complete."""
    from config.background import celery_settings

    return celery_settings()


# It warns of root, because a pickled message could run anything; only JSON is accepted (config/background.py).
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("vetted")
app.add_defaults(_settings)
app.steps["consumer"].add("config.health:WorkerHeartbeat")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Celery would replace the handlers of `config.logs`; that somebody listens here keeps it from that."""
