"""Movements in words: what each rests on, with links to the records and to both ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from common.addresses import numbered
from overview.domain.movers import Because, Movement, Part, movement_between
from overview.selectors.movers import Pair, results_of, stored_movements
from scoring.domain.words import MONTHS, day, tenths_text
from scoring.links import record_name, record_url
from scoring.models import ScopeMonth
from scoring.sentences import CHECKS, RESULTS

TOLD, WORTH_TELLING = 4, 3
"""Parts told one by one, if they are worth some tenths of a point; the rest together."""

WORDS: dict[Because, str] = {
    Because.GONE: "what it rested on was corrected or taken back",
    Because.ASKED: "asked for since",
    Because.NOT_ASKED: "no longer asked for",
    Because.OLDER: "the same evidence, older",
    Because.SHARE: "unchanged; it counts for another share of the whole",
}


class Told(NamedTuple):
    """One part of a movement: its figure, whose it is, why, and the record behind it."""

    moved: str
    is_up: bool
    label: str
    why: str
    record: str = ""

    @property
    def url(self) -> str:
        return record_url(self.record) if self.record else ""


class Limit(NamedTuple):
    """A cap that came or lifted."""

    word: str
    reason: str
    record: str = ""

    @property
    def url(self) -> str:
        return record_url(self.record) if self.record else ""


class Explained(NamedTuple):
    """Why a rating moved. Both are empty for one that was rated for the first time."""

    told: tuple[Told, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class MoverView:
    """A scope that moved, with what it stood at before (blank: it was not rated) and stands at now."""

    row: ScopeMonth
    told: tuple[Told, ...]
    limits: tuple[Limit, ...]

    @property
    def moved(self) -> str:
        return signed(self.row.moved_tenths) if self.row.opening_id else ""

    @property
    def is_up(self) -> bool:
        return not self.row.opening_id or self.row.moved_tenths > 0

    @property
    def opening_text(self) -> str:
        return "" if self.row.opening_tenths is None else tenths_text(self.row.opening_tenths)

    @property
    def closing_text(self) -> str:
        return tenths_text(self.row.closing_tenths)

    @property
    def opening_url(self) -> str:
        return self._snapshot(self.row.opening_id) if self.row.opening_id else ""

    @property
    def closing_url(self) -> str:
        return self._snapshot(self.row.closing_id)

    def _snapshot(self, number: int) -> str:
        return numbered("scoring:snapshot", number, str(self.row.supplier_id))


def mover_views(rows: Sequence[ScopeMonth]) -> list[MoverView]:
    """Movements with their reasons: as stored, else taken apart from their two stored results."""
    stored = stored_movements(rows)
    pairs = [(row.opening_id, row.closing_id) for row in rows]
    results = results_of(
        (opening, closing) for opening, closing in pairs if opening and (opening, closing) not in stored
    )
    return [
        MoverView(row, *_explained(opening, closing, stored, results))
        for row, (opening, closing) in zip(rows, pairs, strict=True)
    ]


def _explained(opening: int | None, closing: int, stored: Mapping[Pair, Any], results: Mapping[int, Any]) -> Explained:
    if opening is None:
        return Explained((), ())
    if (opening, closing) in stored:
        told, limits = stored[opening, closing]
        return Explained(tuple(Told(*one) for one in told), tuple(Limit(*one) for one in limits))
    return explained(results[opening], results[closing])


def explained(before: dict[str, Any], after: dict[str, Any]) -> Explained:
    """Why the rating moved from one stored result to the other."""
    found = movement_between(before, after, TOLD)
    limits = [Limit("New limit", cap.reason, cap.record) for cap in found.came]
    limits += [Limit("Lifted", cap.reason, cap.record) for cap in found.lifted]
    if found.other_model:
        limits.append(Limit("Another model", "rated by another version of the model since"))
    return Explained(tuple(_told(found)), tuple(limits))


def _told(found: Movement) -> list[Told]:
    large = [one for one in found.parts if abs(one.moved) >= WORTH_TELLING] or found.parts[:1]
    told = [_part(one) for one in large]
    small = found.parts[len(large) :]
    number, together = len(small) + found.others, sum(one.moved for one in small) + found.others_moved
    if number:
        told.append(Told(signed(together), together > 0, f"{number} more", "together"))
    return told


def _part(one: Part) -> Told:
    record = one.records[0].record if one.records else ""
    return Told(signed(one.moved), one.moved > 0, one.label, _why(one), record)


def _why(one: Part) -> str:
    if one.because is Because.CHECKS:
        was, now = one.checks[0]
        before = f"{RESULTS[was.check, was.result]} → " if was else ""
        return f"{CHECKS[now.check].lower()}: {before}{RESULTS[now.check, now.result]}"
    if one.because is Because.NEW:
        newest = max(one.records, key=lambda each: (each.on or date.min, each.record))
        when = f" of {day(newest.on)}" if newest.on else ""
        said = f", {newest.good} of {newest.of}" if newest.disclosed and newest.of else ""
        return f"{record_name(newest.record)}{when}{said}"
    return WORDS[one.because]


def signed(tenths: int) -> str:
    """A change with its sign: +4.2, −0.8."""
    return f"+{tenths_text(tenths)}" if tenths > 0 else tenths_text(tenths)


def month_name(month: date) -> str:
    """`Nov 2026`."""
    return f"{MONTHS[month.month - 1]} {month.year}"
