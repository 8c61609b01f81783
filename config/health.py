"""Is it alive, and is all of it well? `/livez` and `/healthz`, and the signs of life behind them.

Worker and scheduler each write the time into a file of their own below the data folder. Nothing else writes these
files, so a fresh time proves that this very process runs and does its rounds, even when the other one is dead.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from common.models import MailState, OutgoingMail
from config.probe import STALE_SECONDS

EVERY_SECONDS = 10.0
Finding = dict[str, Any]


def beat(process: str) -> None:
    """Write down that this process lives now."""
    path = _file(process)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{process}-{os.getpid()}")
    temporary.write_text(str(time.time()))
    os.replace(temporary, path)


def _file(process: str) -> Path:
    return Path(settings.DATA_DIR) / "heartbeats" / process


class WorkerHeartbeat(bootsteps.StartStopStep):  # type: ignore[misc]  # celery carries no types
    """A sign of life of the worker for as long as it listens to the broker."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None

    def start(self, consumer: Any) -> None:
        beat("worker")
        self.timer = consumer.timer.call_repeatedly(EVERY_SECONDS, beat, ("worker",))

    def stop(self, consumer: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class BeatingScheduler(PersistentScheduler):  # type: ignore[misc]  # celery carries no types
    """Celery's scheduler, which says at every round that it lives."""

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        beat("scheduler")
        return super().tick(*args, **kwargs)


def report() -> dict[str, Finding]:
    """What is well and what is not, each apart."""
    return {
        "database": _database(),
        "worker": _process("worker"),
        "scheduler": _process("scheduler"),
        "mail": _mail(),
    }


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return {"ok": False, "problem": f"The database does not answer: {type(error).__name__}."}
    return {"ok": True}


def _process(process: str) -> Finding:
    try:
        seconds = time.time() - float(_file(process).read_text())
    except (FileNotFoundError, ValueError):
        return {"ok": False, "problem": f"The {process} has never run here."}
    if seconds > STALE_SECONDS:
        return {"ok": False, "seconds_ago": round(seconds), "problem": f"No sign of life of the {process}."}
    return {"ok": True, "seconds_ago": round(seconds)}


def _mail() -> Finding:
    """How the newest mail that anybody tried to send went."""
    tried = OutgoingMail.objects.filter(attempts__gt=0).order_by("-created_at", "-id")
    try:
        last = tried.values("state", "last_error", "created_at").first()
    except DatabaseError:
        return {"ok": False, "problem": "The outbox cannot be read."}
    if last is None:
        return {"ok": True, "last": "none yet"}
    well = last["state"] in (MailState.SENT.value, MailState.KEPT.value) or not last["last_error"]
    finding: Finding = {"ok": well, "last": last["state"], "queued_at": last["created_at"]}
    return finding if well else finding | {"problem": "The last mail could not be sent: see the mailbox page."}


class Health:
    """Middleware, first of all: both addresses answer without session, host check or redirect to HTTPS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/livez":
            return HttpResponse("alive\n", content_type="text/plain")
        if request.path == "/healthz":
            return _answer(report())
        return self.get_response(request)


def _answer(findings: dict[str, Finding]) -> JsonResponse:
    well = all(finding["ok"] for finding in findings.values())
    response = JsonResponse({"ok": well, **findings}, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response
