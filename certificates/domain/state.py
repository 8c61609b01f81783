"""What state a certificate is in on any day.

A state is never stored: it follows from printed dates and from dated events, so a question about last March
gets last March's answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

EXPIRING_WITHIN_DAYS = 90
"""A certificate is "expiring" from the first step of the reminder ladder on."""

RENEWAL_CONFIRMATION_DAYS = 60
"""How long a certification body's recorded word that renewal is decided stands in for the new paper."""


class CertificateState(StrEnum):
    """Exactly one holds on any day."""

    NOT_YET_VALID = "not_yet_valid"
    VALID = "valid"
    EXPIRING = "expiring"
    NO_EXPIRY = "no_expiry"
    RENEWAL_CONFIRMED = "renewal_confirmed"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    RETIRED = "retired"

    @property
    def is_in_force(self) -> bool:
        """Does the paper, taken at its word, hold on that day?"""
        return self in _IN_FORCE

    @property
    def is_closed(self) -> bool:
        """Nothing more is expected of this record: no reminder, no verification."""
        return self in _CLOSED


_IN_FORCE = frozenset(
    {
        CertificateState.VALID,
        CertificateState.EXPIRING,
        CertificateState.NO_EXPIRY,
        CertificateState.RENEWAL_CONFIRMED,
    }
)
_CLOSED = frozenset(
    {
        CertificateState.WITHDRAWN,
        CertificateState.CANCELLED,
        CertificateState.SUPERSEDED,
        CertificateState.RETIRED,
    }
)


class EventKind(StrEnum):
    """What a certification body did with a certificate after issuing it, with the day it did so."""

    SURVEILLANCE = "surveillance"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    RENEWAL_CONFIRMED = "renewal_confirmed"


_STATUS_AFTER = {
    EventKind.SUSPENDED: CertificateState.SUSPENDED,
    EventKind.REINSTATED: None,
    EventKind.WITHDRAWN: CertificateState.WITHDRAWN,
    EventKind.CANCELLED: CertificateState.CANCELLED,
    EventKind.RESTORED: None,
}


@dataclass(frozen=True)
class Event:
    """A dated act of the certification body."""

    kind: EventKind
    on: date


@dataclass(frozen=True)
class CertificateDates:
    """All that the state depends on. `expires_on` is None when the paper prints no expiry.

    The last valid day is `expires_on` itself. `events` are in the order in which they were recorded; of two
    on one day the later recorded one counts.
    """

    valid_from: date | None = None
    expires_on: date | None = None
    superseded_on: date | None = None
    retired_on: date | None = None
    events: tuple[Event, ...] = field(default=())


def state_on(dates: CertificateDates, day: date) -> CertificateState:
    """The state on `day`; what ended the record comes first, then what its body did, then the printed
    dates."""
    if _reached(dates.retired_on, day):
        return CertificateState.RETIRED
    if _reached(dates.superseded_on, day):
        return CertificateState.SUPERSEDED
    by_body = _status_by_body(dates.events, day)
    if by_body is not None and by_body.is_closed:
        return by_body
    if dates.valid_from is not None and day < dates.valid_from:
        return CertificateState.NOT_YET_VALID
    if dates.expires_on is not None and day > dates.expires_on:
        return _after_expiry(dates, by_body, day)
    return by_body or _while_running(dates.expires_on, day)


def closed_on(dates: CertificateDates) -> date | None:
    """The first day from which the record stays closed (retired, superseded, withdrawn, cancelled), or
    None."""
    candidates = [day for day in (dates.retired_on, dates.superseded_on) if day is not None]
    last = _last_status_event(dates.events)
    if last is not None and last.kind in (EventKind.WITHDRAWN, EventKind.CANCELLED):
        candidates.append(last.on)
    return min(candidates, default=None)


def suspended_on(dates: CertificateDates) -> date | None:
    """Since when the body has it suspended; None when its last word on the status is another."""
    last = _last_status_event(dates.events)
    return last.on if last is not None and last.kind is EventKind.SUSPENDED else None


def renewal_confirmed_until(events: Iterable[Event]) -> date | None:
    """The last day on which the newest confirmation of renewal by the body stands in for the new paper."""
    days = [event.on for event in events if event.kind is EventKind.RENEWAL_CONFIRMED]
    return max(days) + timedelta(days=RENEWAL_CONFIRMATION_DAYS) if days else None


def _reached(moment: date | None, day: date) -> bool:
    return moment is not None and moment <= day


def _after_expiry(dates: CertificateDates, by_body: CertificateState | None, day: date) -> CertificateState:
    known = [event for event in dates.events if event.on <= day]
    until = renewal_confirmed_until(known)
    if by_body is None and until is not None and day <= until:
        return CertificateState.RENEWAL_CONFIRMED
    return CertificateState.LAPSED


def _while_running(expires_on: date | None, day: date) -> CertificateState:
    if expires_on is None:
        return CertificateState.NO_EXPIRY
    if expires_on <= day + timedelta(days=EXPIRING_WITHIN_DAYS):
        return CertificateState.EXPIRING
    return CertificateState.VALID


def _status_by_body(events: Iterable[Event], day: date) -> CertificateState | None:
    last = _last_status_event(event for event in events if event.on <= day)
    return _STATUS_AFTER[last.kind] if last is not None else None


def _last_status_event(events: Iterable[Event]) -> Event | None:
    # sorted() is stable: of two events on one day the later recorded one stays last
    ordered = sorted((event for event in events if event.kind in _STATUS_AFTER), key=lambda event: event.on)
    return ordered[-1] if ordered else None
