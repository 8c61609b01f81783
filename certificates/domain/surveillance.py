"""Is the body's yearly surveillance audit in time? (ISO/IEC 17021-1: at least once each calendar year, the
first within twelve months of the decision.)

We only know the audits that somebody recorded, so silence is "not recorded", never "overdue".
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class SurveillanceStanding(StrEnum):
    """What the recorded surveillance audits say on a day."""

    NOT_RECORDED = "not_recorded"
    IN_TIME = "in_time"
    OVERDUE = "overdue"


def surveillance_on(audits: Iterable[date], day: date) -> SurveillanceStanding:
    """Overdue once a whole calendar year has passed since the year of the last recorded audit."""
    known = [audit for audit in audits if audit <= day]
    if not known:
        return SurveillanceStanding.NOT_RECORDED
    if day.year - max(known).year > 1:
        return SurveillanceStanding.OVERDUE
    return SurveillanceStanding.IN_TIME
