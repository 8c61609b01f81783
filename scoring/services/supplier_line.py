"""What the supplier list shows of a rating."""

from datetime import date

from scoring.domain.facts import CertificateState, Verification
from scoring.domain.scorecard import IndicatorResult, Scorecard
from scoring.domain.words import day
from scoring.models import ScopeRating
from scoring.services.rating import Rated
from suppliers.domain.terms import Claim, Rating
from suppliers.services.projections import StoredRating

CLAIM_WORDS = {
    Verification.CONFIRMED: "verified",
    Verification.STALE: "check out of date",
    Verification.ORIGINAL_SEEN: "original seen",
    Verification.UNREACHABLE: "register out of reach",
    Verification.NOT_FOUND: "not found in the register",
    Verification.NEVER: "nobody checked",
    Verification.MISMATCH: "differs, not settled",
    Verification.CONTRADICTED: "contradicted",
}
STATE_WORDS = {
    CertificateState.EXPIRED: "lapsed",
    CertificateState.SUSPENDED: "suspended",
    CertificateState.WITHDRAWN: "withdrawn",
}


def stored_rating(rated: Rated, line: ScopeRating, on: date) -> StoredRating:
    """The worst active scope: its words as rated now, its figures as its snapshot has them."""
    card = rated.line
    claim, text = claim_of(card)
    return StoredRating(
        supplier_id=rated.supplier_id,
        rating=Rating(card.likelihood.value),
        score_tenths=line.score_tenths,
        confidence_percent=line.confidence_percent,
        headline=card.headline,
        next_step=card.next_step,
        rated_on=on,
        claim=claim,
        claim_text=text,
    )


def claim_of(card: Scorecard) -> tuple[Claim, str]:
    """How well founded the certification baseline is: of the standards asked for, the one that stands worst."""
    asked = [one for one in card.indicators if one.key.startswith("certificate:")]
    if not asked:
        return Claim.NONE, ""
    worst = min(asked, key=lambda one: one.points)
    standard = worst.key.partition(":")[2]
    if not worst.records:
        return Claim.NONE, f"no {standard}"
    claim, words = _claim(worst)
    when = worst.records[0].on
    return claim, f"{standard} · {words} {day(when)}" if claim is Claim.VERIFIED and when else f"{standard} · {words}"


def _claim(one: IndicatorResult) -> tuple[Claim, str]:
    """What a person found comes before what the calendar says."""
    results = {check.check: check.result for check in one.checks}
    verification = Verification(results["verification"])
    if verification is Verification.CONTRADICTED:
        return Claim.CONTRADICTED, CLAIM_WORDS[verification]
    ended = next((words for state, words in STATE_WORDS.items() if state.value == results["state"]), "")
    if ended:
        return Claim.LAPSED, ended
    claim = Claim.VERIFIED if verification is Verification.CONFIRMED else Claim.CLAIMED
    return claim, CLAIM_WORDS[verification]
