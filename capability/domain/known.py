"""What is known of a supplier's capability, how strong, how old, and what is missing: one line for each question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from capability.domain.terms import (
    ArticleResult,
    Calibration,
    Kind,
    LotResult,
    ReferenceOutcome,
    Source,
    Support,
)

OLD_AFTER = timedelta(days=548)
"""Eighteen months: from then on a look weighs half of what it did."""
ENOUGH_REFERENCES = 2
WEAK_SOURCES = (Source.DOCUMENT, Source.OWN_WORD)


@dataclass(frozen=True, slots=True)
class Look:
    """A standing record as this question reads it: its name, and the values of its own fields."""

    name: str
    source: Source
    on: date
    scope: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The answer to one question."""

    kind: Kind
    number: int
    strongest: Source | None
    newest_on: date | None
    missing: tuple[str, ...]


def known_of(kind: Kind, looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Known:
    """How much, how strong, how old; and what is missing. `processes` names the scopes that we buy or may buy."""
    strongest = min((one.source for one in looks), key=lambda source: source.rank, default=None)
    newest = max((one.on for one in looks), default=None)
    missing = [*MISSING[kind](looks, processes, today)]
    if strongest in WEAK_SOURCES and kind in (Kind.EQUIPMENT, Kind.METROLOGY, Kind.ENGINEERING):
        missing.append("Nobody of ours has seen it: look at it on a visit")
    if newest is not None and newest + OLD_AFTER < today:
        missing.append("Seen more than 18 months ago: look again")
    return Known(kind, len(looks), strongest, newest, tuple(missing))


def _equipment(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    for scope, name in processes.items():
        mine = [one for one in looks if one.scope == scope]
        if not mine:
            yield f"No machine recorded for {name}"
        elif not any(one.values["held"] is not None and one.values["needed"] is not None for one in mine):
            yield f"Tolerance held against tolerance needed is not known for {name}"


def _metrology(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    if not looks:
        yield "No instrument recorded"
    for one in looks:
        due = one.values["calibration_due"]
        if one.values["calibration"] == Calibration.NOT_SEEN:
            yield f"{one.name}: nobody looked at its calibration"
        elif due is not None and due < today:
            yield f"{one.name}: was calibrated until {due:%-d %b %Y}; ask for the new certificate"


def _engineering(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    topics = {"dfm": "feedback on our drawing", "data": "CAD and CAM", "tooling": "tools", "language": "language"}
    never = [words for name, words in topics.items() if all(one.values[name] == Support.NOT_ASKED for one in looks)]
    if never:
        yield f"Not asked yet: {', '.join(never)}"


def _reference(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    called = [one for one in looks if one.source is not Source.OWN_WORD]
    reached = [one for one in called if one.values["outcome"] != ReferenceOutcome.UNREACHABLE]
    if len(reached) < ENOUGH_REFERENCES:
        yield f"{len(reached)} of {ENOUGH_REFERENCES} customers reached: call another"


def _sample_run(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    if not looks:
        yield "No sample run: order parts before the first lot"


def _first_article(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    if not looks:
        yield "No first article"
    last: dict[tuple[str, str], Look] = {}
    for one in sorted(looks, key=lambda one: one.values["submission_number"]):
        last[one.values["part_number"], one.values["revision"]] = one
    for one in last.values():
        if one.values["result"] == ArticleResult.REJECTED:
            yield f"{one.name}: submission {one.values['submission_number']} was rejected, the next one is due"


def _preshipment(looks: Sequence[Look], processes: Mapping[int, str], today: date) -> Iterator[str]:
    for one in looks:
        if one.values["result"] == LotResult.ON_HOLD:
            yield f"{one.name} is on hold: decide it"


MISSING: dict[Kind, Callable[[Sequence[Look], Mapping[int, str], date], Iterator[str]]] = {
    Kind.EQUIPMENT: _equipment,
    Kind.METROLOGY: _metrology,
    Kind.ENGINEERING: _engineering,
    Kind.REFERENCE: _reference,
    Kind.SAMPLE_RUN: _sample_run,
    Kind.FIRST_ARTICLE: _first_article,
    Kind.PRESHIPMENT: _preshipment,
}
