"""The only place that reads a clock. Rules and services take the day or the moment as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, time-zone aware."""
    return timezone.now()


def today() -> date:
    """The current day in the company's time zone (`VETTED_TIME_ZONE`)."""
    return timezone.localdate()
