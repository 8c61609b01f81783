"""What is said of one indicator or one check of a certificate. Sentences a supplier would accept."""

from scoring.domain.fixed import PPM, percent
from scoring.domain.scorecard import CheckResult, IndicatorResult, State
from scoring.domain.words import points_text, tenths_text

CHECKS = {
    "state": "State",
    "verification": "Verification",
    "accreditation": "Accreditation",
    "scope": "Scope",
    "site": "Site",
    "surveillance": "Surveillance",
    "edition": "Edition",
}
RESULTS = {
    ("state", "active"): "in force",
    ("state", "not_yet_valid"): "not valid yet",
    ("state", "expired"): "lapsed",
    ("state", "suspended"): "suspended",
    ("state", "withdrawn"): "withdrawn",
    ("state", "superseded"): "superseded",
    ("state", "unknown"): "not known",
    ("state", "renewing"): "lapsed, renewal confirmed by the body",
    ("verification", "confirmed"): "confirmed by register or body",
    ("verification", "stale"): "confirmed, but the check is out of date",
    ("verification", "original_seen"): "original seen, register or body not asked",
    ("verification", "unreachable"): "register or body out of reach",
    ("verification", "not_found"): "not found in the register, so no assurance",
    ("verification", "never"): "nobody checked",
    ("verification", "mismatch"): "differs in a point that nobody settled",
    ("verification", "contradicted"): "contradicted",
    ("accreditation", "confirmed"): "recognised for this standard",
    ("accreditation", "unknown"): "not looked up",
    ("accreditation", "not_recognised"): "not recognised for this standard",
    ("scope", "covers"): "covers what we buy",
    ("scope", "unknown"): "not compared with what we buy",
    ("scope", "partial"): "covers part of what we buy",
    ("scope", "other"): "does not cover what we buy",
    ("site", "covers"): "names this site",
    ("site", "unknown"): "sites not recorded",
    ("site", "partial"): "names this site in part",
    ("site", "other"): "does not name this site",
    ("surveillance", "in_time"): "in time",
    ("surveillance", "unknown"): "no surveillance audit recorded",
    ("surveillance", "overdue"): "overdue",
    ("edition", "valid"): "counts",
    ("edition", "unknown"): "not known",
    ("edition", "past"): "no longer counts",
}


def check_sentence(check: CheckResult) -> str:
    """`Site: names this site (100)`."""
    return f"{CHECKS[check.check]}: {RESULTS[check.check, check.result]} ({check.points})"


def indicator_sentence(one: IndicatorResult) -> str:
    """What was seen, in one sentence."""
    if one.state is State.NOT_APPLICABLE:
        return f"{one.note}."
    if one.checks:
        return _certificate(one)
    if one.state is State.NO_EVIDENCE:
        return (
            f"{one.note}."
            if one.note
            else f"Nobody has looked yet; counted with {points_text(one.points)} of 100 until then."
        )
    seen = [used for used in one.records if used.disclosed]
    if not seen:
        return "Asked, not disclosed."
    if one.unit == "audits":
        share = sum(used.good for used in seen) * PPM // sum(used.of for used in seen)
        return f"{percent(share)} % of what was asked was in order."
    counts = f", in {len(seen)} counts" if len(seen) > 1 and len({used.record for used in seen}) > 1 else ""
    return f"{sum(used.good for used in seen)} of {sum(used.of for used in seen)} {one.unit}{counts}."


def _certificate(one: IndicatorResult) -> str:
    weakest = min(one.checks, key=lambda check: check.points)
    if weakest.points == 100:
        return "Verified; every check fits."
    return f"{CHECKS[weakest.check]}: {RESULTS[weakest.check, weakest.result]}."


def trend_title(scores: list[int]) -> str:
    """The finding of the trend in words."""
    if len(scores) < 2:
        return "One rating so far"
    change = scores[-1] - scores[0]
    if not change:
        return f"Unchanged at {tenths_text(scores[-1])} points"
    direction = "Up" if change > 0 else "Down"
    return f"{direction} {tenths_text(abs(change))} points, from {tenths_text(scores[0])} to {tenths_text(scores[-1])}"
