import hashlib
import re

import pytest

from audits.domain.checklist import Indicator, Kind, Observes
from audits.domain.checklists import CHECKLISTS, DEFAULT_CHECKLIST, checklist_for

PINNED = {("production_reality", 1): "acc13fd716a71f8cc36159c66889b6ae33033f9915786aa91467d90ad31abb34"}


def test_a_published_checklist_is_never_changed():
    digests = {key: hashlib.sha256(repr(one).encode()).hexdigest() for key, one in CHECKLISTS.items()}
    assert digests == PINNED, "publish a new version instead; audits refer to the one they used"


def test_an_unknown_version_is_refused():
    with pytest.raises(KeyError):
        checklist_for("production_reality", 99)


def test_question_codes_are_unique_and_every_question_is_complete():
    questions = DEFAULT_CHECKLIST.questions
    assert len({question.code for question in questions}) == len(questions)
    for question in questions:
        assert all((question.text, question.look, question.ask, question.enough)), question.code
        assert question.text.endswith("?")


def test_it_is_about_forty_questions_and_mostly_about_practice():
    kinds = [question.kind for question in DEFAULT_CHECKLIST.questions]
    assert 38 <= len(kinds) <= 46
    assert kinds.count(Kind.PAPER) >= 5
    assert kinds.count(Kind.PRACTICE) > 4 * kinds.count(Kind.PAPER)


def test_every_indicator_is_fed_by_a_mandatory_question():
    fed = {question.feeds for question in DEFAULT_CHECKLIST.questions if question.mandatory}
    assert fed == set(Indicator)


def test_coverage_and_stages_are_each_asked_for_once():
    observed = [question.observes for question in DEFAULT_CHECKLIST.questions if question.observes]
    assert sorted(observed) == sorted(Observes)


def test_clauses_are_written_as_the_standard_numbers_them():
    for question in DEFAULT_CHECKLIST.questions:
        assert question.clause == "" or re.fullmatch(r"(4|5|6|7|8|9|10)(\.\d+){1,3}", question.clause)
