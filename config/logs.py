"""One shape of log line in web, worker and scheduler: readable words on a terminal, or JSON for a collector."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
SECRET = re.compile(r"(?<=^/invitation/).+|(?<=^/account/password/reset/key/).+")
"""The part of an address that lets whoever knows it in: the token of an invitation, the key of a password reset."""
requests = structlog.get_logger("vetted.requests")


def logging_config(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: every line of every library goes through structlog's renderer. `form` is text or json."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["terminal"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # every request is logged once, below; these repeat refusals
            "django.request": {"level": "ERROR"},
            "django.security.csrf": {"level": "ERROR"},
            # the rounds of the scheduler, several a minute; what fails is still told
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
        },
    }


class RequestLog:
    """Middleware: one line per request with its path, status and time.

    Never its query (people search for names) nor a token in its path (whoever reads the log could use it).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        requests.log(
            logging.WARNING if response.status_code >= 500 else logging.INFO,
            "request",
            method=request.method,
            path=SECRET.sub("…", request.path),
            status=response.status_code,
            ms=round(1000 * (time.perf_counter() - began), 1),
        )
        return response
