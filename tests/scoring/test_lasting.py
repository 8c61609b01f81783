"""The night rates only what may come out differently, and leaves the very rows that rating everything would leave."""

from datetime import timedelta

import pytest

from capability.domain.terms import Kind
from deliveries.domain.lots import LotResult
from scoring.models import RatingModel, ScopeRating
from scoring.services import rescore_all, rescore_suppliers
from scoring.services.lasting import basis, month_end_after
from tests.capability.factories import make_record
from tests.deliveries.factories import make_delivery, make_lot, make_nonconformance
from tests.scoring.factories import (
    ON,
    clean_paper,
    make_certificate,
    make_coverage,
    make_evidence,
    make_scope,
    make_supplier,
    verify,
)
from tests.scoring.nights import after_nights

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def _certified(**fields):
    supplier = make_supplier()
    make_scope(supplier)
    verify(make_certificate(supplier, **fields))
    return supplier


def test_what_does_not_fade_lasts_to_the_end_of_the_month():
    supplier = _certified()
    rescore_suppliers([supplier.pk], ON)
    assert ScopeRating.objects.get(supplier=supplier).again_on == month_end_after(ON)
    assert rescore_all(month_end_after(ON) - ONE) == 0
    assert rescore_all(month_end_after(ON)) == 1


def test_it_lasts_no_longer_than_its_certificate():
    supplier = _certified(expires_on=ON + 3 * ONE)
    rescore_suppliers([supplier.pk], ON)
    assert rescore_all(ON + 2 * ONE) == 0
    assert rescore_all(ON + 4 * ONE) == 1
    assert ScopeRating.objects.get(supplier=supplier).snapshot.on == ON + 4 * ONE


def test_what_fades_is_looked_at_the_day_after_it_changed_and_less_often_once_it_stands():
    supplier = clean_paper()
    make_evidence(supplier)
    rescore_suppliers([supplier.pk], ON)
    ratings = ScopeRating.objects.filter(supplier=supplier)
    assert set(ratings.values_list("again_on", flat=True)) == {ON + ONE}
    assert rescore_all(ON + ONE) == 1
    assert min(ratings.values_list("again_on", flat=True)) > ON + 2 * ONE


def test_another_model_ends_every_rating():
    supplier = _certified()
    rescore_suppliers([supplier.pk], ON)
    assert rescore_all(ON + ONE) == 0
    ScopeRating.objects.update(basis=f"{basis(RatingModel.objects.current().model)}.older")
    assert rescore_all(ON + ONE) == 1


def test_twelve_nights_that_skip_leave_what_twelve_nights_that_rate_everything_leave():
    fading = clean_paper()
    make_evidence(fading)
    make_coverage(fading, on=ON - 40 * ONE)
    ending = [_certified(expires_on=ON + days * ONE, number=f"47{days}") for days in (0, 1, 4, 9)]
    rescore_suppliers([fading.pk, *(one.pk for one in ending)], ON)
    skipping, few = after_nights(ON, 12, everything=False)
    rating, many = after_nights(ON, 12, everything=True)
    assert skipping == rating
    assert few < many


def test_a_record_of_a_later_day_brings_its_supplier_back_on_that_day():
    supplier = _certified()
    record = make_record(Kind.METROLOGY, supplier)
    type(record).objects.filter(pk=record.pk).update(observed_on=ON + 2 * ONE)
    rescore_suppliers([supplier.pk], ON)
    assert ScopeRating.objects.get(supplier=supplier).again_on == ON + 2 * ONE


def test_deliveries_lots_and_nonconformances_do_not_bring_their_supplier_back_every_night():
    supplier = make_supplier(with_scope=True)
    make_lot(supplier, result=LotResult.REJECTED)
    make_delivery(supplier)
    make_nonconformance(supplier)
    rescore_suppliers([supplier.pk], ON)
    rescore_all(ON + ONE)
    assert ScopeRating.objects.get(supplier=supplier).again_on > ON + 2 * ONE
