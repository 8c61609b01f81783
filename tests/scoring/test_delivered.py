"""Lots, order lines and nonconformances become facts: by month and place, counted once, as of any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import KnownFrom
from deliveries.domain.stages import Stage
from deliveries.services import retract, void_nonconformance
from scoring.corrections import corrections_since
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.engine import score
from scoring.domain.facts import Source
from scoring.domain.scorecard import State
from scoring.facts import gather_facts
from scoring.models import Snapshot
from scoring.services import rescore_suppliers
from tests.deliveries.factories import by, make_delivery, make_lot, make_nonconformance
from tests.scoring.factories import ON, SEEN, make_evidence, make_scope, make_stages, make_supplier
from tests.suppliers.factories import make_site

pytestmark = pytest.mark.django_db


def facts_of(supplier, on=ON):
    gathered = gather_facts([supplier.pk], on)
    assert not gathered.problems
    return gathered.facts[supplier.pk]


def seen(supplier, indicator, on=ON):
    """(good, of) of each observation of an indicator, oldest first."""
    return [(one.good, one.of) for one in facts_of(supplier, on).observations if one.indicator == indicator]


def points(supplier, indicator, on=ON):
    facts = facts_of(supplier, on)
    return score(facts, DEFAULT_MODEL, facts.scopes[0].key, on).indicator(indicator).points


def test_lots_of_a_month_are_one_fact_and_a_concession_was_not_accepted_as_ordered():
    supplier = make_supplier(with_scope=True)
    for result in (LotResult.ACCEPTED, LotResult.ACCEPTED, LotResult.CONCESSION, LotResult.REJECTED):
        make_lot(supplier, result=result, sample_size=50, nonconforming=0 if result is LotResult.ACCEPTED else 4)
    make_lot(supplier, inspected_on=SEEN - timedelta(days=40))
    assert seen(supplier, "lot_acceptance") == [(1, 1), (2, 4)]
    assert seen(supplier, "parts_right") == [(50, 50), (192, 200)]


def test_a_lot_that_nobody_inspected_says_nothing_and_one_without_counts_says_nothing_of_parts():
    supplier = make_supplier(with_scope=True)
    make_lot(supplier, result=LotResult.SKIP_LOT, sample_size=None, nonconforming=None)
    assert not facts_of(supplier).observations
    make_lot(supplier, sample_size=None, nonconforming=None)
    assert seen(supplier, "lot_acceptance") == [(1, 1)]
    assert not seen(supplier, "parts_right")


def test_lines_count_in_the_month_in_which_they_were_due_once_they_are_settled():
    supplier = make_supplier(with_scope=True)
    make_delivery(supplier, promised_on=date(2026, 9, 28), delivered_on=date(2026, 10, 3))
    make_delivery(supplier, promised_on=date(2026, 9, 2), delivered_on=date(2026, 9, 1))
    make_delivery(supplier, promised_on=ON + timedelta(days=5), delivered_on=None, delivered_quantity=Decimal(0))
    assert seen(supplier, "on_time") == [(1, 2)]
    assert seen(supplier, "on_time", on=date(2026, 9, 15)) == [(1, 1)]


def test_a_record_is_true_of_its_process_of_its_site_or_of_all():
    supplier = make_supplier()
    here, there = make_site(supplier, is_main=True), make_site(supplier)
    turning, milling = make_scope(supplier, "turning", here), make_scope(supplier, "milling", here)
    grinding = make_scope(supplier, "grinding", there)
    make_lot(supplier, scope=turning)
    make_lot(supplier, site=here)
    make_lot(supplier)
    keys = {one.scopes for one in facts_of(supplier).observations if one.indicator == "lot_acceptance"}
    both = tuple(f"scope:{scope.pk}" for scope in (turning, milling))
    assert keys == {(f"scope:{turning.pk}",), both, ()}
    assert grinding.pk


def test_where_a_nonconformance_was_caught_decides_what_it_shows():
    supplier = make_supplier(with_scope=True)
    make_nonconformance(supplier, stage=Stage.IN_PROCESS, known_from=KnownFrom.THEIR_LOG)
    make_nonconformance(supplier, stage=Stage.FINAL, known_from=KnownFrom.THEIR_LOG)
    make_nonconformance(supplier, stage=Stage.CUSTOMER)
    assert seen(supplier, "early_detection") == [(1, 2)]
    assert sorted(seen(supplier, "escapes")) == [(0, 1), (2, 2)]


def test_a_void_nonconformance_and_a_retracted_lot_count_no_more():
    supplier = make_supplier(with_scope=True)
    void_nonconformance(make_nonconformance(supplier), by(reason="Our gauge was wrong."))
    retract(make_lot(supplier), by(reason="Booked twice."))
    assert not facts_of(supplier).observations


def test_the_silent_twin_is_never_better_than_the_one_who_logs_in_process():
    honest, silent = make_supplier(with_scope=True), make_supplier(with_scope=True)
    for supplier in (honest, silent):
        make_nonconformance(supplier, stage=Stage.RECEIVING)
        make_stages(supplier, in_process=4, final=4)
    for day in range(12):
        log = {"stage": Stage.IN_PROCESS, "known_from": KnownFrom.THEIR_LOG, "found_on": SEEN - timedelta(days=day)}
        make_nonconformance(honest, **log)
    for indicator in ("early_detection", "escapes"):
        assert points(honest, indicator) >= points(silent, indicator)


def test_what_a_stronger_count_has_in_it_is_not_counted_again():
    supplier = make_supplier(with_scope=True)
    make_stages(supplier, in_process=2, final=1, caught_receiving=2)
    for days in range(3):
        make_nonconformance(supplier, stage=Stage.RECEIVING, found_on=SEEN - timedelta(days=days))
    assert seen(supplier, "early_detection") == [(2, 3)]
    assert sorted(seen(supplier, "escapes")) == [(0, 1), (3, 5)]


def test_a_weaker_count_takes_nothing_away_that_we_recorded_ourselves():
    supplier = make_supplier(with_scope=True)
    for days in range(3):
        make_nonconformance(supplier, stage=Stage.RECEIVING, found_on=SEEN - timedelta(days=days))
    alone = points(supplier, "escapes")
    make_stages(supplier, in_process=0, final=0, caught_receiving=4, strength="supplier_statement")
    facts = facts_of(supplier).observations
    escaped = {one.source: one.of - one.good for one in facts if one.indicator == "escapes"}
    assert escaped == {Source.OUR_RECORD: 3, Source.OWN_WORD: 1}
    assert points(supplier, "escapes") < alone


def test_a_count_of_another_period_place_or_stage_leaves_a_nonconformance_alone():
    supplier = make_supplier(with_scope=True)
    make_stages(supplier, in_process=2, final=1)
    make_nonconformance(supplier, stage=Stage.RECEIVING)
    make_nonconformance(supplier, stage=Stage.FINAL, found_on=SEEN + timedelta(days=3))
    make_nonconformance(supplier, stage=Stage.FINAL, site=make_site(supplier))
    assert sorted(seen(supplier, "escapes")) == [(1, 1), (1, 2)]
    assert sorted(seen(supplier, "early_detection")) == [(0, 1), (0, 1), (2, 3)]


def test_one_more_accepted_lot_never_lowers_and_one_more_rejected_lot_never_raises():
    supplier = make_supplier(with_scope=True)
    days = [SEEN - timedelta(days=7 * week) for week in range(12)]
    for number, day in enumerate(days):
        make_lot(supplier, inspected_on=day, result=LotResult.REJECTED if number % 4 == 0 else LotResult.ACCEPTED)
    before = points(supplier, "lot_acceptance")
    for day in (days[-1], days[5], SEEN + timedelta(days=2)):
        good = make_lot(supplier, inspected_on=day)
        assert points(supplier, "lot_acceptance") >= before
        retract(good, by(reason="Only a trial."))
        bad = make_lot(supplier, inspected_on=day, result=LotResult.REJECTED)
        assert points(supplier, "lot_acceptance") <= before
        retract(bad, by(reason="Only a trial."))


def test_clean_deliveries_excuse_what_nobody_had_to_correct():
    supplier = make_supplier(with_scope=True)
    make_evidence(supplier)
    for _ in range(10):
        make_lot(supplier)
    facts = facts_of(supplier)
    card = score(facts, DEFAULT_MODEL, facts.scopes[0].key, ON)
    assert card.indicator("effectiveness").state is State.NOT_APPLICABLE
    assert "without anything to correct" in card.indicator("effectiveness").note
    make_lot(supplier, result=LotResult.REJECTED)
    facts = facts_of(supplier)
    assert score(facts, DEFAULT_MODEL, facts.scopes[0].key, ON).indicator("effectiveness").state is State.NO_EVIDENCE


def test_what_was_recorded_later_for_a_past_month_is_listed_as_a_correction_of_its_ratings():
    supplier = make_supplier(with_scope=True)
    make_lot(supplier, inspected_on=date(2026, 9, 3))
    rescore_suppliers([supplier.pk], date(2026, 9, 30))
    kept = Snapshot.objects.get(supplier=supplier)
    make_lot(supplier, inspected_on=date(2026, 10, 5))
    assert corrections_since(kept) == []
    make_lot(supplier, inspected_on=date(2026, 9, 7), result=LotResult.REJECTED)
    [said, *_] = corrections_since(kept)
    assert said == "Lots inspected in Sep 2026: something was recorded or corrected later."
