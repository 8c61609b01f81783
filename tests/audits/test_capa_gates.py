from datetime import date

import pytest

from audits.domain.capa import Effectiveness
from audits.domain.capa_gates import (
    ActionKind,
    Actions,
    Containment,
    Criterion,
    EffectivenessCheck,
    Gate,
    Implemented,
    Measure,
    Problem,
    RootCause,
    actions_problems,
    answered_on_problems,
    containment_problems,
    effectiveness_problems,
    implemented_problems,
    is_only_operator_error,
    root_cause_problems,
)

DAY = date(2026, 5, 20)
LOTS = Criterion("No burr above 0.05 mm in incoming inspection", 3, Measure.LOTS)
NINETY = Criterion("No burr above 0.05 mm in incoming inspection", 90, Measure.DAYS)
CAUSES = RootCause(
    "Deburring brush worn past its limit; the tool life was never set.",
    "The final check gauges the bore but not the edge.",
    "New tools are released without a life limit in the control plan.",
)


def test_containment_that_is_done_passes():
    answer = Containment("Sorted 1,240 parts, 31 scrapped", "Stock, in process, in transit", date(2026, 5, 19))
    assert containment_problems(answer, DAY) == []


def test_containment_that_is_only_planned_is_refused():
    answer = Containment("We will sort all parts in stock", "Stock, in process", date(2026, 5, 21))
    assert containment_problems(answer, DAY) == [Problem("done_on", Gate.NOT_DONE)]


def test_containment_without_a_date_or_words_names_each_field():
    problems = containment_problems(Containment("done", "n/a", None), DAY)
    assert problems == [
        Problem("done", Gate.TEXT_MISSING),
        Problem("searched", Gate.TEXT_MISSING),
        Problem("done_on", Gate.DATE_MISSING),
    ]


def test_three_different_causes_pass():
    assert root_cause_problems(CAUSES) == []


@pytest.mark.parametrize("missing", ["occurrence", "escape", "system"])
def test_each_of_the_three_causes_is_needed(missing):
    answer = RootCause(**{**{f: getattr(CAUSES, f) for f in ("occurrence", "escape", "system")}, missing: ""})
    assert root_cause_problems(answer) == [Problem(missing, Gate.TEXT_MISSING)]


def test_one_cause_copied_into_another_is_refused():
    answer = RootCause(CAUSES.occurrence, CAUSES.occurrence.upper(), CAUSES.system)
    assert root_cause_problems(answer) == [Problem("escape", Gate.SAME_CAUSE)]


@pytest.mark.parametrize(
    "text",
    [
        "Operator error",
        "Human error.",
        "The operator made a mistake",
        "Operator did not follow the procedure",
        "Mistake by the inspector due to inattention",
        "OPERATOR FORGOT",
        "The worker did not pay attention",
    ],
)
def test_operator_error_alone_is_no_cause(text):
    assert is_only_operator_error(text)
    answer = RootCause(text, CAUSES.escape, CAUSES.system)
    assert Problem("occurrence", Gate.OPERATOR_ERROR) in root_cause_problems(answer)


@pytest.mark.parametrize(
    "text",
    [
        "The operator could load the part turned by 180 degrees because the fixture has no stop",
        "Operator error was possible since two similar labels lay on one bench",
        "Tool offset was wrong after the power cut",
        CAUSES.system,
        "作業者のミス",
    ],
)
def test_a_cause_that_says_what_made_the_slip_possible_is_left_to_the_reviewer(text):
    assert not is_only_operator_error(text)


def make_actions(**changes):
    values = {
        "against_occurrence": "Tool life of 800 parts set, machine stops",
        "against_escape": "Edge gauged at final inspection, 5 per lot",
        "kinds": frozenset({ActionKind.PROCESS, ActionKind.TRAINING}),
        "criterion": LOTS,
    }
    return Actions(**{**values, **changes})


def test_actions_with_more_than_training_and_a_criterion_pass():
    assert actions_problems(make_actions()) == []


def test_training_alone_is_refused():
    problems = actions_problems(make_actions(kinds=frozenset({ActionKind.TRAINING})))
    assert problems == [Problem("kinds", Gate.ONLY_TRAINING)]


def test_actions_without_a_measure_of_success_are_refused():
    problems = actions_problems(make_actions(criterion=Criterion("", 0, None)))
    assert [problem.field for problem in problems] == ["criterion", "criterion_count", "criterion_measure"]


IN_PLACE = Implemented(
    "Life limit active in all four machines since 18 May",
    "Three set-ups tried, machine stopped each time",
    "FMEA line 14 and control plan rev. F updated",
    date(2026, 5, 18),
)


def test_implemented_needs_a_criterion_fixed_before():
    assert implemented_problems(IN_PLACE, LOTS, DAY) == []
    without = implemented_problems(IN_PLACE, Criterion("", None, None), DAY)
    assert without == [Problem("", Gate.CRITERION_MISSING)]


def test_what_is_to_be_in_place_next_week_is_not_implemented():
    early = date(2026, 5, 10)
    assert implemented_problems(IN_PLACE, LOTS, early) == [Problem("implemented_on", Gate.NOT_DONE)]


def effective(**changes):
    values = {"observed": "Lots 88, 91 and 95, 15 edges each", "result": Effectiveness.EFFECTIVE}
    return EffectivenessCheck(**{**values, "lots": 3, "same_defects": 0, **changes})


def test_effective_after_all_the_lots_passes_and_after_fewer_does_not():
    assert effectiveness_problems(effective(), LOTS, DAY, DAY) == []
    problems = effectiveness_problems(effective(lots=2), LOTS, DAY, DAY)
    assert problems == [Problem("lots", Gate.TOO_FEW)]


def test_effective_before_the_days_are_over_is_refused():
    assert effectiveness_problems(effective(), NINETY, DAY, date(2026, 8, 18)) == []
    problems = effectiveness_problems(effective(), NINETY, DAY, date(2026, 8, 17))
    assert problems == [Problem("answered_on", Gate.TOO_EARLY)]


def test_effective_with_the_defect_seen_again_is_refused():
    problems = effectiveness_problems(effective(same_defects=1), LOTS, DAY, DAY)
    assert problems == [Problem("same_defects", Gate.DEFECT_SEEN)]


def test_not_effective_can_be_said_at_once():
    answer = effective(result=Effectiveness.NOT_EFFECTIVE, lots=1, same_defects=4)
    assert effectiveness_problems(answer, LOTS, DAY, DAY) == []


def test_an_answer_is_dated_between_what_it_answers_and_today():
    def gates(day):
        return [p.gate for p in answered_on_problems(day, not_before=date(2026, 5, 1), today=DAY)]

    assert gates(DAY) == []
    assert gates(date(2026, 5, 1)) == []
    assert gates(date(2026, 4, 30)) == [Gate.TOO_EARLY]
    assert gates(date(2026, 5, 21)) == [Gate.DATE_IN_FUTURE]
    assert gates(None) == [Gate.DATE_MISSING]


def test_four_signs_of_a_dense_script_say_enough():
    answer = Containment("全数選別済み", "在庫・仕掛品", DAY)
    assert containment_problems(answer, DAY) == []
