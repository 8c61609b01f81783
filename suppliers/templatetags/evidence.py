"""How well founded a thing is, as every page shows it: the rating and the claim.

Written in Python, not as templates: a list shows fifty of each, and an inclusion costs twenty times as much.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from suppliers.domain.terms import Claim, Rating
from suppliers.labels import RATING_LABELS

register = template.Library()

CLAIM_STATES = {
    Claim.NONE.value: "hollow",
    Claim.CLAIMED.value: "hollow",
    Claim.VERIFIED.value: "solid",
    Claim.CONTRADICTED.value: "bad",
    Claim.LAPSED.value: "bad",
}


@register.simple_tag
def rating(subject: Any, size: str = "") -> SafeString:
    """The rating of whatever has `rating`, `score_tenths` and `confidence_percent` (a supplier, a scope's line).

    Word and shape, the score, and the bar of confidence: solid is what is known, hatched what nobody has looked at.
    `size`: none for lists, "large" for the head of a panel, "inline" for word and shape only. Unproven shows no score.
    """
    return rating_of(subject.rating, subject.score_tenths, subject.confidence_percent, size)


@register.simple_tag
def rating_of(
    band: str, score_tenths: int | None = None, confidence_percent: int | None = None, size: str = ""
) -> SafeString:
    """The same from single values: `score_tenths` 541 is 54.1; `confidence_percent` 0–100."""
    known = Rating(str(band))
    has_score = score_tenths is not None and known is not Rating.UNPROVEN
    has_bar = confidence_percent is not None and size != "inline"
    return format_html(
        '<span class="rating rating-{}{}"><span class=rating-word>{}{}</span>{}</span>',
        known.value,
        f" rating-{size}" if size else "",
        RATING_LABELS[known],
        _score(score_tenths or 0) if has_score else "",
        _bar(confidence_percent or 0) if has_bar else "",
    )


def _score(tenths: int) -> SafeString:
    words = " <span class=rating-score>{}.{}</span>"
    return format_html(words, tenths // 10, tenths % 10)


@lru_cache(maxsize=101)
def _bar(percent: int) -> SafeString:
    words = '<svg class=conf role=img aria-label="confidence {0} %"><rect width="{0}%"/></svg>'
    return format_html(words, percent)


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)  # a state with its day: what a list shows of it repeats
def claim(state: str, text: str, link: str = "") -> SafeString:
    """A chip that says how well founded `text` is.

    `state`: solid (verified, seen), hollow (claimed on paper), unknown (nobody knows), bad (contradicted, lapsed),
    due (good, to be looked at again soon); or a value of `Claim`.
    """
    css = CLAIM_STATES.get(str(state), state)
    if link:
        return format_html('<a class="claim claim-{}" href="{}">{}</a>', css, link, text)
    return format_html('<span class="claim claim-{}">{}</span>', css, text)
