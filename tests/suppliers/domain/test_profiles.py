"""Profile rules: which speak of a place, which of them wins, and when a requirement is met."""

from datetime import date

import pytest

from common.days import NO_DAY
from standards.domain.duty import Duty
from suppliers.domain.profiles.rules import Place, Rule, resolve
from suppliers.domain.profiles.standing import Evidence, judge, shown_on
from suppliers.domain.profiles.terms import AuditType, RequirementKind, Shown, Standing

ON = date(2026, 11, 21)
LONG_AGO = date(2000, 1, 1)
TURNING = Place("automotive", 1, False, "major")


def document(pk, **values):
    return Rule(pk, RequirementKind.DOCUMENT, values.pop("valid_from", LONG_AGO), "control-plan", **values)


def audit(pk, kind, months, **values):
    return Rule(pk, RequirementKind.AUDIT, LONG_AGO, audit_type=kind, months=months, **values)


def asked(*rules, place=TURNING, on=ON):
    (one,) = resolve(rules, place, on).asked
    return one


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"sector": "automotive"},
        {"process": 1},
        {"criticality": "major"},
        {"criticality": "standard"},
        {"sector": "automotive", "process": 1, "criticality": "major"},
    ],
)
def test_a_rule_speaks_of_every_place_that_its_condition_fits(condition):
    assert resolve([document(1, **condition)], TURNING, ON).asked


@pytest.mark.parametrize(
    "condition", [{"sector": "medical"}, {"process": 2}, {"criticality": "critical"}, {"special_only": True}]
)
def test_a_rule_is_silent_where_one_part_of_its_condition_does_not_fit(condition):
    assert not resolve([document(1, **condition)], TURNING, ON).asked


def test_a_rule_for_major_speaks_of_critical_too_so_that_more_is_never_asked_of_less():
    critical = Place("automotive", 1, False, "critical")
    assert resolve([document(1, criticality="major")], critical, ON).asked


def test_special_processes_are_a_group():
    plating = Place("automotive", 7, True, "standard")
    assert resolve([document(1, special_only=True)], plating, ON).asked


def test_a_supplier_without_a_process_hears_only_rules_that_name_none():
    whole = Place("automotive", None, False, "major")
    assert [one.rules for one in resolve([document(1), document(2, process=1)], whole, ON).asked] == [(1,)]


def test_mandatory_wins_over_expected_and_the_shorter_interval_over_the_longer_each_by_itself():
    one = asked(document(1, duty=Duty.MANDATORY, months=36), document(2, duty=Duty.EXPECTED, months=12))
    assert (one.duty, one.months) == (Duty.MANDATORY, 12)


def test_the_stronger_audit_wins_and_says_which_rules_it_comes_from():
    one = asked(audit(4, AuditType.REMOTE, 24), audit(9, AuditType.UNANNOUNCED_ON_SITE, 24))
    assert (one.audit_type, one.months, one.rules) == (AuditType.UNANNOUNCED_ON_SITE, 24, (9, 4))


def test_a_rule_without_an_interval_does_not_loosen_one_with():
    assert asked(document(1), document(2, months=24)).months == 24


def test_clauses_of_all_rules_come_together():
    rules = [
        Rule(1, RequirementKind.CLAUSES, LONG_AGO, clauses=("8.3", "8.10")),
        Rule(2, RequirementKind.CLAUSES, LONG_AGO, clauses=("8.3",), process=1),
    ]
    profile = resolve(rules, TURNING, ON)
    assert profile.clauses == ("8.3", "8.10")
    assert profile.needed["8.3"] == (1, 2)


def test_the_profile_of_a_day_is_made_of_the_rules_in_force_on_it():
    old = document(1, months=36, ended_on=ON)
    new = document(2, months=12, valid_from=ON)
    assert asked(old, new, on=date(2026, 11, 20)).months == 36
    assert asked(old, new, on=ON).months == 12


def test_a_rule_that_was_corrected_on_its_first_day_never_held():
    assert not resolve([document(1, valid_from=ON, ended_on=ON)], TURNING, ON).asked


def test_nothing_on_record_is_missing_since_it_is_asked_for():
    judged = judge(asked(document(1)), [], date(2026, 3, 1), ON)
    assert (judged.standing, judged.due_on) == (Standing.MISSING, date(2026, 3, 1))


def test_a_document_ends_at_its_own_day_or_by_the_rule_whichever_is_first():
    plan = Evidence("document:1", date(2026, 1, 10), date(2028, 1, 1))
    assert judge(asked(document(1, months=12)), [plan], LONG_AGO, ON).due_on == date(2027, 1, 10)
    assert judge(asked(document(1, months=36)), [plan], LONG_AGO, ON).due_on == date(2028, 1, 1)
    assert judge(asked(document(1)), [Evidence("document:1", ON)], LONG_AGO, ON).due_on == NO_DAY


def test_a_document_that_nobody_accepted_is_not_checked_yet():
    judged = judge(asked(document(1)), [Evidence("document:1", ON, is_confirmed=False)], LONG_AGO, ON)
    assert (judged.standing, judged.record) == (Standing.UNVERIFIED, "document:1")


def test_an_accepted_document_counts_while_a_newer_one_waits_for_its_review():
    accepted = Evidence("document:1", date(2026, 1, 1))
    newer = Evidence("document:2", ON, is_confirmed=False)
    assert judge(asked(document(1)), [newer, accepted], LONG_AGO, ON).record == "document:1"


def test_a_new_document_under_review_counts_before_one_that_has_lapsed():
    lapsed = Evidence("document:1", date(2024, 1, 1), date(2025, 1, 1))
    newer = Evidence("document:2", ON, is_confirmed=False)
    assert judge(asked(document(1)), [lapsed, newer], LONG_AGO, ON).standing is Standing.UNVERIFIED


def test_a_stronger_audit_answers_for_a_weaker_one_and_never_the_other_way_round():
    remote = Evidence("audit:1", date(2026, 6, 1), audit_type=AuditType.REMOTE)
    surprise = Evidence("audit:2", date(2026, 2, 1), audit_type=AuditType.UNANNOUNCED_ON_SITE)
    announced = asked(audit(1, AuditType.ANNOUNCED_ON_SITE, 12))
    assert judge(announced, [remote], LONG_AGO, ON).standing is Standing.MISSING
    judged = judge(announced, [remote, surprise], LONG_AGO, ON)
    assert (judged.record, judged.due_on) == ("audit:2", date(2027, 2, 1))


def test_an_audit_on_another_checklist_does_not_answer():
    own = Evidence("audit:1", ON, audit_type=AuditType.ANNOUNCED_ON_SITE, checklist="own")
    wanted = asked(audit(1, AuditType.REMOTE, 12, subject="production-reality"))
    assert judge(wanted, [own], LONG_AGO, ON).standing is Standing.MISSING


@pytest.mark.parametrize(
    ("standing", "kind", "due_on", "shown"),
    [
        (Standing.HELD, RequirementKind.DOCUMENT, date(2026, 11, 20), Shown.LAPSED),
        (Standing.HELD, RequirementKind.AUDIT, date(2026, 11, 20), Shown.OVERDUE),
        (Standing.HELD, RequirementKind.AUDIT, ON, Shown.DUE_SOON),
        (Standing.HELD, RequirementKind.DOCUMENT, date(2027, 1, 20), Shown.DUE_SOON),
        (Standing.HELD, RequirementKind.DOCUMENT, date(2027, 1, 21), Shown.MET),
        (Standing.MISSING, RequirementKind.AUDIT, LONG_AGO, Shown.MISSING),
        (Standing.UNVERIFIED, RequirementKind.STANDARD, LONG_AGO, Shown.UNVERIFIED),
        (Standing.WAIVED, RequirementKind.STANDARD, ON, Shown.WAIVED),
    ],
)
def test_lapsed_and_overdue_follow_from_the_day(standing, kind, due_on, shown):
    assert shown_on(standing, kind, due_on, ON) is shown
