"""The words of the certificate queries mean what the rules mean, and use their indexes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from certificates.domain.state import CertificateState, EventKind
from certificates.models import Certificate, NextReminder
from certificates.services import record_event, retire_certificate
from tests.certificates.factories import TODAY, make_certificate, noon
from tests.suppliers.factories import make_supplier

EVENTS = st.lists(
    st.tuples(st.sampled_from([kind for kind in EventKind if kind is not EventKind.SURVEILLANCE]), st.integers(0, 150)),
    max_size=3,
    unique=True,
)


class WordsMeanWhatTheRulesMean(HypothesisTestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(expires_in=st.none() | st.integers(-120, 150), events=EVENTS, retired=st.booleans())
    def test_lists_hold_exactly_the_certificates_in_that_state(self, expires_in, events, retired):
        """Events are of the past, as the services demand, so today's lists and today's state must agree."""
        expires_on = None if expires_in is None else TODAY + timedelta(days=expires_in)
        certificate = make_certificate(valid_from=date(2020, 1, 1), expires_on=expires_on)
        actor = certificate.supplier.owner
        for kind, ago in events:
            record_event(certificate, kind, TODAY - timedelta(days=ago), actor=actor, at=noon())
        if retired:
            retire_certificate(certificate, "x", expected_version=certificate.version, actor=actor, at=noon())
        state = Certificate.objects.get(pk=certificate.pk).state_on(TODAY)
        mine = Certificate.objects.filter(pk=certificate.pk)
        assert mine.lapsed_on(TODAY).exists() == (state is CertificateState.LAPSED)
        assert mine.open_on(TODAY).exists() == (not state.is_closed)
        runs_out = expires_in is not None and 0 <= expires_in <= 90
        expiring = mine.expiring_by(TODAY + timedelta(days=90), today=TODAY).exists()
        assert expiring == (runs_out and not state.is_closed)


def plan_of(rows) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


@pytest.mark.postgres
@pytest.mark.django_db
def test_lists_and_reminders_are_served_by_their_indexes():
    supplier = make_supplier()
    for number in range(20):
        make_certificate(supplier, expires_on=TODAY + timedelta(days=number * 30))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    everything = Certificate.objects.all()
    assert "next_reminder_due" in plan_of(NextReminder.objects.filter(kind="expiry", due_on__lte=TODAY).order_by())
    assert "certificate_by_expiry" in plan_of(everything.order_by("expiry_order", "pk")[:50])
    assert "certificate_by_due" in plan_of(everything.order_by("verification_due_on", "pk")[:50])
