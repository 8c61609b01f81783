from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.state import (
    CertificateDates,
    CertificateState,
    Event,
    EventKind,
    closed_on,
    state_on,
)

EXPIRY = date(2027, 3, 12)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
EVENTS = st.lists(st.builds(Event, st.sampled_from(EventKind), DAYS), max_size=5).map(tuple)
ANY_DATES = st.builds(
    CertificateDates,
    valid_from=st.none() | DAYS,
    expires_on=st.none() | DAYS,
    superseded_on=st.none() | DAYS,
    retired_on=st.none() | DAYS,
    events=EVENTS,
)


def running(**changes) -> CertificateDates:
    return CertificateDates(**{"valid_from": date(2024, 3, 13), "expires_on": EXPIRY, **changes})


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 3, 12), CertificateState.NOT_YET_VALID),
        (date(2024, 3, 13), CertificateState.VALID),
        (EXPIRY - timedelta(days=91), CertificateState.VALID),
        (EXPIRY - timedelta(days=90), CertificateState.EXPIRING),
        (EXPIRY, CertificateState.EXPIRING),
        (EXPIRY + timedelta(days=1), CertificateState.LAPSED),
    ],
)
def test_state_follows_from_the_printed_dates(day, state):
    assert state_on(running(), day) is state


def test_without_a_printed_expiry_it_neither_expires_nor_counts_as_valid_until_a_date():
    assert state_on(running(expires_on=None), date(2040, 1, 1)) is CertificateState.NO_EXPIRY


def test_suspension_counts_from_its_day_until_reinstated():
    dates = running(
        events=(Event(EventKind.SUSPENDED, date(2025, 5, 1)), Event(EventKind.REINSTATED, date(2025, 8, 1)))
    )
    assert state_on(dates, date(2025, 4, 30)) is CertificateState.VALID
    assert state_on(dates, date(2025, 5, 1)) is CertificateState.SUSPENDED
    assert state_on(dates, date(2025, 8, 1)) is CertificateState.VALID


def test_events_may_be_recorded_in_any_order():
    dates = running(
        events=(Event(EventKind.REINSTATED, date(2025, 8, 1)), Event(EventKind.SUSPENDED, date(2025, 5, 1)))
    )
    assert state_on(dates, date(2025, 9, 1)) is CertificateState.VALID


def test_a_suspended_certificate_past_its_expiry_has_lapsed():
    dates = running(events=(Event(EventKind.SUSPENDED, date(2027, 1, 1)),))
    assert state_on(dates, EXPIRY + timedelta(days=1)) is CertificateState.LAPSED


def test_withdrawn_stays_withdrawn_after_expiry_unless_restored():
    withdrawn = Event(EventKind.WITHDRAWN, date(2026, 1, 1))
    assert state_on(running(events=(withdrawn,)), date(2028, 1, 1)) is CertificateState.WITHDRAWN
    restored = running(events=(withdrawn, Event(EventKind.RESTORED, date(2026, 5, 1))))
    assert state_on(restored, date(2026, 6, 1)) is CertificateState.VALID


def test_cancelled_by_the_holder_is_told_apart_from_withdrawn_by_the_body():
    dates = running(events=(Event(EventKind.CANCELLED, date(2026, 1, 1)),))
    assert state_on(dates, date(2026, 2, 1)) is CertificateState.CANCELLED


def test_confirmation_of_renewal_bridges_sixty_days_from_its_day():
    dates = running(events=(Event(EventKind.RENEWAL_CONFIRMED, EXPIRY),))
    assert state_on(dates, EXPIRY) is CertificateState.EXPIRING
    assert state_on(dates, EXPIRY + timedelta(days=60)) is CertificateState.RENEWAL_CONFIRMED
    assert state_on(dates, EXPIRY + timedelta(days=61)) is CertificateState.LAPSED


def test_confirmation_of_renewal_is_not_known_before_its_day():
    dates = running(events=(Event(EventKind.RENEWAL_CONFIRMED, EXPIRY + timedelta(days=10)),))
    assert state_on(dates, EXPIRY + timedelta(days=9)) is CertificateState.LAPSED


def test_confirmation_of_renewal_does_not_lift_a_suspension():
    dates = running(
        events=(
            Event(EventKind.SUSPENDED, EXPIRY - timedelta(days=30)),
            Event(EventKind.RENEWAL_CONFIRMED, EXPIRY),
        )
    )
    assert state_on(dates, EXPIRY + timedelta(days=5)) is CertificateState.LAPSED


def test_superseded_from_the_day_its_successor_takes_over():
    dates = running(superseded_on=date(2027, 2, 1))
    assert state_on(dates, date(2027, 1, 31)) is CertificateState.EXPIRING
    assert state_on(dates, date(2027, 2, 1)) is CertificateState.SUPERSEDED


def test_retired_hides_every_other_state():
    dates = running(superseded_on=date(2026, 1, 1), retired_on=date(2026, 2, 1))
    assert state_on(dates, date(2026, 3, 1)) is CertificateState.RETIRED


@given(ANY_DATES, DAYS)
def test_every_certificate_has_a_state_on_every_day(dates, day):
    assert isinstance(state_on(dates, day), CertificateState)


@given(ANY_DATES, DAYS)
def test_from_its_closing_day_on_a_record_stays_closed(dates, day):
    closed = closed_on(dates)
    if closed is not None and day >= closed:
        assert state_on(dates, day).is_closed


@given(ANY_DATES, DAYS)
def test_nothing_that_happens_later_changes_an_earlier_state(dates, day):
    known = CertificateDates(
        valid_from=dates.valid_from,
        expires_on=dates.expires_on,
        superseded_on=dates.superseded_on if dates.superseded_on and dates.superseded_on <= day else None,
        retired_on=dates.retired_on if dates.retired_on and dates.retired_on <= day else None,
        events=tuple(event for event in dates.events if event.on <= day),
    )
    assert state_on(known, day) is state_on(dates, day)


@given(ANY_DATES, DAYS)
def test_a_withdrawal_never_brings_a_certificate_into_force(dates, day):
    worse = CertificateDates(
        dates.valid_from,
        dates.expires_on,
        dates.superseded_on,
        dates.retired_on,
        (*dates.events, Event(EventKind.WITHDRAWN, day)),
    )
    assert not state_on(worse, day).is_in_force
