"""The rules about lots, nonconformances and records, without any database."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from deliveries.domain.lots import LotResult, Lots, Share, sum_up
from deliveries.domain.nonconformances import (
    Act,
    KnownFrom,
    Seen,
    Severity,
    State,
    Trigger,
    same_since,
    target,
    triggers,
)
from deliveries.domain.records import delivery_problems, lot_problems, nonconformance_problems
from deliveries.domain.stages import Stage
from deliveries.words import percent, ppm_words, quantity, share_percent, share_words
from tests.deliveries.factories import DAY, TODAY, delivery_data, lot_data, nonconformance_data


def fields(problems):
    return [problem.field for problem in problems]


def test_nothing_inspected_is_not_measurable_and_one_lot_says_little():
    assert Share(0, 0).ppm is None
    assert Share(0, 0).interval == (0, 1_000_000)
    assert share_words(Share(0, 0)) == ppm_words(Share(0, 0)) == "not measurable"
    low, high = Share(1, 1).interval
    assert low < 210_000 < 900_000 < high


def test_the_interval_is_that_of_wilson():
    """The example of Newcombe (Statistics in Medicine 17, 1998): 81 of 263."""
    low, high = Share(81, 263).interval
    assert (round(low, -2), round(high, -2)) == (255_300, 366_200)


def test_months_of_lots_add_up_and_skip_lot_and_concession_are_told_apart():
    year = sum_up([Lots(8, 1, 1, 3, 500, 5), Lots(2, 0, 0, 0, 100, 0)])
    assert (year.acceptance.good, year.acceptance.of, year.skipped) == (10, 12, 3)
    assert year.defective.ppm == 8_333


def test_a_share_is_rounded_and_never_to_all_or_to_nothing():
    told = {(2, 3): "66.7 %", (1, 3): "33.3 %", (9_996, 10_000): "99.9 %", (4, 10_000): "0.1 %", (8, 8): "100 %"}
    assert {counts: share_percent(Share(*counts)) for counts in told} == told
    assert share_percent(Share(0, 9)) == "0 %"
    assert (Share(2, 3).ppm, Share(1, 10**7).ppm, Share(10**7 - 1, 10**7).ppm) == (666_667, 1, 999_999)
    assert share_words(Share(9_999, 10_000)) == "99.9 % (99.9 to 100 %)"
    assert ppm_words(Share(1, 10**7)) == "1 ppm"


def test_words_round_half_up_and_keep_what_matters():
    assert [percent(875_000), percent(1_000_000), percent(958_333)] == ["87.5 %", "100 %", "95.8 %"]
    assert quantity(Decimal("1200.500"), "kg") == "1,200.5 kg"
    assert quantity(None) == "–"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"severity": Severity.CRITICAL}, [Trigger.SAFETY]),
        ({"stopped_line": True}, [Trigger.LINE_STOPPED]),
        ({"stage": Stage.CUSTOMER}, [Trigger.CUSTOMER]),
        ({"earlier_same": 1}, [Trigger.AGAIN]),
        ({"lot_rejected": True}, [Trigger.WHOLE_LOT]),
        ({"affected": 5, "inspected": 100}, []),
        ({"affected": 6, "inspected": 100}, [Trigger.LARGE_SHARE]),
        ({"affected": 6}, []),
    ],
)
def test_what_speaks_for_a_corrective_action(changes, expected):
    seen = Seen(Stage.RECEIVING, Severity.MAJOR)
    assert triggers(replace(seen, **changes)) == expected


def test_twelve_months_back_also_from_the_29th_of_february():
    assert same_since(DAY) == DAY.replace(year=DAY.year - 1)
    assert same_since(DAY.replace(year=2028, month=2, day=29)) == DAY.replace(year=2027, month=2, day=28)


def test_a_nonconformance_is_closed_only_with_a_disposition_and_a_void_one_begins_anew():
    assert target(State.OPEN, Act.CLOSE) is None
    assert target(State.DISPOSITIONED, Act.CLOSE) is State.CLOSED
    assert target(State.CLOSED, Act.VOID) is None
    assert target(State.VOID, Act.REOPEN) is State.OPEN


def test_what_cannot_be_true_of_a_delivery():
    assert delivery_problems(delivery_data(), TODAY) == []
    open_line = delivery_data(delivered_on=None, delivered_quantity=Decimal(0))
    assert delivery_problems(open_line, TODAY) == []
    wrong = {
        "delivered_quantity": {"delivered_quantity": Decimal(0)},
        "delivered_on": {"delivered_on": TODAY + timedelta(days=1)},
        "ordered_quantity": {"ordered_quantity": Decimal(0)},
        "currency": {"value": Decimal(5)},
    }
    for field, changes in wrong.items():
        assert fields(delivery_problems(delivery_data(**changes), TODAY)) == [field]
    nameless = delivery_data(order_number="", order_line="", part_number="")
    assert fields(delivery_problems(nameless, TODAY)) == ["order_number"]


def test_what_cannot_be_true_of_a_lot():
    assert lot_problems(lot_data(), TODAY) == []
    skipped = {"result": LotResult.SKIP_LOT, "sample_size": 5, "nonconforming": 0}
    assert fields(lot_problems(lot_data(**skipped), TODAY)) == ["sample_size"]
    assert fields(lot_problems(lot_data(nonconforming=51), TODAY)) == ["nonconforming"]
    assert fields(lot_problems(lot_data(nonconforming=None), TODAY)) == ["nonconforming"]
    [problem] = lot_problems(lot_data(lot_size=1, sample_size=2), TODAY)
    assert (problem.field, problem.message) == ("sample_size", "More than 1 part: so many are in the lot.")
    assert fields(lot_problems(lot_data(received_on=DAY + timedelta(days=1)), TODAY)) == ["received_on"]


def test_what_is_accepted_though_no_part_conformed_says_why():
    all_bad = {"sample_size": 5, "nonconforming": 5}
    assert fields(lot_problems(lot_data(**all_bad), TODAY)) == ["note"]
    assert fields(lot_problems(lot_data(**all_bad, note=" "), TODAY)) == ["note"]
    assert not lot_problems(lot_data(**all_bad, note="Marking only; drawing changed, ECN 12."), TODAY)
    assert not lot_problems(lot_data(**all_bad, result=LotResult.CONCESSION), TODAY)
    assert not lot_problems(lot_data(sample_size=5, nonconforming=4), TODAY)


def test_more_parts_may_be_affected_than_were_inspected():
    """A lot that is rejected on its sample is affected as a whole (ISO 2859-1)."""
    for affected, inspected in ((500, 13), (10, 10), (50, None), (None, 10), (0, 0)):
        given = nonconformance_data(quantity_affected=affected, quantity_inspected=inspected)
        assert not nonconformance_problems(given, TODAY)


def test_money_is_in_a_currency_that_there_is_or_was():
    for code in ("EUR", "CNY", "DEM"):
        assert not delivery_problems(delivery_data(value=Decimal(5), currency=code), TODAY)
        assert not nonconformance_problems(nonconformance_data(cost=Decimal(5), currency=code), TODAY)
    for code in ("XYZ", "XXX", "EURO", "eur"):
        [problem] = delivery_problems(delivery_data(value=Decimal(5), currency=code), TODAY)
        assert (problem.field, problem.message.split(".")[0]) == ("currency", f"{code} is no currency")
        assert fields(nonconformance_problems(nonconformance_data(currency=code), TODAY)) == ["currency"]


def test_what_reached_us_is_our_own_record_and_what_they_caught_did_not_stop_our_line():
    told = nonconformance_data(known_from=KnownFrom.THEIR_WORD)
    assert fields(nonconformance_problems(told, TODAY)) == ["known_from"]
    caught = nonconformance_data(stage=Stage.FINAL, known_from=KnownFrom.THEIR_LOG, stopped_line=True)
    assert fields(nonconformance_problems(caught, TODAY)) == ["stopped_line"]
