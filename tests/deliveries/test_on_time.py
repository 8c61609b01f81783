"""On time: the rule, and the SQL that reads ten thousand lines by the same rule."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection

from deliveries.domain.on_time import Base, OnTime, Receipt, Rule, Verdict, judge_line, sum_up, window_words
from deliveries.models import Delivery, OnTimeRule
from deliveries.selectors.sql import as_day, judged_lines
from tests.deliveries.factories import AT, DAY, TODAY, make_delivery
from tests.suppliers.factories import make_supplier

RULE = Rule(Base.PROMISED, early_days=5, late_days=2)
HUNDRED = 100_000


def came(after: int | None, quantity: int = 100, ordered: int | None = 100, **days) -> Receipt:
    """A receipt so many days after the promised day; None: nothing came."""
    on = None if after is None else DAY + timedelta(days=after)
    amount = 0 if after is None else quantity * 1_000
    return Receipt(on, amount, ordered and ordered * 1_000, **{"promised_on": DAY, **days})


@pytest.mark.parametrize(
    ("receipts", "verdict", "share"),
    [
        pytest.param([came(0)], Verdict.ON_TIME, 1_000, id="on the day"),
        pytest.param([came(2)], Verdict.ON_TIME, 1_000, id="on the last day of the window"),
        pytest.param([came(3)], Verdict.LATE, 0, id="a day past it"),
        pytest.param([came(-5)], Verdict.ON_TIME, 1_000, id="on the first day of the window"),
        pytest.param([came(-6)], Verdict.LATE, 0, id="before it"),
        pytest.param([came(-2, 60), came(1, 40)], Verdict.ON_TIME, 1_000, id="split and complete in time"),
        pytest.param([came(-2, 60), came(9, 40)], Verdict.LATE, 600, id="split, a part of it late"),
        pytest.param([came(0, 120)], Verdict.ON_TIME, 1_000, id="more than ordered"),
        pytest.param([came(None)], Verdict.LATE, 0, id="nothing came"),
        pytest.param([came(0, 70, ordered=None)], Verdict.ON_TIME, 1_000, id="ordered quantity unknown"),
        pytest.param(
            [came(0, 70, ordered=None), came(8, 30, ordered=None)],
            Verdict.LATE,
            700,
            id="ordered quantity unknown, a part of it late",
        ),
    ],
)
def test_a_line_is_on_time_when_all_that_was_ordered_came_inside_the_window(receipts, verdict, share):
    judged = judge_line(receipts, RULE, TODAY)
    assert (judged.verdict, judged.share) == (verdict, share)


def test_a_line_whose_window_is_still_open_is_neither_late_nor_on_time():
    assert judge_line([came(None)], RULE, DAY + timedelta(days=2)).verdict is Verdict.OPEN
    assert judge_line([came(None)], RULE, DAY + timedelta(days=3)).verdict is Verdict.LATE


def test_what_comes_later_than_the_day_asked_about_is_not_known_yet():
    split = [came(-2, 60), came(1, 40)]
    assert judge_line(split, RULE, DAY).verdict is Verdict.OPEN
    judged = judge_line(split, RULE, DAY + timedelta(days=1))
    assert (judged.verdict, judged.settled_on) == (Verdict.ON_TIME, DAY + timedelta(days=1))


def test_the_base_decides_which_day_counts_and_the_other_one_helps_out():
    asked = Receipt(DAY, HUNDRED, HUNDRED, requested_on=DAY - timedelta(days=30), promised_on=DAY)
    assert judge_line([asked], RULE, TODAY).verdict is Verdict.ON_TIME
    by_request = Rule(Base.REQUESTED, 5, 2)
    assert judge_line([asked], by_request, TODAY).verdict is Verdict.LATE
    assert judge_line([came(0)], by_request, TODAY).verdict is Verdict.ON_TIME
    assert judge_line([Receipt(DAY, HUNDRED)], RULE, TODAY).verdict is Verdict.UNDATED


def test_a_promise_that_is_moved_later_does_not_make_a_line_punctual():
    moved = came(10, 40, promised_on=DAY + timedelta(days=10))
    assert judge_line([came(0, 60), moved], RULE, TODAY).verdict is Verdict.LATE


def test_lines_and_quantities_are_summed_apart():
    month = sum_up([OnTime(2, 1, 1_600), OnTime(1, 1, 1_000)])
    assert (month.line_permille, month.quantity_permille) == (667, 867)
    assert OnTime(0, 0, 0).line_permille is None


def test_a_share_is_rounded_and_only_a_whole_line_is_all_of_it():
    shares = {
        (2, 3): 667,
        (1, 3): 333,
        (1, 2000): 1,
        (1, 9_000): 1,
        (1999, 2000): 999,
        (8_999, 9_000): 999,
        (3, 3): 1000,
    }
    for (arrived, needed), share in shares.items():
        assert judge_line([Receipt(DAY, arrived, needed, promised_on=DAY)], RULE, TODAY).share == share
    assert (OnTime(2_500, 2_499, 2_499_900).line_permille, OnTime(2, 0, 1).quantity_permille) == (999, 1)
    assert (OnTime(3, 3, 3_000).line_permille, OnTime(3, 0, 0).quantity_permille) == (1_000, 0)


def test_the_rule_is_told_in_words():
    assert window_words(Rule(Base.REQUESTED, 1, 0)) == "1 day early to 0 days late, against the requested day"


CAME = [Decimal(30), Decimal("0.335"), Decimal(90), Decimal("33.334"), Decimal("89.999"), Decimal("0.002")]


def random_receipts(supplier, lines):
    """One to three receipts for each line: early and late, short, nothing yet, without a day, of odd quantities."""
    random = Random(7)  # noqa: S311
    rows = []
    for line in range(lines):
        due = TODAY - timedelta(days=random.randint(-3, 20))
        ordered = random.choice([None, Decimal(90), Decimal("33.335"), Decimal(900_000)])
        for _ in range(random.randint(1, 3)):
            nothing = random.random() < 0.15
            rows.append(
                Delivery(
                    supplier=supplier,
                    order_number=f"PO-{line}",
                    line_key=f"PO-{line}/1",
                    ordered_quantity=ordered,
                    delivered_quantity=0 if nothing else random.choice(CAME),
                    delivered_on=None if nothing else due + timedelta(days=random.randint(-8, 6)),
                    promised_on=random.choice([due, due, None]),
                    requested_on=random.choice([None, due - timedelta(days=1)]),
                    happened_on=due,
                    recorded_at=AT,
                    recorded_by=supplier.owner,
                )
            )
    return rows


def told_by_sql(supplier):
    text, parameters = judged_lines([supplier.pk], TODAY)
    query = f"WITH {text} SELECT line_key, due, on_time, share, settled FROM judged WHERE on_time = 1 OR closed = 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found = cursor.fetchall()
    return {key: (as_day(due), bool(on_time), share, as_day(settled)) for key, due, on_time, share, settled in found}


@pytest.mark.django_db
def test_sql_and_rule_say_the_same_of_two_hundred_random_lines():
    supplier = make_supplier()
    OnTimeRule.objects.create(
        base="promised", early_days=5, late_days=2, from_on=date(2020, 1, 1), source="test", recorded_at=AT
    )
    rows = Delivery.objects.bulk_create(random_receipts(supplier, 200))
    expected = {}
    for key in {row.line_key for row in rows}:
        judged = judge_line([row.receipt for row in rows if row.line_key == key], RULE, TODAY)
        if judged.verdict in (Verdict.ON_TIME, Verdict.LATE):
            expected[key] = (judged.due_on, judged.verdict is Verdict.ON_TIME, judged.share, judged.settled_on)
    assert told_by_sql(supplier) == expected
    assert {on_time for _, on_time, _, _ in expected.values()} == {True, False}


@pytest.mark.django_db
def test_the_rule_in_force_is_the_latest_that_began_and_the_first_for_days_before_all():
    first = OnTimeRule.objects.get()
    second = OnTimeRule.objects.create(
        base="requested", early_days=1, late_days=0, from_on=DAY, source="Terms 2026", recorded_at=AT
    )
    assert OnTimeRule.objects.in_force(TODAY) == second
    assert OnTimeRule.objects.in_force(DAY - timedelta(days=1)) == first
    assert OnTimeRule.objects.in_force(date(1999, 1, 1)) == first


@pytest.mark.django_db
def test_receipts_of_one_line_are_found_together_and_records_without_line_number_stand_alone():
    supplier = make_supplier()
    first = make_delivery(supplier, order_number="PO-1", order_line="10")
    second = make_delivery(supplier, order_number="PO-1", order_line="10", delivery_note="DN-2")
    other = make_delivery(supplier, order_number="PO-1", order_line="", external_id="4711", source="ERP")
    assert first.line_key == second.line_key != other.line_key
