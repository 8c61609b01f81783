"""A verification: how somebody looked, what was compared with which result, and which outcome that allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Method(StrEnum):
    """How the person looked."""

    REGISTER = "register"
    BODY = "body"
    ORIGINAL_SEEN = "original_seen"

    @property
    def strength(self) -> int:
        """A register or the body itself knows today's status; a paper only knows the day it was printed."""
        return 1 if self is Method.ORIGINAL_SEEN else 2


class Check(StrEnum):
    """What is compared. SCOPE is asked once for each scope that we buy."""

    ACTIVE = "active"
    NUMBER = "number"
    HOLDER = "holder"
    ADDRESS = "address"
    SCOPE = "scope"
    ACCREDITATION = "accreditation"


class CheckResult(StrEnum):
    """What the comparison said."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNCLEAR = "unclear"
    NOT_CHECKED = "not_checked"


class Outcome(StrEnum):
    """What came of the whole look-up."""

    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    SUSPENDED_OR_WITHDRAWN = "suspended_or_withdrawn"
    UNREACHABLE = "unreachable"

    @property
    def is_adverse(self) -> bool:
        """Contradicts the paper. Not found does not: it may be unpublished or not uploaded yet."""
        return self in (Outcome.MISMATCH, Outcome.SUSPENDED_OR_WITHDRAWN)


CheckKey = tuple[Check, int | None]
"""A check and, for SCOPE, the id of the bought scope."""

REQUIRED_FOR_CONFIRMED: Mapping[Method, tuple[Check, ...]] = {
    Method.REGISTER: (Check.ACTIVE, Check.NUMBER, Check.HOLDER, Check.ADDRESS),
    Method.BODY: (Check.ACTIVE, Check.NUMBER, Check.HOLDER, Check.ADDRESS),
    Method.ORIGINAL_SEEN: (Check.NUMBER, Check.HOLDER, Check.ADDRESS),
}
"""Scope and accreditation are not among them: a genuine certificate may miss a scope that we buy or carry no
accreditation (IATF 16949 never does); both are told apart where they count."""

_FIELDS_THAT_CAN_DIFFER = (Check.NUMBER, Check.HOLDER, Check.ADDRESS, Check.SCOPE, Check.ACCREDITATION)


class Breach(StrEnum):
    """Why an outcome does not go with what was compared."""

    REQUIRED_CHECK_MISSING = "required_check_missing"
    NO_DIFFERENCE_NAMED = "no_difference_named"
    INACTIVE_NEEDS_ITS_OUTCOME = "inactive_needs_its_outcome"
    ACTIVE_NOT_DENIED = "active_not_denied"
    NOTHING_COULD_MATCH = "nothing_could_match"
    PAPER_CANNOT_KNOW = "paper_cannot_know"
    DUE_NOT_AFTER_CHECK = "due_not_after_check"


@dataclass(frozen=True)
class Problem:
    """One breach; `check` is the check it is about, if there is one."""

    breach: Breach
    check: Check | None = None


def problems(method: Method, outcome: Outcome, results: Mapping[CheckKey, CheckResult]) -> list[Problem]:
    """Every reason why this outcome may not be recorded with these results; empty when all agree."""
    found = _problems_of_method(method, outcome, results)
    found += _problems_of_activity(outcome, results)
    if outcome is Outcome.CONFIRMED:
        found += [
            Problem(Breach.REQUIRED_CHECK_MISSING, check)
            for check in REQUIRED_FOR_CONFIRMED[method]
            if results.get((check, None)) is not CheckResult.MATCH
        ]
    if outcome is Outcome.MISMATCH and not _differs(results):
        found.append(Problem(Breach.NO_DIFFERENCE_NAMED))
    if outcome in (Outcome.NOT_FOUND, Outcome.UNREACHABLE):
        found += _problems_of_seeing_nothing(results)
    return found


def _problems_of_method(method: Method, outcome: Outcome, results: Mapping[CheckKey, CheckResult]) -> list[Problem]:
    if method is not Method.ORIGINAL_SEEN:
        return []
    found = []
    if outcome not in (Outcome.CONFIRMED, Outcome.MISMATCH):
        found.append(Problem(Breach.PAPER_CANNOT_KNOW))
    if results.get((Check.ACTIVE, None)) in (CheckResult.MATCH, CheckResult.MISMATCH):
        found.append(Problem(Breach.PAPER_CANNOT_KNOW, Check.ACTIVE))
    return found


def _problems_of_activity(outcome: Outcome, results: Mapping[CheckKey, CheckResult]) -> list[Problem]:
    denied = results.get((Check.ACTIVE, None)) is CheckResult.MISMATCH
    if outcome is Outcome.SUSPENDED_OR_WITHDRAWN and not denied:
        return [Problem(Breach.ACTIVE_NOT_DENIED, Check.ACTIVE)]
    if denied and outcome is not Outcome.SUSPENDED_OR_WITHDRAWN:
        return [Problem(Breach.INACTIVE_NEEDS_ITS_OUTCOME, Check.ACTIVE)]
    return []


def _problems_of_seeing_nothing(results: Mapping[CheckKey, CheckResult]) -> list[Problem]:
    # accreditation is looked up elsewhere and stays answerable
    answered = (CheckResult.MATCH, CheckResult.MISMATCH)
    return [
        Problem(Breach.NOTHING_COULD_MATCH, check)
        for (check, _scope), result in results.items()
        if check is not Check.ACCREDITATION and result in answered
    ]


def _differs(results: Mapping[CheckKey, CheckResult]) -> bool:
    return any(
        result is CheckResult.MISMATCH and check in _FIELDS_THAT_CAN_DIFFER
        for (check, _scope), result in results.items()
    )


@dataclass(frozen=True)
class DuePolicy:
    """Days until a certificate is looked up again, by outcome."""

    first_check: int = 14
    confirmed: int = 182
    original_seen: int = 30
    mismatch: int = 14
    not_found: int = 30
    suspended_or_withdrawn: int = 30
    unreachable: int = 7


def next_due_on(method: Method, outcome: Outcome, checked_on: date, policy: DuePolicy | None = None) -> date:
    """The proposed day of the next look: half a year after a confirmation, sooner the less was learnt."""
    policy = policy or DuePolicy()
    days = {
        Outcome.CONFIRMED: policy.original_seen if method is Method.ORIGINAL_SEEN else policy.confirmed,
        Outcome.MISMATCH: policy.mismatch,
        Outcome.NOT_FOUND: policy.not_found,
        Outcome.SUSPENDED_OR_WITHDRAWN: policy.suspended_or_withdrawn,
        Outcome.UNREACHABLE: policy.unreachable,
    }[outcome]
    return checked_on + timedelta(days=days)


def first_due_on(recorded_on: date, policy: DuePolicy | None = None) -> date:
    """When a certificate that nobody has looked up should have been."""
    return recorded_on + timedelta(days=(policy or DuePolicy()).first_check)


POSTPONE_AT_MOST = 90
"""Days beyond the rule's own day to which a person may move the next look. What was verified goes stale on the rule's
day all the same: a postponed look is never taken for a look."""


class DueBreach(StrEnum):
    """Why a person may not set this day for the next look."""

    LATER_THAN_THE_RULE = "later_than_the_rule"
    MUCH_LATER = "much_later"


def due_breach(wanted: date, rule: date, *, knowingly: bool) -> DueBreach | None:
    """Sooner than the rule is always allowed; later only when it is said (`knowingly`), and not by much."""
    if wanted <= rule:
        return None
    if wanted > rule + timedelta(days=POSTPONE_AT_MOST):
        return DueBreach.MUCH_LATER
    return None if knowingly else DueBreach.LATER_THAN_THE_RULE
