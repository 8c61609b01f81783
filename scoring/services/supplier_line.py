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
    Claim.VERIFIED: "verified",
    Claim.CLAIMED: "nobody checked",
    Claim.LAPSED: "lapsed",
    Claim.CONTRADICTED: "contradicted",
}
ENDED = {CertificateState.EXPIRED, CertificateState.SUSPENDED, CertificateState.WITHDRAWN}


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
    claim = _claim(worst)
    when = worst.records[0].on
    checked = f" {day(when)}" if claim is Claim.VERIFIED and when else ""
    return claim, f"{standard} · {CLAIM_WORDS[claim]}{checked}"


def _claim(one: IndicatorResult) -> Claim:
    results = {check.check: check.result for check in one.checks}
    if results["verification"] == Verification.CONTRADICTED.value:
        return Claim.CONTRADICTED
    if results["state"] in {state.value for state in ENDED}:
        return Claim.LAPSED
    return Claim.VERIFIED if results["verification"] == Verification.CONFIRMED.value else Claim.CLAIMED
