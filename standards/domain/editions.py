"""Does a certificate to an edition still count? Editions end by dates that their owners set."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EditionStanding(StrEnum):
    """Current: the newest. In transition: a successor exists, certificates still count. Ended: they do not."""

    CURRENT = "current"
    IN_TRANSITION = "in_transition"
    ENDED = "ended"


@dataclass(frozen=True)
class EditionDates:
    """Dates of an edition; None is not set or not known, and never ends anything."""

    superseded_on: date | None = None
    invalid_after: date | None = None


def edition_on(dates: EditionDates, day: date) -> EditionStanding:
    """The standing of an edition on a day; `invalid_after` is the last day on which certificates to it count."""
    if dates.invalid_after is not None and day > dates.invalid_after:
        return EditionStanding.ENDED
    if dates.superseded_on is not None and day >= dates.superseded_on:
        return EditionStanding.IN_TRANSITION
    return EditionStanding.CURRENT
