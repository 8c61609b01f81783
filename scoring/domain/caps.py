"""Caps limit the band, never the score. Each has its reason in words, the record behind it and what lifts it."""

from collections.abc import Iterator, Sequence
from datetime import date

from scoring.domain.certification import Standing
from scoring.domain.facts import (
    CertificateFact,
    CertificateState,
    Duty,
    Facts,
    ScopeFact,
    Trouble,
    TroubleKind,
    Verification,
)
from scoring.domain.fixed import percent
from scoring.domain.model import Likelihood, Model, Nature
from scoring.domain.scorecard import Cap, Coverage, IndicatorResult, State
from scoring.domain.words import day

SEEN_PILLARS = ("practice", "delivered")

STATE_WORDS = {
    CertificateState.ACTIVE: "does not apply to this scope",
    CertificateState.NOT_YET_VALID: "is not valid yet",
    CertificateState.EXPIRED: "has lapsed",
    CertificateState.SUSPENDED: "is suspended",
    CertificateState.WITHDRAWN: "was withdrawn",
    CertificateState.SUPERSEDED: "was superseded",
    CertificateState.UNKNOWN: "is in an unknown state",
}
VERIFICATION_WORDS = {
    Verification.CONFIRMED: "was confirmed",
    Verification.STALE: "was verified, but the check is out of date",
    Verification.ORIGINAL_SEEN: "was only compared with its original, not with the register or the body",
    Verification.UNREACHABLE: "could not be checked: the register or body was out of reach",
    Verification.NOT_FOUND: "was not found in the register",
    Verification.NEVER: "has not been verified by anybody",
    Verification.MISMATCH: "differs from the register in a point that nobody has settled",
    Verification.CONTRADICTED: "was contradicted",
}
TROUBLE_WORDS = {
    TroubleKind.MAJOR_OVERDUE: (Likelihood.HIGH, "is overdue", "the finding is answered and accepted"),
    TroubleKind.CRITICAL_SCAR_OVERDUE: (Likelihood.HIGH, "is past its date", "the overdue step is accepted"),
    TroubleKind.FORGERY: (
        Likelihood.CRITICAL,
        "was confirmed by a person",
        "two people lift the hold with a reason",
    ),
}


def caps(
    facts: Facts,
    model: Model,
    scope: ScopeFact,
    on: date,
    standings: Sequence[Standing],
    indicators: Sequence[IndicatorResult],
    coverage: Coverage | None,
) -> tuple[Cap, ...]:
    """All caps that hold on the day, worst first."""
    found = [
        *_nothing_seen(indicators),
        *(cap for one in standings if (cap := _mandatory(one)) is not None),
        *_contradictions(facts, scope),
        *_coverage(coverage, model),
        *(_trouble(one) for one in facts.troubles if _holds(one, scope, on)),
    ]
    return tuple(sorted(found, key=lambda cap: (-cap.limit.rank, _order(cap.key), cap.record)))


def _order(key: str) -> int:
    """Among equals, what was seen on the floor is told before paper."""
    first = ("forgery", "coverage", "major_overdue", "critical_scar_overdue", "mismatch")
    return first.index(key) if key in first else len(first)


def _nothing_seen(indicators: Sequence[IndicatorResult]) -> Iterator[Cap]:
    seen = any(
        one.pillar in SEEN_PILLARS and one.nature is not Nature.PAPER and one.state is State.MEASURED
        for one in indicators
    )
    if not seen:
        yield Cap(
            "nothing_seen",
            Likelihood.UNPROVEN,
            "Nobody has seen practice or measured a delivery yet",
            "",
            "an audit, a count of receipts or a delivery is recorded",
        )


def _mandatory(one: Standing) -> Cap | None:
    """A sector duty that is unmet holds at high; one that nobody verified holds at moderate."""
    if one.requirement.duty is not Duty.MANDATORY:
        return None
    name, known = one.requirement.standard, one.certificate
    if known is None:
        reason = f"{name} is a duty of this sector and no certificate for it is known"
        return Cap("duty_unmet", Likelihood.HIGH, reason, "", "a certificate in force for this scope is recorded")
    if not one.is_met:
        reason = f"{name} is a duty of this sector and {known.label} {_unmet(known)}"
        lifts = "a certificate in force for this scope, or the body's confirmation of renewal, is recorded"
        return Cap("duty_unmet", Likelihood.HIGH, reason, known.record, lifts)
    if known.verification is Verification.CONFIRMED and not one.renewing:
        return None
    reason = f"{name} is a duty of this sector and {known.label} {_unsure(known, one.renewing)}"
    return Cap("duty_unverified", Likelihood.MODERATE, reason, known.record, "the certificate is verified again")


def _unmet(known: CertificateFact) -> str:
    if known.verification is Verification.CONTRADICTED:
        return f"was contradicted ({known.mismatch})" if known.mismatch else "was contradicted"
    words = STATE_WORDS[known.state]
    if known.state is CertificateState.EXPIRED and known.expires_on:
        return f"{words} on {day(known.expires_on)}"
    return words


def _unsure(known: CertificateFact, renewing: bool) -> str:
    if renewing and known.renewal_confirmed_on:
        return f"has lapsed; the body confirmed its renewal on {day(known.renewal_confirmed_on)}"
    return VERIFICATION_WORDS[known.verification]


def _contradictions(facts: Facts, scope: ScopeFact) -> Iterator[Cap]:
    asked = {one.standard for one in scope.requirements}
    for one in facts.certificates:
        claimed = one.standard in asked and (not one.scopes or scope.key in one.scopes)
        if claimed and one.verification is Verification.CONTRADICTED:
            what = one.mismatch or "a field"
            reason = f"{one.label}: {what} differs from the register, confirmed by a person"
            yield Cap("mismatch", Likelihood.HIGH, reason, one.record, "a later verification confirms every field")


def _coverage(found: Coverage | None, model: Model) -> Iterator[Cap]:
    if found is None or not found.under_limit:
        return
    rule = model.coverage
    share = found.covered * 1_000_000 // found.receipts
    seen = f"{percent(share)} %, at most {_under(found.upper, rule.share)} %"
    reason = f"{found.covered} of {found.receipts} material receipts ({seen}) have an incoming-inspection record"
    lifts = (
        f"later checks, equal or stronger, find at least {rule.lift_receipts} receipts with a record and the upper "
        f"end of the interval reaches {percent(rule.share)} %"
    )
    yield Cap("coverage", Likelihood.HIGH, reason, found.record, lifts)


def _under(share: int, limit: int) -> str:
    """A share under the limit in whole percent; with a decimal where rounding would make it look like the limit."""
    if percent(share) < percent(limit):
        return str(percent(share))
    return f"{share // 10_000}.{share // 1_000 % 10}"


def _holds(one: Trouble, scope: ScopeFact, on: date) -> bool:
    return one.since <= on and (not one.scopes or scope.key in one.scopes)


def _trouble(one: Trouble) -> Cap:
    limit, words, lifts = TROUBLE_WORDS[one.kind]
    return Cap(one.kind.value, limit, f"{one.label} {words} (since {day(one.since)})", one.record, lifts)
