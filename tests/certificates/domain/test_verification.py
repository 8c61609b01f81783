from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.verification import (
    Breach,
    Check,
    CheckResult,
    Method,
    Outcome,
    first_due_on,
    next_due_on,
    problems,
)

MATCH, MISMATCH, UNCLEAR = CheckResult.MATCH, CheckResult.MISMATCH, CheckResult.UNCLEAR
ALL_MATCH = {(check, None): MATCH for check in Check if check is not Check.SCOPE}


def breaches(method, outcome, results):
    return {problem.breach for problem in problems(method, outcome, results)}


def test_confirmed_when_every_required_check_matched():
    assert problems(Method.REGISTER, Outcome.CONFIRMED, ALL_MATCH) == []


@pytest.mark.parametrize("check", [Check.ACTIVE, Check.NUMBER, Check.HOLDER, Check.ADDRESS])
@pytest.mark.parametrize("result", [UNCLEAR, CheckResult.NOT_CHECKED])
def test_confirmed_needs_each_required_check(check, result):
    found = problems(Method.REGISTER, Outcome.CONFIRMED, ALL_MATCH | {(check, None): result})
    assert [(problem.breach, problem.check) for problem in found] == [(Breach.REQUIRED_CHECK_MISSING, check)]


def test_a_genuine_certificate_is_confirmed_though_it_does_not_cover_what_we_buy():
    results = ALL_MATCH | {(Check.SCOPE, 7): MISMATCH, (Check.SCOPE, 8): MATCH}
    assert problems(Method.REGISTER, Outcome.CONFIRMED, results) == []


def test_confirmed_though_no_accreditation_is_printed():
    results = ALL_MATCH | {(Check.ACCREDITATION, None): MISMATCH}
    assert problems(Method.BODY, Outcome.CONFIRMED, results) == []


def test_mismatch_names_what_differs():
    assert breaches(Method.REGISTER, Outcome.MISMATCH, ALL_MATCH) == {Breach.NO_DIFFERENCE_NAMED}
    assert problems(Method.REGISTER, Outcome.MISMATCH, ALL_MATCH | {(Check.HOLDER, None): MISMATCH}) == []


def test_suspended_or_withdrawn_needs_the_active_check_to_say_so():
    assert breaches(Method.BODY, Outcome.SUSPENDED_OR_WITHDRAWN, ALL_MATCH) == {Breach.ACTIVE_NOT_DENIED}
    denied = ALL_MATCH | {(Check.ACTIVE, None): MISMATCH}
    assert problems(Method.BODY, Outcome.SUSPENDED_OR_WITHDRAWN, denied) == []
    assert Breach.INACTIVE_NEEDS_ITS_OUTCOME in breaches(Method.BODY, Outcome.MISMATCH, denied)


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.UNREACHABLE])
def test_who_found_nothing_compared_nothing_but_accreditation(outcome):
    assert problems(Method.REGISTER, outcome, {(Check.ACCREDITATION, None): MATCH}) == []
    for check in (Check.ACTIVE, Check.NUMBER, Check.HOLDER):
        assert breaches(Method.REGISTER, outcome, {(check, None): MATCH}) == {Breach.NOTHING_COULD_MATCH}


def test_a_paper_cannot_know_whether_it_is_still_active():
    seen = {key: result for key, result in ALL_MATCH.items() if key != (Check.ACTIVE, None)}
    assert problems(Method.ORIGINAL_SEEN, Outcome.CONFIRMED, seen) == []
    assert breaches(Method.ORIGINAL_SEEN, Outcome.CONFIRMED, ALL_MATCH) == {Breach.PAPER_CANNOT_KNOW}
    assert Breach.PAPER_CANNOT_KNOW in breaches(Method.ORIGINAL_SEEN, Outcome.NOT_FOUND, {})


@given(st.sampled_from(Method), st.sampled_from(Outcome), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_next_look_lies_ahead_and_a_confirmation_lasts_longest(method, outcome, day):
    due = next_due_on(method, outcome, day)
    assert day < due <= next_due_on(Method.REGISTER, Outcome.CONFIRMED, day)


def test_a_new_certificate_is_due_for_its_first_look_in_two_weeks():
    assert first_due_on(date(2026, 11, 21)) == date(2026, 11, 21) + timedelta(days=14)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([c for c in Check if c is not Check.SCOPE]), st.none()),
        st.sampled_from(CheckResult),
    )
)
def test_at_most_one_of_confirmed_and_suspended_can_be_recorded(results):
    confirmed = not problems(Method.REGISTER, Outcome.CONFIRMED, results)
    suspended = not problems(Method.REGISTER, Outcome.SUSPENDED_OR_WITHDRAWN, results)
    assert not (confirmed and suspended)
