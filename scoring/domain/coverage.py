"""Incoming-inspection coverage as a proportion with its 95 % interval (Wilson), and whether it is under the limit.

Evidence is read from the newest check backwards. The limit holds as soon as the interval of what was read lies under
it; it is lifted as soon as the newer checks alone bring enough covered receipts with an interval that reaches it. Only
checks at least as strong as the evidence they answer may lift it. Time alone changes nothing here.
"""

from collections.abc import Iterable
from datetime import date

from common.proportion import Z2, Z2_SCALE, wilson
from scoring.domain.facts import Observation
from scoring.domain.fixed import PPM
from scoring.domain.model import CoverageLimit, Model
from scoring.domain.scorecard import Coverage

_SETTLED_HALF_WIDTH = 50_000


def lies_under(good: int, of: int, limit: int) -> bool:
    """Whether the upper end of the interval lies under the limit (ppm): exact, in integers."""
    short = limit * of - good * PPM
    if short <= 0:
        return False
    return short * short * Z2_SCALE > Z2 * of * limit * (PPM - limit)


def coverage(observations: Iterable[Observation], model: Model, on: date) -> Coverage | None:
    """Coverage from the receipts that were counted up to the day; None when nobody counted any."""
    rule = model.coverage
    counted = [one for one in observations if _counts(one, rule, on)]
    if not counted:
        return None
    counted.sort(key=lambda one: (one.observed_on, one.record), reverse=True)
    levels = sorted({model.strength(one.source) for one in counted})
    walks = [_walk([one for one in counted if model.strength(one.source) >= level], rule) for level in levels]
    under = [walk for walk in walks if walk[2]]
    covered, receipts, is_under, record = under[0] if under else walks[0]
    lower, upper = wilson(covered, receipts)
    more = _more_to_sample(covered, receipts, rule.share)
    return Coverage(covered, receipts, lower, upper, is_under, more, record)


def _counts(one: Observation, rule: CoverageLimit, on: date) -> bool:
    return one.indicator == rule.indicator and one.disclosed and one.observed_on <= on


def _walk(newest_first: list[Observation], rule: CoverageLimit) -> tuple[int, int, bool, str]:
    covered = receipts = 0
    for one in newest_first:
        covered += one.good
        receipts += one.of
        if lies_under(covered, receipts, rule.share):
            return covered, receipts, True, one.record
        if covered >= rule.lift_receipts:
            break
    return covered, receipts, False, newest_first[0].record


def _more_to_sample(covered: int, receipts: int, limit: int) -> int:
    """Further receipts, at the share seen so far, until the interval clears the limit or is ± 5 points narrow."""
    needed = Z2 * limit * (PPM - limit) // (Z2_SCALE * _SETTLED_HALF_WIDTH**2) + 1
    distance = abs(limit * receipts - covered * PPM) // receipts
    if distance:
        needed = min(needed, Z2 * limit * (PPM - limit) // (Z2_SCALE * distance * distance) + 1)
    return max(0, needed - receipts)
