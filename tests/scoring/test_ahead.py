"""A gathered day names the first later day on which the facts may be others: until then they are equal."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from capability.domain.terms import Kind
from capability.models import VisitNote
from deliveries.domain.lots import LotResult
from deliveries.domain.on_time import Base
from deliveries.domain.stages import Stage
from deliveries.models import OnTimeRule
from scoring.domain.missing import items_of
from scoring.facts import gather_facts
from tests.capability.factories import completed_visit, make_record
from tests.deliveries.factories import make_delivery, make_lot, make_nonconformance
from tests.scoring.factories import ON, SEEN, make_coverage, make_stages, make_supplier

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
LONG_AGO, NIGHTS = 60, 14
DATED = {Kind.REFERENCE: {"outcome": "denied"}, Kind.SAMPLE_RUN: {}, Kind.PRESHIPMENT: {}, Kind.FIRST_ARTICLE: {}}


def _at(row, **days):
    """Dated as no service would take it today: later than today."""
    type(row).objects.filter(pk=row.pk).update(**days)


def _near(dice):
    return ON + timedelta(days=dice.randint(-LONG_AGO if dice.random() < 0.3 else -4, NIGHTS))


def _lot(supplier, dice):
    lot_number = dice.choice(["L-1", "L-other"])
    _at(make_lot(supplier, lot_number=lot_number, result=dice.choice(list(LotResult)[:3])), inspected_on=_near(dice))


def _line(supplier, dice):
    due, order = _near(dice), f"PO-{dice.randrange(10_000)}"
    ordered = dice.choice([None, Decimal(100)])
    line = {"order_number": order, "promised_on": due, "ordered_quantity": ordered}
    for _ in range(dice.randint(0, 2)):
        quantity = dice.choice([Decimal(40), Decimal(100)])
        _at(make_delivery(supplier, **line, delivered_quantity=quantity), delivered_on=_near(dice))
    make_delivery(supplier, **line, delivered_on=None, delivered_quantity=Decimal(0))


def _caught(supplier, dice):
    _at(make_nonconformance(supplier, stage=dice.choice(list(Stage)[3:])), found_on=_near(dice))


def _counted(supplier, dice):
    on = _near(dice)
    dice.choice([make_coverage, make_stages])(supplier, on=on)


def _record(supplier, dice):
    kind = dice.choice(list(DATED))
    _at(make_record(kind, supplier, **DATED[kind]), observed_on=_near(dice))


def _visit(supplier, dice):
    row = completed_visit(supplier)
    VisitNote.objects.filter(pk=row.pk).update(visited_on=_near(dice))


def _rule(supplier, dice):
    """A window that is longer from some day on."""
    first = OnTimeRule.objects.get(from_on__year=2000)
    OnTimeRule.objects.create(
        base=Base.PROMISED.value, early_days=9, late_days=dice.randint(0, 6), from_on=_near(dice), source="Terms",
        recorded_at=first.recorded_at,
    )  # fmt: skip


def _known(supplier, on):
    gathered = gather_facts([supplier.pk], on)
    assert not gathered.problems
    items = [items_of(one, gathered.days[supplier.pk]) for one in gathered.known[supplier.pk]]
    return (gathered.facts[supplier.pk], items), gathered.days[supplier.pk].changes_on


@pytest.mark.parametrize("seed", range(16))
def test_on_every_day_before_the_named_one_the_facts_are_equal(seed):
    dice = Random(seed)  # noqa: S311  # the same in every run
    supplier = make_supplier(with_scope=True)
    told = [_lot, _line, _line, _caught, _counted, _record, _visit]
    for tell in [*dice.choices(told, k=dice.randint(1, 6)), *([_rule] if seed % 4 == 0 else [])]:
        tell(supplier, dice)
    seen = [_known(supplier, ON + night * ONE) for night in range(NIGHTS + 3)]
    for night, (known, changes_on) in enumerate(seen):
        for later in range(night + 1, len(seen)):
            if changes_on is not None and changes_on <= ON + later * ONE:
                break
            assert seen[later][0] == known


def test_what_is_long_settled_is_not_looked_at_every_day():
    supplier = make_supplier(with_scope=True)
    make_lot(supplier)
    make_delivery(supplier)
    make_nonconformance(supplier)
    make_stages(supplier)
    make_record(Kind.METROLOGY, supplier)
    completed_visit(supplier)
    _, changes_on = _known(supplier, ON)
    assert changes_on is None or changes_on > ON + 7 * ONE


@pytest.mark.parametrize(
    ("tell", "days"),
    [
        (lambda one: _at(make_lot(one), inspected_on=ON + 5 * ONE), 5),
        (lambda one: _at(make_nonconformance(one), found_on=ON + 5 * ONE), 5),
        (lambda one: _at(make_delivery(one, promised_on=SEEN), delivered_on=ON + 5 * ONE), 5),
        (lambda one: make_delivery(one, promised_on=ON + 4 * ONE, delivered_on=None, delivered_quantity=Decimal(0)), 5),
        (lambda one: make_stages(one, on=ON + 5 * ONE), 5),
    ],
    ids=["lot", "nonconformance", "receipt", "open line past its window", "count on the floor"],
)
def test_the_named_day_is_the_first_on_which_something_counts_otherwise(tell, days):
    supplier = make_supplier(with_scope=True)
    tell(supplier)
    assert _known(supplier, ON)[1] == ON + days * ONE
