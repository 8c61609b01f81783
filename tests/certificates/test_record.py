"""Recording, renewing, correcting and retiring certificates."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from certificates.domain.assurance import Standing
from certificates.domain.reminders import ReminderKind
from certificates.domain.state import CertificateState, EventKind
from certificates.models import Certificate, CertificateStandard
from certificates.services import (
    AlreadyRecorded,
    CertificateClosed,
    CertificateError,
    Coverage,
    change_certificate,
    record_certificate,
    record_event,
    renew_certificate,
    retire_certificate,
)
from common.history import changes_for
from common.records import AlreadySubmitted, Conflict
from suppliers.models import NO_EXPIRY, EvidenceChange
from tests.certificates.factories import (
    TODAY,
    certificate_data,
    edition,
    make_certificate,
    make_file,
    make_verification,
    noon,
)
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db


def data_of(certificate: Certificate, **changes):
    data = certificate_data(
        certificate.supplier,
        body=certificate.body,
        number=certificate.number,
        holder=certificate.holder,
        editions=[row.edition for row in certificate.standards.all()],
        sites=[Coverage(row.site, row.scope_text) for row in certificate.covered.all()],
    )
    return replace(data, **changes)


def renew(old: Certificate, **changes) -> Certificate:
    values = {"valid_from": date(2028, 1, 1), "expires_on": date(2030, 12, 31), **changes}
    return renew_certificate(
        old, data_of(old, **values), expected_version=old.version, actor=old.supplier.owner, at=noon()
    )


def test_a_recorded_certificate_is_a_claim_until_somebody_checks():
    certificate = make_certificate()
    assert certificate.state_on(TODAY) is CertificateState.VALID
    assert certificate.assurance_on(TODAY).standing is Standing.CLAIMED
    assert certificate.verification_due_on == TODAY + timedelta(days=14)


def test_one_certificate_can_hold_several_standards_and_name_several_sites():
    supplier = make_supplier()
    works, store = make_site(supplier, name="Works"), make_site(supplier, name="Store")
    certificate = make_certificate(
        supplier,
        editions=[edition(), edition("ISO 14001")],
        sites=[Coverage(works, "Turning"), Coverage(store, "Storage")],
    )
    assert certificate.standards_text == "ISO 9001:2015, ISO 14001:2015"
    assert {(str(row.site), row.scope_text) for row in certificate.covered.all()} == {
        ("Works", "Turning"),
        ("Store", "Storage"),
    }


def test_recording_writes_history_marks_the_evidence_and_moves_the_next_expiry():
    certificate = make_certificate(expires_on=date(2027, 3, 12))
    (entry,) = changes_for(certificate)
    assert entry.action == "created"
    assert entry.root_id == certificate.supplier_id
    assert entry.changes["expires_on"] == [None, "2027-03-12"]
    assert entry.changes["standards"] == [None, ["ISO 9001:2015"]]
    assert EvidenceChange.objects.filter(pk=certificate.supplier_id).exists()
    certificate.supplier.refresh_from_db()
    assert certificate.supplier.next_expiry_on == date(2027, 3, 12)


def test_the_earliest_open_expiry_is_kept_at_the_supplier():
    supplier = make_supplier()
    late = make_certificate(supplier, expires_on=date(2028, 1, 1))
    early = make_certificate(supplier, expires_on=date(2027, 1, 1))
    make_certificate(supplier, expires_on=None)
    retire_certificate(early, "Site closed", expected_version=1, actor=supplier.owner, at=noon())
    supplier.refresh_from_db()
    assert supplier.next_expiry_on == late.expires_on
    retire_certificate(late, "Site closed", expected_version=1, actor=supplier.owner, at=noon())
    supplier.refresh_from_db()
    assert supplier.next_expiry_on == NO_EXPIRY


@pytest.mark.parametrize(
    "dates",
    [
        {"valid_from": date(2027, 1, 2), "expires_on": date(2027, 1, 1)},
        {"issued_on": date(2027, 1, 2), "valid_from": None, "expires_on": date(2027, 1, 1)},
        {"issued_on": date(2024, 1, 1), "first_certified_on": date(2024, 1, 2)},
    ],
)
def test_dates_out_of_order_are_refused_with_a_sentence_and_by_the_database(dates):
    supplier = make_supplier()
    with pytest.raises(ValidationError, match=r"(lies|before|after)"):
        make_certificate(supplier, **dates)
    certificate = make_certificate(supplier)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**dates)


def test_the_same_certificate_is_recorded_once_however_its_number_is_typed():
    supplier = make_supplier()
    first = make_certificate(supplier, number="QM 100-7")
    with pytest.raises(AlreadyRecorded) as caught:
        make_certificate(supplier, number="qm1007")
    assert caught.value.existing == first
    assert Certificate.objects.count() == 1


def test_the_same_number_is_another_certificate_for_another_standard_body_or_supplier():
    supplier = make_supplier()
    make_certificate(supplier, number="QM 1")
    make_certificate(supplier, number="QM 1", editions=[edition("ISO 14001")])
    make_certificate(supplier, number="QM 1", body="Other Body")
    make_certificate(make_supplier(), number="QM 1")
    assert Certificate.objects.count() == 4


def test_the_database_itself_keeps_a_certificate_unique():
    supplier = make_supplier()
    first = make_certificate(supplier, number="QM 1")
    other = make_certificate(supplier, number="QM 2")
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateStandard.objects.filter(certificate=other).update(number_key=first.number_key)


def test_a_form_sent_twice_records_once_and_points_to_the_first():
    supplier, token = make_supplier(), uuid4()
    data = certificate_data(supplier)
    first = record_certificate(supplier, data, actor=supplier.owner, at=noon(), submission=token)
    with pytest.raises(AlreadySubmitted) as caught:
        record_certificate(supplier, data, actor=supplier.owner, at=noon(), submission=token)
    assert caught.value.url == first.get_absolute_url()
    assert Certificate.objects.count() == 1


def test_somebody_elses_site_or_file_is_refused():
    supplier, stranger = make_supplier(), make_supplier()
    with pytest.raises(CertificateError, match="another supplier"):
        make_certificate(supplier, sites=[Coverage(make_site(stranger))])
    with pytest.raises(CertificateError, match="another supplier"):
        make_certificate(supplier, file=make_file(stranger))


def test_a_renewal_supersedes_from_its_first_valid_day_and_may_print_the_same_number():
    old = make_certificate(expires_on=date(2027, 12, 31))
    new = renew(old)
    old.refresh_from_db()
    assert new.number == old.number
    assert old.state_on(date(2027, 12, 31)) is CertificateState.EXPIRING
    assert old.state_on(date(2028, 1, 1)) is CertificateState.SUPERSEDED
    assert new.state_on(date(2027, 12, 31)) is CertificateState.NOT_YET_VALID
    assert not old.next_reminders.exists()
    old.supplier.refresh_from_db()
    assert old.supplier.next_expiry_on == date(2030, 12, 31)
    assert [entry.action for entry in changes_for(old)] == ["renewed", "created"]


def test_two_people_renewing_one_certificate_leave_one_successor():
    old = make_certificate()
    stale = Certificate.objects.get(pk=old.pk)
    renew(old)
    with pytest.raises((Conflict, CertificateClosed)):
        renew(stale, number="Other")
    assert Certificate.objects.filter(replaces=old).count() == 1


def test_a_renewal_that_cannot_be_recorded_leaves_the_old_one_open():
    old = make_certificate()
    with pytest.raises(ValidationError):
        renew(old, valid_from=date(2031, 1, 1))
    old.refresh_from_db()
    assert old.superseded_on is None
    assert old.standards.get().is_current


def test_a_correction_writes_what_differs_and_raises_the_version():
    certificate = make_certificate()
    data = data_of(certificate, holder="Another Holder Ltd")
    assert change_certificate(certificate, data, expected_version=1, actor=certificate.supplier.owner, at=noon())
    certificate.refresh_from_db()
    assert (certificate.holder, certificate.version) == ("Another Holder Ltd", 2)
    entry = changes_for(certificate)[0]
    assert list(entry.changes) == ["holder"]


def test_a_correction_without_a_difference_writes_nothing():
    certificate = make_certificate()
    same = data_of(certificate)
    assert not change_certificate(certificate, same, expected_version=1, actor=certificate.supplier.owner, at=noon())
    assert changes_for(certificate).count() == 1


def test_a_stale_correction_is_refused_and_changes_nothing():
    certificate = make_certificate()
    actor = certificate.supplier.owner
    change_certificate(certificate, data_of(certificate, holder="First"), expected_version=1, actor=actor, at=noon())
    for changes in ({"holder": "Second"}, {"editions": [edition("ISO 14001")]}):
        data = data_of(certificate, **changes)
        with pytest.raises(Conflict) as caught:
            change_certificate(certificate, data, expected_version=1, actor=actor, at=noon())
        assert caught.value.current.holder == "First"
    assert certificate.standards.get().edition == edition()


def test_changed_standards_and_sites_are_history_too():
    certificate = make_certificate()
    data = data_of(certificate, editions=[edition("ISO 9001", "2026")])
    change_certificate(certificate, data, expected_version=1, actor=certificate.supplier.owner, at=noon())
    certificate.refresh_from_db()
    assert certificate.version == 2
    assert changes_for(certificate)[0].changes["standards"] == [["ISO 9001:2015"], ["ISO 9001:2026"]]


def test_a_changed_number_is_still_unique():
    supplier = make_supplier()
    make_certificate(supplier, number="QM 1")
    other = make_certificate(supplier, number="QM 2")
    with pytest.raises(AlreadyRecorded):
        change_certificate(other, data_of(other, number="QM-1"), expected_version=1, actor=supplier.owner, at=noon())
    other.refresh_from_db()
    assert other.number == "QM 2"


def test_what_was_verified_no_longer_speaks_for_a_changed_claim():
    certificate = make_certificate()
    make_verification(certificate)
    assert certificate.assurance_on(TODAY).standing is Standing.VERIFIED
    actor = certificate.supplier.owner
    with_file = data_of(certificate, file=make_file(certificate.supplier))
    change_certificate(certificate, with_file, expected_version=1, actor=actor, at=noon())
    assert Certificate.objects.get(pk=certificate.pk).assurance_on(TODAY).standing is Standing.VERIFIED
    extended = data_of(certificate, expires_on=date(2029, 1, 1))
    change_certificate(certificate, extended, expected_version=2, actor=actor, at=noon())
    changed = Certificate.objects.get(pk=certificate.pk)
    assert changed.assurance_on(TODAY).standing is Standing.STALE
    assert changed.verification_due_on == TODAY + timedelta(days=14)


def test_retiring_needs_a_reason_and_ends_reminders():
    certificate = make_certificate()
    actor = certificate.supplier.owner
    with pytest.raises(IntegrityError), transaction.atomic():
        retire_certificate(certificate, "", expected_version=1, actor=actor, at=noon())
    certificate.refresh_from_db()
    retire_certificate(certificate, "Recorded for the wrong company", expected_version=1, actor=actor, at=noon())
    assert certificate.state_on(TODAY) is CertificateState.RETIRED
    assert (certificate.next_reminders.count(), certificate.verification_due_on) == (0, None)
    with pytest.raises(CertificateClosed):
        change_certificate(certificate, data_of(certificate, holder="X"), expected_version=2, actor=actor, at=noon())


def test_a_retired_certificate_can_be_recorded_anew():
    certificate = make_certificate(number="QM 1")
    supplier = certificate.supplier
    retire_certificate(certificate, "Typing error", expected_version=1, actor=supplier.owner, at=noon())
    make_certificate(supplier, number="QM 1")
    assert Certificate.objects.open_on(TODAY).count() == 1


def test_events_of_the_body_move_the_state_and_the_projections():
    certificate = make_certificate()
    actor = certificate.supplier.owner
    record_event(certificate, EventKind.SUSPENDED, date(2026, 6, 1), actor=actor, at=noon())
    assert certificate.state_on(TODAY) is CertificateState.SUSPENDED
    assert certificate.suspended_on == date(2026, 6, 1)
    record_event(certificate, EventKind.WITHDRAWN, date(2026, 10, 1), actor=actor, at=noon(), note="Letter")
    assert certificate.closed_on == date(2026, 10, 1)
    certificate.supplier.refresh_from_db()
    assert certificate.supplier.next_expiry_on == NO_EXPIRY
    record_event(certificate, EventKind.RESTORED, date(2026, 11, 1), actor=actor, at=noon())
    assert (certificate.closed_on, certificate.suspended_on) == (None, None)
    assert certificate.next_reminder_on(ReminderKind.EXPIRY) is not None


def test_an_event_ahead_or_recorded_before_is_refused():
    certificate = make_certificate()
    actor = certificate.supplier.owner
    with pytest.raises(CertificateError, match="ahead"):
        record_event(certificate, EventKind.SUSPENDED, TODAY + timedelta(days=1), actor=actor, at=noon())
    record_event(certificate, EventKind.SURVEILLANCE, TODAY, actor=actor, at=noon())
    with pytest.raises(CertificateError, match="already"):
        record_event(certificate, EventKind.SURVEILLANCE, TODAY, actor=actor, at=noon())
