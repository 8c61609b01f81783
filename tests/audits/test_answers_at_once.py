"""Two people, the same question, the same moment: on real connections."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.domain.permissions import Role
from audits.domain.grading import Grade
from audits.models import Answer, Audit
from audits.services import AnswerInput, save_answer
from common.history import changes_for
from common.records import Conflict
from tests.accounts.factories import make_user
from tests.audits.factories import AT, make_audit

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_first_answers_at_the_same_moment_one_is_kept_and_the_other_is_told():
    audit = make_audit()
    people = [audit.lead, make_user(Role.QUALITY_ENGINEER)]
    grades = [Grade.FULL, Grade.POOR]
    start = Barrier(2)
    outcomes: list[str] = []

    def give(number: int) -> None:
        try:
            mine = Audit.objects.get(pk=audit.pk)
            start.wait(timeout=10)
            given = AnswerInput("R1", grades[number], f"Seen by person {number}.")
            save_answer(mine, given, expected_version=0, actor=people[number], at=AT)
            outcomes.append("kept")
        except Conflict as conflict:
            outcomes.append(f"told: {getattr(conflict.current, 'evidence', '')}")
        finally:
            connection.close()

    threads = [Thread(target=give, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    answer = Answer.objects.get()
    assert sorted(outcomes) == ["kept", f"told: {answer.evidence}"]
    assert changes_for(answer).count() == 1
