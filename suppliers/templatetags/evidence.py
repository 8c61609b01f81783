"""How well founded a thing is, as every page shows it: the rating and the claim."""

from typing import Any

from django import template

from suppliers.domain.terms import Claim, Rating
from suppliers.labels import RATING_LABELS

register = template.Library()

CLAIM_STATES = {
    Claim.NONE: "hollow",
    Claim.CLAIMED: "hollow",
    Claim.VERIFIED: "solid",
    Claim.CONTRADICTED: "bad",
    Claim.LAPSED: "bad",
}


@register.inclusion_tag("components/rating.html")
def rating(subject: Any, size: str = "") -> dict[str, Any]:
    """The rating of whatever has `rating`, `score_tenths` and `confidence_percent` (a supplier, a scope's line).

    Word and shape, the score, and the bar of confidence: solid is what is known, hatched what nobody has looked at.
    `size`: none for lists, "large" for the head of a panel, "inline" for word and shape only. Unproven shows no score.
    """
    return rating_values(subject.rating, subject.score_tenths, subject.confidence_percent, size)


@register.inclusion_tag("components/rating.html", name="rating_of")
def rating_of(
    band: str, score_tenths: int | None = None, confidence_percent: int | None = None, size: str = ""
) -> dict[str, Any]:
    """The same from single values: `score_tenths` 541 is 54.1; `confidence_percent` 0–100."""
    return rating_values(band, score_tenths, confidence_percent, size)


def rating_values(band: str, score_tenths: int | None, confidence_percent: int | None, size: str) -> dict[str, Any]:
    known = Rating(str(band))
    score = "" if score_tenths is None or known is Rating.UNPROVEN else f"{score_tenths / 10:.1f}"
    return {
        "band": known.value,
        "word": RATING_LABELS[known],
        "score": score,
        "confidence": confidence_percent,
        "size": size,
    }


@register.inclusion_tag("components/claim.html")
def claim(state: str, text: str, link: str = "") -> dict[str, str]:
    """A chip that says how well founded `text` is.

    `state`: solid (verified, seen), hollow (claimed on paper), unknown (nobody knows), bad (contradicted, lapsed),
    due (good, to be looked at again soon); or a value of `Claim`.
    """
    states = {member.value: css for member, css in CLAIM_STATES.items()}
    return {"state": states.get(state, state), "text": text, "link": link}
