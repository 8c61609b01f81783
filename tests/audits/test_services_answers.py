import pytest

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.grading import Grade
from audits.models import Answer
from audits.services import AnswerInput, NotAllowed, confirm_not_applicable, save_answer, take_over_answers
from common.history import changes_for
from common.records import Conflict
from tests.accounts.factories import make_user
from tests.audits.factories import AT, EVIDENCE, full_answers, make_audit

pytestmark = pytest.mark.django_db
MET = AnswerInput("R1", Grade.FULL, EVIDENCE)


@pytest.fixture
def audit():
    return make_audit()


@pytest.fixture
def other():
    return make_user(Role.QUALITY_ENGINEER)


def test_autosave_sent_twice_keeps_one_answer_and_one_entry(audit):
    first = save_answer(audit, MET, expected_version=0, actor=audit.lead, at=AT)
    again = save_answer(audit, MET, expected_version=0, actor=audit.lead, at=AT)
    assert (first.pk, again.version) == (again.pk, 1)
    assert changes_for(first).count() == 1


def test_words_may_come_before_the_grade(audit):
    answer = save_answer(audit, AnswerInput("R1", None, EVIDENCE), expected_version=0, actor=audit.lead, at=AT)
    assert answer.grade_value is None
    answer = save_answer(audit, MET, expected_version=answer.version, actor=audit.lead, at=AT)
    assert (answer.grade, answer.version) == ("full", 2)


def test_the_answer_of_a_colleague_is_not_overwritten_silently(audit, other):
    save_answer(audit, MET, expected_version=0, actor=other, at=AT)
    with pytest.raises(Conflict) as conflict:
        save_answer(audit, AnswerInput("R1", Grade.POOR, EVIDENCE), expected_version=0, actor=audit.lead, at=AT)
    assert conflict.value.current.grade == "full"
    assert Answer.objects.get().answered_by == other


def test_two_people_on_different_questions_do_not_meet(audit, other):
    save_answer(audit, MET, expected_version=0, actor=other, at=AT)
    save_answer(audit, AnswerInput("R2", Grade.POOR, EVIDENCE), expected_version=0, actor=audit.lead, at=AT)
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("state", [AuditState.PLANNED, AuditState.COMPLETED, AuditState.CANCELLED])
def test_answers_are_given_only_while_the_audit_is_in_progress(state):
    audit = make_audit(state=state)
    with pytest.raises(NotAllowed):
        save_answer(audit, MET, expected_version=0, actor=audit.lead, at=AT)


def test_a_question_of_another_checklist_is_refused(audit):
    with pytest.raises(NotAllowed):
        save_answer(audit, AnswerInput("Z9", Grade.FULL), expected_version=0, actor=audit.lead, at=AT)


def test_not_applicable_is_confirmed_by_a_second_person_and_an_edit_asks_again(audit, other):
    silent = AnswerInput("R1", Grade.NOT_APPLICABLE, "They receive no material.")
    answer = save_answer(audit, silent, expected_version=0, actor=audit.lead, at=AT)
    with pytest.raises(NotAllowed):
        confirm_not_applicable(answer, expected_version=1, actor=audit.lead, at=AT)
    confirm_not_applicable(answer, expected_version=1, actor=other, at=AT)
    assert answer.given.second_person
    changed = AnswerInput("R1", Grade.NOT_APPLICABLE, "They receive material rarely.")
    answer = save_answer(audit, changed, expected_version=2, actor=audit.lead, at=AT)
    assert not answer.given.second_person


def test_only_not_applicable_needs_confirmation(audit, other):
    answer = save_answer(audit, MET, expected_version=0, actor=audit.lead, at=AT)
    with pytest.raises(NotAllowed):
        confirm_not_applicable(answer, expected_version=1, actor=other, at=AT)


def test_an_audit_done_on_paper_is_entered_at_once_with_history_and_never_over_answers(audit):
    answers = take_over_answers(audit, full_answers(), actor=audit.lead, at=AT)
    assert changes_for(answers[0]).get().changes["grade"] == ["", "full"]
    with pytest.raises(NotAllowed):
        take_over_answers(audit, [MET], actor=audit.lead, at=AT)
    with pytest.raises(NotAllowed):
        take_over_answers(audit, [AnswerInput("Z9", Grade.FULL)], actor=audit.lead, at=AT)
