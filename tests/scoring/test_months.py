"""Where a scope stood before a month and stands at its end: follows each snapshot, also a correction of a past day."""

from datetime import date

import pytest

from audits.domain.grading import Grade
from scoring.models import ScopeMonth, ScopeRating, Snapshot
from scoring.services import rescore_suppliers
from scoring.services.checking import disagreements
from scoring.services.months import fold_months
from tests.scoring.factories import clean_paper, make_evidence

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 15), date(2026, 10, 20), date(2026, 11, 21)


def month_of(supplier, day):
    return ScopeMonth.objects.get(supplier=supplier, month=day.replace(day=1))


def test_a_first_rating_opens_nothing_and_moves_nothing():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], OCTOBER)
    month = month_of(supplier, OCTOBER)
    assert (month.opening, month.opening_likelihood, month.moved_tenths, month.is_crossing) == (None, "", 0, False)
    assert month.closing == Snapshot.objects.get(supplier=supplier)


def test_a_month_goes_from_the_last_snapshot_before_it_to_its_own_last_one():
    supplier = clean_paper(criticality="critical")
    rescore_suppliers([supplier.pk], SEPTEMBER)
    make_evidence(supplier, Grade.ABSENT, on=OCTOBER)
    rescore_suppliers([supplier.pk], OCTOBER)
    make_evidence(supplier, Grade.PARTLY, on=date(2026, 10, 25))
    rescore_suppliers([supplier.pk], date(2026, 10, 26))
    first, *_, last = Snapshot.objects.filter(supplier=supplier).order_by("on", "pk")
    month = month_of(supplier, OCTOBER)
    assert (month.opening, month.closing) == (first, last)
    assert month.moved_tenths == last.score_tenths - first.score_tenths != 0
    assert month.is_crossing == (first.likelihood != last.likelihood)


def test_the_weight_of_a_move_counts_its_size_the_crossing_and_the_criticality():
    supplier = clean_paper()
    supplier.scopes.update(criticality="critical")
    rescore_suppliers([supplier.pk], SEPTEMBER)
    make_evidence(supplier, on=OCTOBER)
    rescore_suppliers([supplier.pk], OCTOBER)
    month = month_of(supplier, OCTOBER)
    assert month.weight == 3 * (abs(month.moved_tenths) + (100 if month.is_crossing else 0)) > 0


def test_a_correction_of_a_past_day_changes_its_month_and_the_opening_of_the_next():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], SEPTEMBER)
    rescore_suppliers([supplier.pk], NOVEMBER)
    make_evidence(supplier, on=date(2026, 10, 10))
    rescore_suppliers([supplier.pk], OCTOBER)
    correction = Snapshot.objects.get(supplier=supplier, on=OCTOBER)
    assert correction.reason == "correction"
    assert month_of(supplier, OCTOBER).closing == correction
    assert month_of(supplier, NOVEMBER).opening == correction
    assert not list(disagreements())


def test_months_kept_step_by_step_are_those_made_anew():
    supplier = clean_paper()
    for day in (SEPTEMBER, OCTOBER, NOVEMBER):
        make_evidence(supplier, on=day)
        rescore_suppliers([supplier.pk], day)
    fields = ("month", "opening_id", "opening_tenths", "opening_likelihood", "closing_id", "closing_tenths")
    kept = ScopeMonth.objects.filter(supplier=supplier).order_by("month").values_list(*fields)
    again = fold_months(Snapshot.objects.filter(supplier=supplier).order_by("on", "revision", "pk"))
    assert list(kept) == [tuple(getattr(one, name) for name in fields) for one in again]


def test_the_figures_beside_a_rating_are_those_of_its_card():
    supplier = clean_paper()
    supplier.scopes.update(criticality="major")
    make_evidence(supplier, on=OCTOBER)
    rescore_suppliers([supplier.pk], NOVEMBER)
    row = ScopeRating.objects.select_related("snapshot").get(supplier=supplier)
    card = row.snapshot.card
    practice = next(one for one in card.pillars if one.key == "practice")
    assert row.scope == supplier.scopes.get()
    assert (row.criticality, row.practice_percent) == ("major", practice.confidence // 10_000)
    assert row.gap_tenths == card.gap.points // 100
    assert row.thinnest in {pillar.key for pillar in card.pillars}
