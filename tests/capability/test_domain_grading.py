"""What was seen becomes marks: better never lowers, unknown is no evidence."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from capability.domain.grading import (
    Engineering,
    Instrument,
    Machine,
    Marks,
    engineering_marks,
    equipment_marks,
    metrology_marks,
)
from capability.domain.terms import Calibration, Condition, Performs, Support, ToleranceUnit, Traceability

DAY = date(2026, 11, 2)
MACHINE = Machine(Performs.IN_HOUSE, 2, Decimal("0.01"), Decimal("0.02"), condition=Condition.MAINTAINED)
GAUGE = Instrument(
    DAY, Decimal("0.001"), Decimal("0.01"), Calibration.CALIBRATED, DAY + timedelta(days=90), Traceability.ACCREDITED
)
HELPFUL = Engineering(Support.FULL, Support.FULL, Support.FULL, Support.FULL, 2)


def value(marks: Marks, k: int = 1_000) -> float:
    """The shrunken value as the rating makes it, with a prior of 60 %."""
    good = marks.share * marks.good / marks.of if marks.of else 0
    return (good + 0.6 * k) / (marks.share + k)


def test_machines_that_meet_every_need_have_full_marks():
    assert equipment_marks([MACHINE]) == Marks(400, 400, 1_000)


def test_a_single_machine_has_nothing_to_fall_back_on():
    assert equipment_marks([replace(MACHINE, count=1)]).good == 360


def test_an_old_lathe_beside_the_new_one_takes_nothing_away():
    lathe = Machine(Performs.IN_HOUSE, 1, Decimal("0.1"), Decimal("0.02"), condition=Condition.NEGLECTED)
    assert equipment_marks([MACHINE, lathe]) == equipment_marks([MACHINE])


def test_a_tolerance_counts_no_more_than_the_condition_of_its_machine():
    worn = replace(MACHINE, condition=Condition.WORN)
    new_but_coarse = replace(MACHINE, held=Decimal("0.1"), condition=Condition.AS_NEW)
    assert equipment_marks([worn, new_but_coarse]).good == 360


def test_a_tolerance_that_nobody_knows_is_no_evidence_and_weighs_less():
    assert equipment_marks([replace(MACHINE, held=None)]) == Marks(300, 300, 750)


def test_it_grades_compare_like_millimetres_smaller_is_finer():
    grades = replace(MACHINE, unit=ToleranceUnit.IT_GRADE, held=Decimal(6), needed=Decimal(7))
    assert equipment_marks([grades]).good == 400
    assert equipment_marks([replace(grades, held=Decimal(8))]).good == 300


def test_a_process_that_is_bought_from_others_is_no_capability_of_this_site():
    assert equipment_marks([Machine(Performs.OUTSOURCED, 3)]).good == 0


@pytest.mark.parametrize(
    "better",
    [
        replace(MACHINE, count=3),
        replace(MACHINE, held=Decimal("0.005")),
        replace(MACHINE, condition=Condition.AS_NEW),
    ],
)
def test_a_better_machine_never_lowers(better):
    worse = Machine(Performs.PARTLY, 1, Decimal("0.03"), Decimal("0.02"), condition=Condition.WORN)
    assert value(equipment_marks([better])) >= value(equipment_marks([MACHINE])) >= value(equipment_marks([worse]))
    assert value(equipment_marks([worse, better])) >= value(equipment_marks([worse]))


@pytest.mark.parametrize(("part", "marks"), [("0.001", 100), ("0.0025", 80), ("0.003", 40), ("0.004", 0)])
def test_uncertainty_is_judged_against_the_tolerance(part, marks):
    gauge = Instrument(DAY, Decimal(part), Decimal("0.01"))
    assert metrology_marks([gauge]) == Marks(marks, 100, 333)


def test_calibration_is_judged_on_the_day_it_was_seen():
    last_day = replace(GAUGE, due_on=DAY)
    lapsed = replace(GAUGE, due_on=DAY - timedelta(days=1))
    assert metrology_marks([last_day]).good - metrology_marks([lapsed]).good == 100


def test_every_gauge_counts_because_each_is_used():
    lapsed = replace(GAUGE, due_on=DAY - timedelta(days=1))
    assert metrology_marks([GAUGE, lapsed]).good == 250


def test_one_more_good_gauge_never_lowers_however_little_is_known_of_it():
    for known in ([GAUGE], [replace(GAUGE, calibration=Calibration.NOT_CALIBRATED)], [Instrument(DAY)]):
        for more in (
            GAUGE,
            replace(GAUGE, uncertainty=None),
            Instrument(DAY, calibration=Calibration.CALIBRATED, due_on=DAY),
        ):
            assert value(metrology_marks([*known, more])) >= value(metrology_marks(known))


def test_one_more_bad_gauge_never_raises():
    bad = Instrument(DAY, traceability=Traceability.NONE)
    for known in ([GAUGE], [replace(GAUGE, traceability=Traceability.NOT_SEEN)] * 10, []):
        assert value(metrology_marks([*known, bad])) <= value(metrology_marks(known))


def test_engineering_support_is_what_was_answered_refusals_included():
    assert engineering_marks([HELPFUL]) == Marks(500, 500, 1_000)
    assert engineering_marks([replace(HELPFUL, dfm=Support.REFUSED)]).good == 400
    assert engineering_marks([replace(HELPFUL, dfm=Support.NOT_ASKED)]) == Marks(400, 400, 800)


@pytest.mark.parametrize(("days", "marks"), [(0, 100), (2, 100), (5, 80), (10, 40), (11, 0)])
def test_an_answer_that_comes_late_is_worth_less(days, marks):
    asked = Engineering(Support.NOT_ASKED, Support.NOT_ASKED, Support.NOT_ASKED, Support.NOT_ASKED, days)
    assert engineering_marks([asked]).good == marks
