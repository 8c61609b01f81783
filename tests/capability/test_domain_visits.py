"""Measured again, asked, pulled at random: what a visit note may say and what it comes to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from capability.domain.measuring import Agreement, Conformity, Measured, agreement, conformity
from capability.domain.terms import Counted, Manner
from capability.domain.visits import (
    Asked,
    Pulled,
    Remeasured,
    asked_marks,
    completion_problems,
    measured_marks,
    visit_problems,
    walked_marks,
)

BORE = Measured(
    recorded=Decimal("12.004"),
    measured=Decimal("12.004"),
    uncertainty=Decimal("0.002"),
    lower=Decimal("12.000"),
    upper=Decimal("12.010"),
)
RECEIPTS = Pulled(Counted.RECEIPTS, 12, 9)


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ("12.004", Agreement.AGREES),
        ("12.006", Agreement.AGREES),
        ("12.006000001", Agreement.DIFFERS),
        ("12.012", Agreement.DIFFERS),
        ("12.012001", Agreement.CONTRADICTED),
        ("11.9979", Agreement.CONTRADICTED),
    ],
)
def test_a_record_holds_within_the_stated_uncertainty_to_the_last_digit(measured, expected):
    assert agreement(replace(BORE, measured=Decimal(measured))) is expected


def test_both_uncertainties_add_as_squares():
    both = replace(BORE, uncertainty=Decimal("0.003"), theirs=Decimal("0.004"))
    assert agreement(replace(both, measured=Decimal("12.009"))) is Agreement.AGREES
    assert agreement(replace(both, measured=Decimal("12.0090001"))) is Agreement.DIFFERS


def test_tenths_that_no_float_can_hold_are_compared_exactly():
    one = Measured(Decimal("0.1"), Decimal("0.3"), Decimal("0.2"))
    assert agreement(one) is Agreement.AGREES


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ("12.002", Conformity.INSIDE),
        ("12.0019", Conformity.NOT_PROVEN),
        ("12.008", Conformity.INSIDE),
        ("12.0081", Conformity.NOT_PROVEN),
        ("12.012", Conformity.NOT_PROVEN),
        ("12.0121", Conformity.OUTSIDE),
    ],
)
def test_conformity_is_proven_only_outside_the_guard_band(measured, expected):
    assert conformity(replace(BORE, measured=Decimal(measured))) is expected


def test_without_limits_nothing_conforms_or_fails():
    assert conformity(replace(BORE, lower=None, upper=None)) is Conformity.NO_LIMITS


def test_a_single_limit_is_enough():
    rough = Measured(Decimal("0.7"), Decimal("1.2"), Decimal("0.1"), upper=Decimal("0.8"))
    assert conformity(rough) is Conformity.OUTSIDE
    assert agreement(rough) is Agreement.CONTRADICTED


def test_five_measurements_weigh_as_much_as_an_audit_and_more_only_sharpen():
    assert measured_marks([Agreement.AGREES]).share == 200
    assert measured_marks([Agreement.AGREES] * 5).share == 1_000
    assert measured_marks([Agreement.AGREES] * 9 + [Agreement.CONTRADICTED]).share == 1_000


def test_answers_are_worth_the_less_the_less_they_show():
    worth = [asked_marks([manner]).good for manner in Manner]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] == 10
    assert worth[-1] == 0


def test_labels_walked_back():
    assert walked_marks(3, 2).good * 3 == walked_marks(3, 2).of * 2


def test_a_visit_is_not_ahead():
    assert visit_problems(date(2026, 11, 22), date(2026, 11, 21))[0].field == "visited_on"
    assert not visit_problems(date(2026, 11, 21), date(2026, 11, 21))


def test_a_note_that_says_nothing_is_no_evidence():
    assert completion_problems([], [], [Asked("Stop?", None)])


def test_one_section_is_enough():
    assert not completion_problems([RECEIPTS], [], [])
    assert not completion_problems([], [Remeasured(1, Agreement.DIFFERS)], [])
    assert not completion_problems([], [], [Asked("Stop?", Manner.VERBALLY)])
    assert not completion_problems([Pulled(Counted.RECEIPTS, None, None, refused=True)], [], [])


def test_what_was_begun_must_be_whole():
    problems = completion_problems([Pulled(Counted.RECEIPTS, 12, None)], [Remeasured(2, None)], [])
    assert [one.field for one in problems] == ["receipts", "measurement-2"]


def test_an_evasion_needs_words():
    assert completion_problems([RECEIPTS], [], [Asked("Stop?", Manner.EVADED, " ")])[0].field == "asked"
    assert not completion_problems([RECEIPTS], [], [Asked("Stop?", Manner.EVADED, "Changed the subject twice.")])
