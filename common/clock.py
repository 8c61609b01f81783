"""The only place that reads a clock. Rules and services take the day or the moment as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def now() -> datetime:
    """This moment, time-zone aware."""
    return _told.get() or timezone.now()


def today() -> date:
    """The current day in the company's time zone (`VETTED_TIME_ZONE`)."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do what follows as of `moment`: for telling a past, as the sample company does."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
