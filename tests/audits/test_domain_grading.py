import pytest
from hypothesis import given, strategies

from audits.domain.audits import completion_gaps
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.domain.grading import MEANING, POINTS, Given, Grade, Lack, lacks_of, tally

MANDATORY = DEFAULT_CHECKLIST.by_code["R1"]
OPTIONAL = DEFAULT_CHECKLIST.by_code["R2"]
WORDS = "Asked for ten records, saw four of them."


def test_every_grade_has_its_meaning_and_the_steps_are_those_of_vda():
    assert set(MEANING) == set(Grade)
    assert sorted(POINTS.values()) == [0, 4, 6, 8, 10]


def test_a_mandatory_question_must_be_answered_and_another_need_not():
    assert lacks_of(MANDATORY, None) == (Lack.GRADE,)
    assert lacks_of(MANDATORY, Given("R1", None, WORDS)) == (Lack.GRADE,)
    assert lacks_of(OPTIONAL, None) == ()


@pytest.mark.parametrize("grade", [Grade.POOR, Grade.ABSENT, Grade.NOT_DISCLOSED])
def test_a_low_grade_or_a_refusal_needs_its_evidence_in_words(grade):
    assert lacks_of(OPTIONAL, Given("R2", grade, "  ok  ")) == (Lack.EVIDENCE,)
    assert lacks_of(OPTIONAL, Given("R2", grade, WORDS)) == ()


@pytest.mark.parametrize("grade", [Grade.FULL, Grade.MOSTLY, Grade.PARTLY])
def test_a_good_grade_may_stand_alone(grade):
    assert lacks_of(MANDATORY, Given("R1", grade)) == ()


def test_not_applicable_needs_a_reason_and_a_second_person():
    assert lacks_of(OPTIONAL, Given("R2", Grade.NOT_APPLICABLE)) == (Lack.EVIDENCE, Lack.SECOND_PERSON)
    assert lacks_of(OPTIONAL, Given("R2", Grade.NOT_APPLICABLE, WORDS, second_person=True)) == ()


def test_skipping_a_mandatory_question_is_explained_and_another_is_not():
    assert lacks_of(MANDATORY, Given("R1", Grade.NOT_LOOKED_AT)) == (Lack.EVIDENCE,)
    assert lacks_of(OPTIONAL, Given("R2", Grade.NOT_LOOKED_AT)) == ()


def test_completion_says_everything_that_is_missing_in_walking_order():
    answers = {
        question.code: Given(question.code, Grade.FULL)
        for question in DEFAULT_CHECKLIST.questions
        if question.mandatory
    }
    assert completion_gaps(DEFAULT_CHECKLIST, answers) == ()
    del answers["T1"]
    answers["R1"] = Given("R1", Grade.ABSENT)
    gaps = completion_gaps(DEFAULT_CHECKLIST, answers)
    assert [(gap.question.code, gap.lack) for gap in gaps] == [("R1", Lack.EVIDENCE), ("T1", Lack.GRADE)]


def test_refusals_and_gaps_are_counted_apart_from_points():
    result = tally([Grade.FULL, Grade.POOR, Grade.NOT_DISCLOSED, Grade.NOT_LOOKED_AT, None])
    assert (result.awarded, result.possible, result.not_disclosed, result.not_looked_at) == (14, 20, 1, 1)


@given(strategies.lists(strategies.sampled_from(Grade)))
def test_points_awarded_never_exceed_points_possible(grades):
    result = tally(grades)
    assert 0 <= result.awarded <= result.possible
    assert result.graded + result.not_disclosed + result.not_looked_at + result.not_applicable == len(grades)
