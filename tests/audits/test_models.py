from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState, Strength
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.domain.observations import Disclosure, Sampling
from audits.models import Answer, Audit, CoverageObservation, Finding, StageObservation
from common import clock
from tests.accounts.factories import make_team, make_user
from tests.audits.factories import DAY, make_audit
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def coverage(audit: Audit, /, **fields) -> CoverageObservation:
    values = {
        "supplier": audit.supplier,
        "site": audit.site,
        "strength": Strength.ANNOUNCED_ON_SITE.value,
        "period_from": date(2026, 7, 1),
        "period_to": date(2026, 9, 30),
        "observed_on": DAY,
        "recorded_at": clock.now(),
        "recorded_by": audit.lead,
        "sampling": Sampling.RANDOM_SAMPLE.value,
        "receipts": 240,
        "with_record": 144,
        **fields,
    }
    return CoverageObservation.objects.create(**values)


def stages(audit: Audit, **fields) -> StageObservation:
    shared = {name: getattr(coverage(audit), name) for name in ("supplier", "site", "strength", "recorded_by")}
    dates = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "observed_on": DAY}
    return StageObservation.objects.create(**shared, **dates, recorded_at=clock.now(), **fields)


def finding(audit: Audit, **fields) -> Finding:
    values = {
        "audit": audit,
        "grade": FindingGrade.MINOR.value,
        "statement": "Two gauges past their date.",
        "found_on": DAY,
        "due_on": date(2026, 12, 13),
        "raised_by": audit.lead,
        "raised_at": clock.now(),
        **fields,
    }
    return Finding.objects.create(**values)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": AuditState.COMPLETED, "completed_at": None},
        {"state": AuditState.PLANNED, "completed_at": clock.now()},
        {"state": AuditState.IN_PROGRESS, "conducted_on": None},
        {"strength": Strength.SUPPLIER_STATEMENT.value},
    ],
)
def test_the_database_refuses_an_audit_that_contradicts_itself(fields):
    with pytest.raises(IntegrityError):
        make_audit(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"with_record": 241},
        {"skip_lot": 97},
        {"receipts": 0, "with_record": 0},
        {"receipts": None, "with_record": None},
        {"sampling": Sampling.NOT_DISCLOSED.value},
        {"period_to": date(2026, 6, 30)},
        {"observed_on": date(2026, 9, 1)},
        {"superseded_at": clock.now()},
        {"sampling": "guessed"},
    ],
)
def test_the_database_refuses_a_coverage_that_cannot_be_true(fields):
    audit = make_audit()
    with pytest.raises(IntegrityError):
        coverage(audit, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"disclosure": Disclosure.DISCLOSED.value, "caught_incoming": 1},
        {"disclosure": Disclosure.NOT_DISCLOSED.value, "caught_final": 1},
        {"disclosure": Disclosure.NOT_ASKED.value},
    ],
)
def test_the_database_refuses_stage_counts_that_were_not_shown(fields):
    audit = make_audit()
    with pytest.raises(IntegrityError):
        stages(audit, **fields)


def test_silence_about_defects_is_kept_as_an_observation():
    assert stages(make_audit(), disclosure=Disclosure.NOT_DISCLOSED.value).counts.final is None


@pytest.mark.parametrize(
    "fields",
    [
        {"due_on": None},
        {"due_on": date(2026, 10, 13)},
        {"statement": ""},
        {"state": "closed"},
        {"state": "closed", "closed_on": DAY},
        {"grade": "terrible"},
    ],
)
def test_the_database_refuses_a_finding_without_what_it_needs(fields):
    audit = make_audit()
    with pytest.raises(IntegrityError):
        finding(audit, **fields)


def test_one_question_has_one_answer_and_nobody_confirms_their_own():
    audit = make_audit()
    other = make_user(Role.QUALITY_ENGINEER)
    values = {"audit": audit, "answered_by": audit.lead, "answered_at": clock.now()}
    confirmed = {"confirmed_by": other, "confirmed_at": clock.now()}
    Answer.objects.create(question="R1", grade=Grade.NOT_APPLICABLE.value, **values, **confirmed)
    for wrong in (
        {"question": "R1"},
        {"question": "R2", "grade": Grade.NOT_APPLICABLE.value, **confirmed, "confirmed_by": audit.lead},
        {"question": "R2", "grade": Grade.FULL.value, **confirmed},
        {"question": "R2", "grade": "excellent"},
    ):
        _refused(Answer, {**values, **wrong})


def _refused(model, values) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**values)


def test_what_hangs_on_a_restricted_supplier_is_hidden_with_it():
    member, stranger = make_user(Role.QUALITY_ENGINEER), make_user(Role.QUALITY_ENGINEER)
    audit = make_audit(make_supplier(is_restricted=True, team=make_team(member)))
    records = [audit, finding(audit), coverage(audit)]
    for record in records:
        assert type(record).objects.visible_to(member).filter(pk=record.pk).exists()
        assert not type(record).objects.visible_to(stranger).filter(pk=record.pk).exists()


def test_an_audit_in_progress_is_no_evidence_and_what_stood_then_can_be_asked():
    audit = make_audit()
    apart, within = coverage(audit), coverage(audit, audit=audit)
    finding(audit)
    assert set(CoverageObservation.objects.counting()) == {apart}
    assert not Finding.objects.counting().exists()
    later = clock.now()
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.COMPLETED.value, completed_at=later)
    CoverageObservation.objects.filter(pk=apart.pk).update(superseded_at=later, superseded_reason="Wrong log.")
    assert set(CoverageObservation.objects.counting()) == {within}
    assert apart in CoverageObservation.objects.known_at(apart.recorded_at)
    assert apart not in CoverageObservation.objects.known_at(later)
    assert Finding.objects.counting().count() == 1
