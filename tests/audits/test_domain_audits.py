from datetime import date

import pytest
from hypothesis import given, strategies

from audits.domain.audits import AUDIT_STRENGTHS, MOVES, AuditState, Strength, find_move, is_overdue
from audits.domain.findings import (
    DEFINITIONS,
    DUE_DAYS,
    EarlierFinding,
    FindingGrade,
    FindingState,
    due_date,
    find_finding_move,
    repeated_from,
)
from audits.domain.findings import is_overdue as is_finding_overdue

DAY = date(2026, 10, 14)


def test_an_audit_is_completed_only_out_of_progress():
    sources = [move.source for move in MOVES if move.target is AuditState.COMPLETED]
    assert sources == [AuditState.IN_PROGRESS]


def test_a_completed_audit_is_reopened_only_by_a_manager_with_a_reason():
    move = find_move(AuditState.COMPLETED, AuditState.IN_PROGRESS)
    assert move is not None
    assert move.manager
    assert move.reason


@pytest.mark.parametrize("target", [AuditState.PLANNED, AuditState.CANCELLED, AuditState.DECLINED])
def test_a_completed_audit_cannot_be_made_to_disappear(target):
    assert find_move(AuditState.COMPLETED, target) is None


def test_ending_an_audit_without_a_result_always_needs_a_reason():
    endings = [move for move in MOVES if move.target in (AuditState.CANCELLED, AuditState.DECLINED)]
    assert endings
    assert all(move.reason for move in endings)


def test_a_planned_audit_is_overdue_from_the_day_after():
    assert not is_overdue(AuditState.PLANNED, DAY, DAY)
    assert is_overdue(AuditState.PLANNED, DAY, date(2026, 10, 15))
    assert not is_overdue(AuditState.IN_PROGRESS, DAY, date(2026, 10, 15))


def test_an_audit_is_never_done_by_the_suppliers_own_word():
    assert Strength.SUPPLIER_STATEMENT not in AUDIT_STRENGTHS
    assert AUDIT_STRENGTHS[0] is Strength.UNANNOUNCED_ON_SITE


def test_every_grade_of_finding_has_a_definition_and_a_due_rule():
    assert set(DEFINITIONS) == set(DUE_DAYS) == set(FindingGrade)


def test_a_major_is_due_before_a_minor_and_an_ofi_owes_nothing():
    assert due_date(FindingGrade.MAJOR, DAY) == date(2026, 11, 13)
    assert due_date(FindingGrade.MINOR, DAY) == date(2026, 12, 13)
    assert due_date(FindingGrade.OFI, DAY) is None


def test_a_finding_is_in_time_on_its_due_day():
    assert not is_finding_overdue(FindingState.OPEN, DAY, DAY)
    assert is_finding_overdue(FindingState.OPEN, DAY, date(2026, 10, 15))
    assert not is_finding_overdue(FindingState.CLOSED, DAY, date(2027, 1, 1))
    assert not is_finding_overdue(FindingState.OPEN, None, date(2027, 1, 1))


def test_a_finding_is_withdrawn_only_while_open_and_only_by_a_manager():
    move = find_finding_move(FindingState.OPEN, FindingState.WITHDRAWN)
    assert move is not None
    assert move.manager
    assert find_finding_move(FindingState.CLOSED, FindingState.WITHDRAWN) is None


def earlier(**values) -> EarlierFinding:
    given_values = {
        "pk": 1,
        "question": "M1",
        "clause": "7.1.5.2",
        "grade": FindingGrade.MINOR,
        "found_on": date(2025, 10, 1),
    }
    return EarlierFinding(**{**given_values, **values})


def test_the_same_minor_a_year_later_is_recognised():
    assert repeated_from("M1", "7.1.5.2", DAY, [earlier()]) == earlier()


def test_the_latest_of_several_is_named():
    newer = earlier(pk=2, found_on=date(2026, 3, 1))
    assert repeated_from("M1", "", DAY, [newer, earlier()]) == newer


@pytest.mark.parametrize(
    "values",
    [
        {"question": "M3"},
        {"grade": FindingGrade.OBSERVATION},
        {"found_on": date(2024, 1, 1)},
        {"found_on": DAY},
        {"state": FindingState.WITHDRAWN},
    ],
)
def test_another_matter_a_lighter_grade_or_an_old_one_is_no_repeat(values):
    assert repeated_from("M1", "7.1.5.2", DAY, [earlier(**values)]) is None


def test_without_a_question_the_clause_decides():
    assert repeated_from("", "7.1.5.2", DAY, [earlier()]) == earlier()
    assert repeated_from("", "8.7", DAY, [earlier()]) is None
    assert repeated_from("", "", DAY, [earlier(clause="")]) is None


@given(strategies.sampled_from(AuditState), strategies.sampled_from(AuditState))
def test_no_state_moves_to_itself(source, target):
    assert find_move(source, source) is None
    move = find_move(source, target)
    assert move is None or (move.source, move.target) == (source, target)
