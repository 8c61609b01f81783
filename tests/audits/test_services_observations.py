from dataclasses import replace
from datetime import date

import pytest

from audits.domain.audits import AuditState, Strength
from audits.domain.observations import Coverage, Disclosure, Sampling, StageCounts, StagesSeen
from audits.models import CoverageObservation
from audits.services import (
    Invalid,
    NotAllowed,
    Recorded,
    Source,
    correct_coverage,
    correct_stages,
    record_coverage,
    record_stages,
    retract_observation,
)
from common.history import changes_for
from common.records import AlreadySubmitted, Conflict
from common.views import new_submission
from suppliers.models import EvidenceChange
from tests.audits.factories import AT, TODAY, make_audit
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db
PERIOD = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "observed_on": date(2026, 10, 14)}
COVERAGE = Coverage(**PERIOD, sampling=Sampling.RANDOM_SAMPLE, receipts=240, with_record=144)
STAGES = StagesSeen(
    **PERIOD,
    disclosure=Disclosure.DISCLOSED,
    counts=StageCounts(incoming=1, subassembly=0, in_process=1, final=17),
)


@pytest.fixture
def supplier():
    return make_supplier()


@pytest.fixture
def by(supplier):
    return Recorded(supplier.owner, AT, TODAY)


@pytest.fixture
def source(supplier):
    return Source(make_site(supplier), Strength.REGISTER_EXPORT)


def test_a_coverage_apart_from_any_audit_is_kept_and_is_news(supplier, source, by):
    row = record_coverage(source, COVERAGE, by)
    assert (row.supplier, row.audit, row.recorded_at, row.coverage) == (supplier, None, AT, COVERAGE)
    assert EvidenceChange.objects.filter(supplier=supplier).exists()
    assert changes_for(row).get().root_id == supplier.pk


def test_within_an_audit_site_and_strength_are_those_of_the_audit(by):
    audit = make_audit(strength=Strength.UNANNOUNCED_ON_SITE.value)
    row = record_coverage(Source.of_audit(audit), COVERAGE, by)
    assert (row.site, row.strength, row.supplier) == (audit.site, "unannounced_on_site", audit.supplier)


def test_an_audit_that_has_not_begun_counts_nothing(by):
    audit = make_audit(state=AuditState.PLANNED)
    with pytest.raises(NotAllowed):
        record_stages(Source.of_audit(audit), STAGES, by)


def test_what_cannot_be_true_is_refused_by_field(source, by):
    with pytest.raises(Invalid) as refused:
        record_coverage(source, replace(COVERAGE, with_record=241), by)
    assert [problem.field for problem in refused.value.problems] == ["with_record"]
    with pytest.raises(Invalid):
        record_stages(source, replace(STAGES, counts=StageCounts()), by)


def test_asked_and_not_disclosed_is_kept(source, by):
    silent = replace(COVERAGE, sampling=Sampling.NOT_DISCLOSED, receipts=None, with_record=None)
    assert record_coverage(source, silent, by).coverage.covered is None
    seen = replace(STAGES, disclosure=Disclosure.NOT_DISCLOSED, counts=StageCounts())
    assert record_stages(source, seen, by).disclosure == "not_disclosed"


def test_the_same_form_sent_twice_records_once(source, supplier):
    by = Recorded(supplier.owner, AT, TODAY, submission=new_submission())
    record_coverage(source, COVERAGE, by)
    with pytest.raises(AlreadySubmitted):
        record_coverage(source, COVERAGE, by)
    assert CoverageObservation.objects.count() == 1


def test_a_wrong_count_is_superseded_and_stays_as_it_was(source, by):
    wrong = record_coverage(source, COVERAGE, by)
    right = correct_coverage(wrong, replace(COVERAGE, with_record=150), by, reason="Six records were in the archive.")
    wrong.refresh_from_db()
    assert (wrong.with_record, wrong.is_standing, wrong.corrected_by) == (144, False, right)
    assert list(CoverageObservation.objects.counting()) == [right]
    assert changes_for(wrong).first().reason == "Six records were in the archive."


def test_an_observation_is_superseded_once(source, by):
    wrong = record_stages(source, STAGES, by)
    correct_stages(wrong, STAGES, by, reason="Counted twice.")
    with pytest.raises(Conflict):
        correct_stages(wrong, STAGES, by, reason="Counted twice.")
    with pytest.raises(Conflict):
        retract_observation(wrong, by, reason="Other supplier.")


def test_a_correction_that_is_wrong_itself_leaves_the_first_standing(source, by):
    row = record_coverage(source, COVERAGE, by)
    with pytest.raises(Invalid):
        correct_coverage(row, replace(COVERAGE, with_record=999), by, reason="Typing error.")
    with pytest.raises(Invalid):
        retract_observation(row, by, reason=" ")
    row.refresh_from_db()
    assert row.is_standing


def test_an_observation_of_the_wrong_supplier_is_retracted(source, by, supplier):
    row = record_coverage(source, COVERAGE, by)
    EvidenceChange.objects.all().delete()
    retract_observation(row, by, reason="Meant another supplier.")
    assert not CoverageObservation.objects.counting().exists()
    assert EvidenceChange.objects.filter(supplier=supplier).exists()
