from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.assurance import Face, Standing, VerificationFact, assurance_on
from certificates.domain.verification import Check, CheckResult, Method, Outcome

DAY = date(2026, 9, 3)


def looked(number=1, *, on=DAY, method=Method.REGISTER, outcome=Outcome.CONFIRMED, due=182, **more):
    return VerificationFact(number, on, method, outcome, on + timedelta(days=due), **more)


def standing(*facts, day=DAY + timedelta(days=5)):
    return assurance_on(facts, day).standing


def test_nobody_looked_is_hollow():
    assert standing() is Standing.CLAIMED
    assert Standing.CLAIMED.face is Face.HOLLOW


def test_confirmed_in_the_register_is_solid_until_its_due_date():
    due = DAY + timedelta(days=182)
    assert standing(looked(), day=due) is Standing.VERIFIED
    assert standing(looked(), day=due + timedelta(days=1)) is Standing.STALE
    assert Standing.VERIFIED.face is Face.SOLID
    assert Standing.STALE.face is Face.HATCHED


def test_what_was_looked_up_later_does_not_count_earlier():
    assert standing(looked(), day=DAY - timedelta(days=1)) is Standing.CLAIMED


def test_not_found_is_no_assurance_and_no_accusation():
    fact = looked(outcome=Outcome.NOT_FOUND)
    assert standing(fact) is Standing.NOT_FOUND
    assert Standing.NOT_FOUND.face is not Face.BAD


def test_an_unreachable_register_neither_gives_nor_takes():
    later = looked(2, on=DAY + timedelta(days=2), outcome=Outcome.UNREACHABLE)
    assert standing(looked(), later) is Standing.VERIFIED
    assert standing(later) is Standing.CLAIMED


def test_a_mismatch_contradicts_until_an_equal_look_confirms():
    wrong = looked(1, outcome=Outcome.MISMATCH)
    original = looked(2, on=DAY + timedelta(days=1), method=Method.ORIGINAL_SEEN)
    body = looked(3, on=DAY + timedelta(days=2), method=Method.BODY)
    missing = looked(4, on=DAY + timedelta(days=1), outcome=Outcome.NOT_FOUND)
    assert standing(wrong, original) is Standing.CONTRADICTED
    assert standing(wrong, missing) is Standing.CONTRADICTED
    assert standing(wrong, body) is Standing.VERIFIED


def test_a_contradiction_does_not_fade():
    assert standing(looked(outcome=Outcome.MISMATCH), day=date(2040, 1, 1)) is Standing.CONTRADICTED


def test_seeing_the_original_is_less_than_the_register_and_takes_nothing_away():
    original = looked(2, on=DAY + timedelta(days=1), method=Method.ORIGINAL_SEEN)
    assert standing(original) is Standing.ORIGINAL_SEEN
    assert standing(looked(), original) is Standing.VERIFIED


def test_a_mismatch_seen_on_the_original_counts_against_a_register_entry():
    original = looked(2, on=DAY + timedelta(days=1), method=Method.ORIGINAL_SEEN, outcome=Outcome.MISMATCH)
    assert standing(looked(), original) is Standing.CONTRADICTED


def test_no_longer_found_after_a_confirmation_is_no_assurance():
    gone = looked(2, on=DAY + timedelta(days=1), outcome=Outcome.NOT_FOUND)
    assert standing(looked(), gone) is Standing.NOT_FOUND


def test_a_changed_claim_leaves_its_confirmation_behind_from_that_day():
    fact = looked(outdated_on=DAY + timedelta(days=10))
    assert standing(fact, day=DAY + timedelta(days=9)) is Standing.VERIFIED
    assert standing(fact, day=DAY + timedelta(days=10)) is Standing.STALE


def test_the_answer_for_each_bought_scope_is_its_own():
    fact = looked(results={(Check.SCOPE, 1): CheckResult.MATCH, (Check.SCOPE, 2): CheckResult.MISMATCH})
    assurance = assurance_on([fact], DAY)
    assert assurance.result(Check.SCOPE, 1) is CheckResult.MATCH
    assert assurance.result(Check.SCOPE, 2) is CheckResult.MISMATCH
    assert assurance.result(Check.SCOPE, 3) is CheckResult.NOT_CHECKED


RANK = {
    Standing.CONTRADICTED: 0,
    Standing.NOT_FOUND: 1,
    Standing.CLAIMED: 1,
    Standing.STALE: 1,
    Standing.ORIGINAL_SEEN: 2,
    Standing.VERIFIED: 3,
}
FACTS = st.lists(
    st.builds(
        looked,
        st.integers(1, 9),
        on=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
        method=st.sampled_from(Method),
        outcome=st.sampled_from(Outcome),
        due=st.integers(1, 200),
    ),
    max_size=5,
)
AFTER_ALL = date(2026, 7, 1)


@given(FACTS)
def test_one_more_confirmation_never_lowers_the_standing(facts):
    good = looked(99, on=AFTER_ALL)
    assert RANK[standing(*facts, good, day=AFTER_ALL)] >= RANK[standing(*facts, day=AFTER_ALL)]


@given(FACTS, st.sampled_from([Outcome.MISMATCH, Outcome.SUSPENDED_OR_WITHDRAWN, Outcome.NOT_FOUND]))
def test_one_more_adverse_look_never_raises_the_standing(facts, outcome):
    bad = looked(99, on=AFTER_ALL, outcome=outcome)
    assert RANK[standing(*facts, bad, day=AFTER_ALL)] <= RANK[standing(*facts, day=AFTER_ALL)]
