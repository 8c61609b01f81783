"""Rated scopes as a list."""

from accounts.models import User
from common.paging import Sort
from scoring.models import ScopeRating, ScopeRatingQuerySet

SORTS = (
    Sort("risk", "Risk, worst first", ("risk_rank", "score_tenths")),
    Sort("score", "Score, lowest first", ("score_tenths",)),
    Sort("confidence", "Confidence, lowest first", ("confidence_percent",)),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)
LISTED = (
    "supplier__legal_name",
    "supplier__name_key",
    "supplier__country",
    "supplier__city",
    "supplier__next_step",
    "scope_key",
    "scope_label",
    "likelihood",
    "criticality",
    "risk_rank",
    "score_tenths",
    "confidence_percent",
    "practice_percent",
    "gap_tenths",
    "thinnest",
    "is_active",
    "rated_on",
)


def scopes_for_list(user: User) -> ScopeRatingQuerySet:
    """Rated scopes of current suppliers that this person sees, with the columns of a row."""
    return ScopeRating.objects.visible_to(user).current().select_related("supplier").only(*LISTED)
