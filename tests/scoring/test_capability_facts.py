"""Capability records and visit notes become facts: one for each look, counted once, never better by typing more."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from capability.domain.terms import Counted, Kind, Manner
from capability.services import (
    begin_correction,
    complete_visit,
    retract_record,
    save_count,
    save_measurement,
    save_question,
)
from deliveries.domain.lots import LotResult
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.engine import score
from scoring.domain.facts import Source
from scoring.domain.scorecard import State
from scoring.facts import gather_facts
from scoring.links import record_name, record_url
from tests.capability.factories import act, completed_visit, fill, make_record, make_visit, measurement
from tests.deliveries.factories import make_lot
from tests.scoring.factories import ON, SEEN, make_supplier
from tests.suppliers.factories import make_scope, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier():
    return make_supplier(with_scope=True)


def facts_of(supplier, on=ON):
    gathered = gather_facts([supplier.pk], on)
    assert not gathered.problems
    return gathered.facts[supplier.pk]


def seen(supplier, indicator, on=ON):
    return [one for one in facts_of(supplier, on).observations if one.indicator == indicator]


def shares(supplier, indicator):
    return [(one.good, one.of) for one in seen(supplier, indicator)]


def judged(supplier, indicator, on=ON):
    facts = facts_of(supplier, on)
    return score(facts, DEFAULT_MODEL, facts.scopes[0].key, on).indicator(indicator)


@pytest.mark.parametrize(
    ("kind", "indicator"),
    [
        (Kind.EQUIPMENT, "equipment"),
        (Kind.METROLOGY, "metrology"),
        (Kind.ENGINEERING, "engineering"),
        (Kind.REFERENCE, "references"),
        (Kind.SAMPLE_RUN, "parts_right"),
        (Kind.FIRST_ARTICLE, "first_pass"),
        (Kind.PRESHIPMENT, "lot_acceptance"),
    ],
)
def test_each_kind_feeds_its_indicator_and_leads_back_to_its_record(supplier, kind, indicator):
    assert judged(supplier, indicator).state is State.NO_EVIDENCE
    row = make_record(kind, supplier)
    result = judged(supplier, indicator)
    assert result.state is State.MEASURED
    assert record_url(result.records[0].record) == row.get_absolute_url()
    assert str(row.pk) in record_name(result.records[0].record)
    retract_record(row, act(), reason="Another supplier's.")
    assert judged(supplier, indicator).state is State.NO_EVIDENCE


def test_many_machines_typed_in_on_one_day_are_one_look(supplier):
    for number in range(4):
        make_record(Kind.EQUIPMENT, supplier, machine=f"Lathe {number}")
    (one,) = seen(supplier, "equipment")
    assert (one.amount, one.note) == (1_000, "4 machines")
    make_record(Kind.EQUIPMENT, supplier, source="own_word")
    assert [one.source for one in seen(supplier, "equipment")] == [Source.ANNOUNCED_AUDIT, Source.OWN_WORD]


def test_numbers_are_read_exactly_whatever_the_database_stores(supplier):
    finest = Decimal("0.000003")
    make_record(Kind.EQUIPMENT, supplier, held=finest, needed=finest)
    assert shares(supplier, "equipment") == [(400, 400)]
    make_record(Kind.EQUIPMENT, supplier, held=Decimal("0.000004"), needed=finest, source="remote", count=2)
    assert (300, 400) in shares(supplier, "equipment")


def test_the_suppliers_own_word_weighs_little(supplier):
    make_record(Kind.EQUIPMENT, supplier, source="own_word")
    claimed = judged(supplier, "equipment").confidence
    make_record(Kind.EQUIPMENT, supplier, source="unannounced")
    assert claimed < 200_000 < 500_000 < judged(supplier, "equipment").confidence


def test_a_machine_is_for_its_process_and_a_gauge_for_the_whole_site(supplier):
    here = supplier.scopes.get()
    beside = make_scope(supplier, "grinding", site=here.site)
    make_record(Kind.EQUIPMENT, supplier, scope=here)
    make_record(Kind.METROLOGY, supplier, site=here.site)
    assert seen(supplier, "equipment")[0].scopes == (f"scope:{here.pk}",)
    assert set(seen(supplier, "metrology")[0].scopes) == {f"scope:{here.pk}", f"scope:{beside.pk}"}


def test_a_first_article_is_one_fact_however_often_it_was_submitted(supplier):
    make_record(Kind.FIRST_ARTICLE, supplier, result="rejected", out_of_tolerance=2)
    make_record(Kind.FIRST_ARTICLE, supplier, result="resubmitted", submission_number=2)
    assert shares(supplier, "first_pass") == [(0, 1)]
    make_record(Kind.FIRST_ARTICLE, supplier, part_number="VB-200")
    assert sorted(shares(supplier, "first_pass")) == [(0, 1), (1, 1)]


def test_references_count_by_customer_and_who_was_not_reached_is_no_evidence(supplier):
    make_record(Kind.REFERENCE, supplier, company="Pumpenwerk", outcome="unreachable")
    assert not seen(supplier, "references")
    make_record(Kind.REFERENCE, supplier, company="Pumpenwerk")
    make_record(Kind.REFERENCE, supplier, company="PUMPENWERK ")
    make_record(Kind.REFERENCE, supplier, company="Valves", outcome="mixed")
    make_record(Kind.REFERENCE, supplier, company="Gears", outcome="denied")
    assert sorted(shares(supplier, "references")) == [(0, 1), (0, 1), (1, 1)]
    assert sorted(one.amount for one in seen(supplier, "references")) == [500, 1_000, 1_000]


def test_another_customers_praise_takes_nothing_back_that_one_denied(supplier):
    make_record(Kind.REFERENCE, supplier, company="Gears", outcome="denied", observed_on=SEEN - timedelta(days=30))
    before = judged(supplier, "references")
    make_record(Kind.REFERENCE, supplier, company="Valves")
    assert not any(used.replaced for used in judged(supplier, "references").records)
    make_record(Kind.REFERENCE, supplier, company="gears")
    after = judged(supplier, "references")
    assert any(used.replaced for used in after.records)
    assert after.points > before.points


def test_a_customers_count_of_defects_is_hearsay_of_limited_weight(supplier):
    make_record(Kind.REFERENCE, supplier, parts=1_000_000, defective=200)
    (one,) = seen(supplier, "parts_right")
    assert (one.source, one.amount) == (Source.DOCUMENT, 1_000_000)
    assert one.good == 999_800


@pytest.mark.parametrize(("result", "facts"), [("passed", [(1, 1)]), ("failed", [(0, 1)]), ("on_hold", [])])
def test_a_lot_at_source_counts_once_it_is_decided(supplier, result, facts):
    make_record(Kind.PRESHIPMENT, supplier, result=result)
    assert shares(supplier, "lot_acceptance") == facts


def test_a_lot_that_came_and_was_inspected_again_counts_once(supplier):
    make_record(Kind.PRESHIPMENT, supplier, lot_number="L-7")
    make_lot(supplier, lot_number="L-8", inspected_on=SEEN)
    assert len(seen(supplier, "lot_acceptance")) == 2
    make_lot(supplier, lot_number="L-7", inspected_on=SEEN, result=LotResult.REJECTED)
    assert shares(supplier, "lot_acceptance") == [(1, 2)]


def test_a_lot_that_failed_at_source_stays_failed_though_it_came_later(supplier):
    make_record(Kind.PRESHIPMENT, supplier, lot_number="L-7", result="failed")
    make_lot(supplier, lot_number="L-7", inspected_on=SEEN)
    assert sorted(shares(supplier, "lot_acceptance")) == [(0, 1), (1, 1)]


def test_a_lot_that_nobody_inspected_on_arrival_takes_nothing_from_the_one_at_source(supplier):
    make_record(Kind.PRESHIPMENT, supplier, lot_number="L-7")
    skipped = {"result": LotResult.SKIP_LOT, "sample_size": None, "nonconforming": None}
    make_lot(supplier, lot_number="L-7", inspected_on=SEEN, **skipped)
    assert shares(supplier, "lot_acceptance") == [(1, 1)]


def test_a_sample_run_that_is_booked_as_a_lot_counts_once(supplier):
    make_record(Kind.SAMPLE_RUN, supplier, order_number="PO-9", received=50, conforming=49)
    make_lot(supplier, order_number="PO-9", inspected_on=SEEN, sample_size=20, nonconforming=1)
    assert len(seen(supplier, "parts_right")) == 2, "a part of the run says less than the run"
    make_lot(supplier, order_number="PO-9", inspected_on=SEEN, sample_size=50, nonconforming=1)
    assert len(seen(supplier, "parts_right")) == 1


def test_later_deliveries_do_not_wipe_out_what_samples_showed(supplier):
    make_record(Kind.SAMPLE_RUN, supplier, received=50, conforming=40, observed_on=SEEN - timedelta(days=90))
    make_lot(supplier, sample_size=500, inspected_on=SEEN)
    assert not any(used.replaced for used in judged(supplier, "parts_right").records)


def test_a_visit_note_feeds_four_questions_for_what_was_looked_at(supplier):
    here = supplier.scopes.get()
    make_scope(supplier, "grinding", site=here.site)
    visit = completed_visit(supplier, scopes=[here], unannounced=True)
    found = {one.indicator: one for one in facts_of(supplier).observations}
    assert found.keys() == {"incoming_coverage", "chain_walk", "remeasurement", "disclosure"}
    assert {one.record for one in found.values()} == {f"visit:{visit.pk}"}
    assert {one.source for one in found.values()} == {Source.UNANNOUNCED_AUDIT}
    assert {one.scopes for one in found.values()} == {(f"scope:{here.pk}",)}
    coverage, measured = found["incoming_coverage"], found["remeasurement"]
    assert (coverage.good, coverage.of, coverage.amount) == (9, 12, 12_000)
    assert (measured.good, measured.of, measured.amount, measured.note) == (10, 20, 400, "1 of 2 contradicted")
    assert record_url(f"visit:{visit.pk}") == visit.get_absolute_url()


def test_a_draft_says_nothing_and_a_correction_replaces_the_first(supplier):
    visit = fill(make_visit(supplier))
    assert not facts_of(supplier).observations
    complete_visit(visit, act())
    draft = begin_correction(visit, act(), reason="Ten of twelve.")
    save_count(draft, Counted.RECEIPTS, {"pulled": 12, "in_order": 10}, expected_version=1, by=act())
    assert shares(supplier, "incoming_coverage") == [(9, 12)]
    complete_visit(draft, act())
    assert shares(supplier, "incoming_coverage") == [(10, 12)]


def test_what_was_not_shown_is_a_poor_observation(supplier):
    visit = make_visit(supplier)
    for what in Counted:
        refused = {"pulled": None, "in_order": None, "refused": True}
        save_count(visit, what, refused, expected_version=0, by=act())
    said = {"manner": Manner.REFUSED.value, "words": "Only with head office."}
    save_question(visit, "log", said, expected_version=0, by=act())
    complete_visit(visit, act())
    for indicator in ("incoming_coverage", "chain_walk"):
        assert not seen(supplier, indicator)[0].disclosed
    assert shares(supplier, "disclosure") == [(0, 10)]
    assert judged(supplier, "disclosure").points < 35_000


def test_one_more_value_that_agrees_never_lowers_and_one_that_differs_never_raises(supplier):
    points, visit = [], make_visit(supplier)
    for number, measured in enumerate(("12.004", "12.004", "12.004", "12.03", "12.004", "12.004", "12.04"), start=1):
        if points:
            visit = begin_correction(visit, act(), reason="One more.")
        values = measurement(measured=Decimal(measured))
        save_measurement(visit, number, values, expected_version=0, by=act())
        visit = complete_visit(visit, act())
        points.append(judged(supplier, "remeasurement").points)
    rises = [later >= earlier for earlier, later in pairwise(points)]
    assert rises == [True, True, False, True, True, False], points


def test_what_was_seen_after_the_day_is_no_fact_yet(supplier):
    for kind in Kind:
        make_record(kind, supplier)
    completed_visit(supplier)
    assert not facts_of(supplier, SEEN - timedelta(days=400)).observations


def test_a_record_of_a_site_where_we_buy_nothing_is_true_of_no_scope(supplier):
    make_record(Kind.METROLOGY, supplier, site=make_site(supplier))
    assert judged(supplier, "metrology").state is State.NO_EVIDENCE
