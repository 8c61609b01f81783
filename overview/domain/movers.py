"""Why a rating moved: two stored results of one scope compared, indicator by indicator.

The differences of the contributions add up to the difference of the scores exactly, because in each result the
contributions add up to the score. Caps are told apart: they limit the word, not the score.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from scoring.domain.model import Likelihood
from scoring.domain.scorecard import Cap, CheckResult, IndicatorResult, Scorecard, State, UsedRecord
from scoring.domain.snapshot import thaw_card


class Because(StrEnum):
    """What made an indicator bring more or less than before."""

    NEW = "new"
    GONE = "gone"
    CHECKS = "checks"
    ASKED = "asked"
    NOT_ASKED = "not_asked"
    OLDER = "older"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator's part of the movement, in tenths of a point; the records or checks behind it."""

    key: str
    label: str
    moved: int
    because: Because
    records: tuple[UsedRecord, ...] = ()
    checks: tuple[tuple[CheckResult | None, CheckResult], ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """Its parts, largest first; caps that came and caps that lifted; whether another model judged."""

    moved: int
    word_before: Likelihood
    word_after: Likelihood
    parts: tuple[Part, ...]
    came: tuple[Cap, ...]
    lifted: tuple[Cap, ...]
    other_model: bool
    confidence_moved: int
    """In whole percent."""
    others: int = 0
    others_moved: int = 0
    """How many further parts there are, and what they come to."""


def movement_between(before: dict[str, Any], after: dict[str, Any], most: int) -> Movement:
    """The movement from one stored result to the other, with its `most` largest parts; of the others their sum.

    Only what is told is thawed: a few of thirty indicators.
    """
    moved = _moved(before, after)
    largest = sorted(moved, key=lambda key: (-abs(moved[key]), key))
    told, others = largest[:most], largest[most:]
    found = movement(_thawed(before, told), _thawed(after, told))
    return replace(found, others=len(others), others_moved=sum(moved[key] for key in others))


def _moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, int]:
    """By how much each indicator moved the score, without those that did not."""
    was, now = ({one["key"]: one["contribution"] for one in result["indicators"]} for result in (before, after))
    by = {key: now.get(key, 0) - was.get(key, 0) for key in was.keys() | now.keys()}
    return {key: moved for key, moved in by.items() if moved}


def _thawed(result: dict[str, Any], keys: Container[str]) -> Scorecard:
    """As much of a result as a movement is told from."""
    indicators = [one for one in result["indicators"] if one["key"] in keys]
    return thaw_card({**result, "indicators": indicators, "pillars": [], "improvements": [], "own_targets": []})


def movement(before: Scorecard, after: Scorecard) -> Movement:
    """What changed from one result to the other."""
    old = {one.key: one for one in before.indicators}
    parts = [_part(old.get(one.key), one) for one in after.indicators]
    left = old.keys() - {one.key for one in after.indicators}
    parts += [Part(key, old[key].label, -old[key].contribution, Because.NOT_ASKED) for key in left]
    moved = sorted((one for one in parts if one.moved), key=lambda one: (-abs(one.moved), one.key))
    return Movement(
        moved=after.score - before.score,
        word_before=before.likelihood,
        word_after=after.likelihood,
        parts=tuple(moved),
        came=_only_in(after.caps, before.caps),
        lifted=_only_in(before.caps, after.caps),
        other_model=before.model_version != after.model_version,
        confidence_moved=after.confidence // 10_000 - before.confidence // 10_000,
    )


def _part(old: IndicatorResult | None, new: IndicatorResult) -> Part:
    moved = new.contribution - (old.contribution if old else 0)
    if new.state is State.NOT_APPLICABLE:
        return Part(new.key, new.label, moved, Because.NOT_ASKED)
    if old is None or old.state is State.NOT_APPLICABLE:
        return Part(new.key, new.label, moved, Because.ASKED)
    return _changed(old, new, moved)


def _changed(old: IndicatorResult, new: IndicatorResult, moved: int) -> Part:
    checks = _checks(old.checks, new.checks)
    came, went = _records(new.records, old.records), _records(old.records, new.records)
    if checks:
        return Part(new.key, new.label, moved, Because.CHECKS, came, checks)
    if came:
        return Part(new.key, new.label, moved, Because.NEW, came)
    if went:
        return Part(new.key, new.label, moved, Because.GONE, went)
    return Part(new.key, new.label, moved, Because.OLDER if old.points != new.points else Because.SHARE)


def _checks(
    old: Sequence[CheckResult], new: Sequence[CheckResult]
) -> tuple[tuple[CheckResult | None, CheckResult], ...]:
    known = {one.check: one for one in old}
    changed = ((known.get(one.check), one) for one in new)
    return tuple((was, now) for was, now in changed if was is None or was.result != now.result)


def _records(these: Sequence[UsedRecord], those: Sequence[UsedRecord]) -> tuple[UsedRecord, ...]:
    """Records that say something which was not said there: what still counts of them is not what they say."""
    known = {(one.record, one.on, one.good, one.of, one.disclosed) for one in those}
    return tuple(one for one in these if (one.record, one.on, one.good, one.of, one.disclosed) not in known)


def _only_in(these: Sequence[Cap], those: Sequence[Cap]) -> tuple[Cap, ...]:
    known = {(one.key, one.record) for one in those}
    return tuple(one for one in these if (one.key, one.record) not in known)
