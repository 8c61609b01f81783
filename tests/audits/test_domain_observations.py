from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies

from audits.domain.observations import (
    Coverage,
    Disclosure,
    Sampling,
    StageCounts,
    coverage_problems,
    stage_problems,
)
from deliveries.domain.stages import OUR_STAGES, SUPPLIER_STAGES, Stage

TODAY = date(2026, 11, 21)
COVERAGE = Coverage(
    period_from=date(2026, 7, 1),
    period_to=date(2026, 9, 30),
    observed_on=date(2026, 10, 14),
    sampling=Sampling.RANDOM_SAMPLE,
    receipts=240,
    with_record=144,
)
COUNTS = StageCounts(incoming=1, subassembly=0, in_process=2, final=17)


def fields_of(problems) -> list[str]:
    return [problem.field for problem in problems]


def test_a_plain_count_is_accepted_and_skip_lot_counts_as_covered():
    assert coverage_problems(COVERAGE, TODAY) == []
    assert replace(COVERAGE, skip_lot=40).covered == 184


def test_more_records_than_receipts_is_refused():
    assert fields_of(coverage_problems(replace(COVERAGE, with_record=241), TODAY)) == ["with_record"]
    assert fields_of(coverage_problems(replace(COVERAGE, skip_lot=97), TODAY)) == ["with_record"]
    assert coverage_problems(replace(COVERAGE, skip_lot=96), TODAY) == []


def test_nobody_looks_tomorrow_or_before_the_period_ends():
    assert fields_of(coverage_problems(replace(COVERAGE, observed_on=date(2026, 11, 22)), TODAY)) == ["observed_on"]
    assert fields_of(coverage_problems(replace(COVERAGE, observed_on=date(2026, 9, 1)), TODAY)) == ["observed_on"]


def test_a_period_that_ends_before_it_begins_is_refused():
    assert "period_to" in fields_of(coverage_problems(replace(COVERAGE, period_from=date(2026, 10, 1)), TODAY))


@pytest.mark.parametrize(
    ("receipts", "with_record", "field"),
    [(None, 5, "receipts"), (0, 0, "receipts"), (5, None, "with_record")],
)
def test_counts_may_not_be_missing(receipts, with_record, field):
    wrong = replace(COVERAGE, receipts=receipts, with_record=with_record)
    assert fields_of(coverage_problems(wrong, TODAY)) == [field]


def test_not_disclosed_is_an_observation_without_counts():
    silent = replace(COVERAGE, sampling=Sampling.NOT_DISCLOSED, receipts=None, with_record=None)
    assert coverage_problems(silent, TODAY) == []
    assert silent.covered is None
    assert fields_of(coverage_problems(replace(silent, receipts=3), TODAY)) == ["receipts"]


@given(strategies.integers(1, 500), strategies.integers(0, 500), strategies.integers(0, 500))
def test_whatever_is_accepted_lies_between_none_and_all_receipts(receipts, with_record, skip_lot):
    given_counts = replace(COVERAGE, receipts=receipts, with_record=with_record, skip_lot=skip_lot)
    if not coverage_problems(given_counts, TODAY):
        assert given_counts.covered is not None
        assert 0 <= given_counts.covered <= receipts


def test_the_suppliers_stages_and_ours_make_up_all_of_them():
    assert tuple(Stage) == SUPPLIER_STAGES + OUR_STAGES


def test_disclosed_counts_are_complete():
    assert stage_problems(COUNTS, Disclosure.DISCLOSED) == []
    missing = stage_problems(replace(COUNTS, final=None), Disclosure.DISCLOSED)
    assert fields_of(missing) == ["caught_final"]


def test_our_own_counts_may_be_known_while_the_supplier_is_silent():
    ours = StageCounts(receiving=2, line=1)
    assert stage_problems(ours, Disclosure.NOT_DISCLOSED) == []
    assert stage_problems(ours, Disclosure.NOT_ASKED) == []
    assert fields_of(stage_problems(COUNTS, Disclosure.NOT_DISCLOSED)) == ["disclosure"]


def test_silence_is_an_observation_and_not_asking_is_none():
    assert stage_problems(StageCounts(), Disclosure.NOT_DISCLOSED) == []
    assert fields_of(stage_problems(StageCounts(), Disclosure.NOT_ASKED)) == ["caught_receiving"]


def test_a_count_below_zero_is_refused():
    assert fields_of(stage_problems(replace(COUNTS, line=-1), Disclosure.DISCLOSED)) == ["caught_line"]


def test_totals_ignore_what_nobody_counted():
    assert COUNTS.total(SUPPLIER_STAGES) == 20
    assert COUNTS.total(OUR_STAGES) is None
