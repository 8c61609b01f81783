"""Recording verifications."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from certificates.domain.assurance import Standing
from certificates.domain.verification import Check, CheckResult, Method, Outcome
from certificates.models import Certificate, Verification
from certificates.services import CertificateClosed, CertificateError, OutcomeNotSupported, retire_certificate
from common.history import changes_for
from suppliers.models import EvidenceChange
from tests.certificates.factories import TODAY, make_certificate, make_file, make_verification, noon
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = pytest.mark.django_db


def standing(certificate: Certificate, day: date = TODAY) -> Standing:
    return Certificate.objects.get(pk=certificate.pk).assurance_on(day).standing


def test_a_confirmation_is_assurance_for_half_a_year():
    certificate = make_certificate()
    verification = make_verification(certificate)
    assert verification.next_due_on == TODAY + timedelta(days=182)
    assert certificate.verification_due_on == verification.next_due_on
    assert standing(certificate) is Standing.VERIFIED
    assert standing(certificate, verification.next_due_on + timedelta(days=1)) is Standing.STALE


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.NOT_FOUND, Standing.NOT_FOUND),
        (Outcome.UNREACHABLE, Standing.CLAIMED),
        (Outcome.SUSPENDED_OR_WITHDRAWN, Standing.CONTRADICTED),
    ],
)
def test_each_outcome_has_its_standing_and_comes_up_again(outcome, expected):
    certificate = make_certificate()
    make_verification(certificate, outcome)
    assert standing(certificate) is expected
    assert TODAY < certificate.verification_due_on <= TODAY + timedelta(days=30)


def test_a_mismatch_stands_until_an_equal_look_confirms():
    certificate = make_certificate()
    make_verification(certificate, Outcome.MISMATCH, differs=(Check.HOLDER,), on=TODAY - timedelta(days=9))
    make_verification(certificate, method=Method.ORIGINAL_SEEN, on=TODAY - timedelta(days=5))
    assert standing(certificate) is Standing.CONTRADICTED
    make_verification(certificate, method=Method.BODY)
    assert standing(certificate) is Standing.VERIFIED


def test_each_bought_scope_gets_its_own_answer_and_what_was_not_asked_says_so():
    supplier = make_supplier()
    moulding, assembly = make_scope(supplier, "turning"), make_scope(supplier, "milling")
    certificate = make_certificate(supplier)
    verification = make_verification(certificate, scopes={moulding: CheckResult.MATCH})
    results = verification.fact.results
    assert results[Check.SCOPE, moulding.pk] is CheckResult.MATCH
    assert results[Check.SCOPE, assembly.pk] is CheckResult.NOT_CHECKED
    assert results[Check.ACCREDITATION, None] is CheckResult.NOT_CHECKED


def test_what_was_compared_is_kept_as_it_was_that_day():
    certificate = make_certificate(holder="Printed Holder")
    verification = make_verification(certificate)
    type(certificate.supplier).objects.update(legal_name="Renamed")
    row = verification.checks.get(check_name=Check.HOLDER.value)
    assert row.printed == "Printed Holder"
    assert row.ours != "Renamed"


def test_recording_one_is_history_and_news_for_the_rating():
    certificate = make_certificate()
    EvidenceChange.objects.all().delete()
    verification = make_verification(certificate)
    entry = changes_for(verification).get()
    assert entry.action == "verified"
    assert entry.root_id == certificate.supplier_id
    assert entry.changes["outcome"] == [None, "confirmed"]
    assert EvidenceChange.objects.filter(pk=certificate.supplier_id).exists()


def test_what_cannot_be_is_refused():
    certificate = make_certificate()
    with pytest.raises(OutcomeNotSupported):
        make_verification(certificate, answers=[])
    with pytest.raises(CertificateError, match="ahead"):
        make_verification(certificate, on=TODAY + timedelta(days=1), at=noon())
    with pytest.raises(ValidationError, match="proof"):
        make_verification(certificate, proof_text="")
    with pytest.raises(ValidationError, match="after"):
        make_verification(certificate, next_due_on=TODAY)
    with pytest.raises(CertificateError, match="another supplier"):
        make_verification(certificate, proof_file=make_file(make_supplier()))
    with pytest.raises(CertificateError, match="another supplier"):
        make_verification(certificate, scopes={make_scope(make_supplier()): CheckResult.MATCH})
    assert not Verification.objects.exists()


def test_a_closed_record_is_not_verified():
    certificate = make_certificate()
    retire_certificate(certificate, "Closed", expected_version=1, actor=certificate.supplier.owner, at=noon())
    with pytest.raises(CertificateClosed):
        make_verification(certificate)


@pytest.mark.parametrize(
    "broken",
    [{"proof_text": "", "proof_url": ""}, {"next_due_on": TODAY}, {"outcome": "true"}, {"method": "guessed"}],
)
def test_the_database_itself_refuses_a_verification_that_cannot_be(broken):
    verification = make_verification(make_certificate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=verification.pk).update(**broken)


def test_the_database_itself_keeps_one_answer_for_each_check():
    scope = make_scope(make_supplier())
    verification = make_verification(make_certificate(scope.supplier), scopes={scope: CheckResult.MATCH})
    for row in (verification.checks.get(check_name="holder"), verification.checks.get(scope=scope)):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
