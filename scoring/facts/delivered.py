"""What is counted, as observations: coverage, where defects were caught, lots, order lines."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audits.domain.audits import Strength
from audits.domain.observations import Disclosure
from deliveries.domain.nonconformances import KnownFrom
from deliveries.domain.stages import EARLY_STAGES, OUR_STAGES, SUPPLIER_STAGES, Stage
from scoring.domain.facts import Observation, Source
from scoring.facts.audits import SOURCES
from scoring.facts.counts import COVERAGE, LINES, LOTS, NONCONFORMANCES, STAGES, Count
from scoring.facts.scopes import Places

KNOWN_FROM = {
    KnownFrom.OUR_RECORD: Source.OUR_RECORD,
    KnownFrom.THEIR_LOG: Source.DOCUMENT,
    KnownFrom.THEIR_WORD: Source.OWN_WORD,
}
STRONGEST_FIRST = list(Source)
RECORDS = "records"
"""The question that records of every month answer: only later months replace what an earlier one showed."""


def build_counts(rows: Sequence[Count], places: Places) -> Iterator[Observation]:
    """Everything that is counted."""
    by_kind: dict[str, list[Count]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    yield from _coverages(by_kind[COVERAGE], places)
    counts, logged = _counted_once(by_kind[STAGES], by_kind[NONCONFORMANCES])
    for caught in counts:
        yield from _stages(caught, places)
    yield from _nonconformances(logged, places)
    yield from _lots(_same_day(by_kind[LOTS]), places)
    yield from _lines(_same_day(by_kind[LINES]), places)


def _coverages(rows: Sequence[Count], places: Places) -> Iterator[Observation]:
    """Receipts with a record (or under documented skip-lot) of those looked at; a refusal is a poor observation."""
    for row in rows:
        receipts, with_record, skip_lot = row.a or 1, row.b, row.c or 0
        yield Observation(
            indicator="incoming_coverage",
            observed_on=row.day,
            record=f"coverage:{row.pk}",
            source=SOURCES[Strength(row.source)],
            good=0 if with_record is None else with_record + skip_lot,
            of=receipts,
            amount=receipts * 1_000,
            disclosed=with_record is not None,
            scopes=places.at_site(row.site),
            note=f"{skip_lot} under documented skip-lot" if skip_lot else "",
        )


ByStage = dict[Stage, int | None]


@dataclass(frozen=True, slots=True)
class Caught:
    """Defects by the stage that caught them; None where nobody counted."""

    row: Count
    source: Source
    by_stage: ByStage

    @property
    def rank(self) -> int:
        """0 is the strongest source."""
        return STRONGEST_FIRST.index(self.source)

    def total(self, stages: Sequence[Stage]) -> int | None:
        """Sum over stages, None when none of them was counted."""
        known = [number for stage in stages if (number := self.by_stage[stage]) is not None]
        return sum(known) if known else None


def _by_stage(row: Count) -> ByStage:
    return dict(zip(Stage, (row.a, row.b, row.c, row.d, row.e, row.f, row.g), strict=True))


@dataclass(frozen=True, slots=True)
class _OnTheFloor:
    """A count, what of it nobody logged with more strength, and how many logged ones it can still stand for."""

    caught: Caught
    left: ByStage
    room: ByStage

    def beyond(self, logged: Caught) -> Caught:
        """What was logged beyond this count; what both have stays with the stronger of them (equal: with the count)."""
        more = dict(logged.by_stage)
        for stage, number in logged.by_stage.items():
            both = min(number or 0, self.room[stage] or 0)
            if not both:
                continue
            self.room[stage] = (self.room[stage] or 0) - both
            if self.caught.rank <= logged.rank:
                more[stage] = (number or 0) - both
            else:
                self.left[stage] = (self.left[stage] or 0) - both
        return replace(logged, by_stage=more)


def _counted_once(counts: Sequence[Count], logged: Sequence[Count]) -> tuple[list[Caught], list[Caught]]:
    """Counts on the floor and logged nonconformances, without what both have.

    A nonconformance of a day, place and stage that a count has in it is one and the same defect. The stronger source
    keeps it; the other counts only with what it has beyond. So whoever logs more is never worse for it, and a weak
    count takes nothing away that we recorded ourselves.
    """
    seen = [Caught(row, SOURCES[Strength(row.source)], _by_stage(row)) for row in counts]
    floor = {one.row.pk: _OnTheFloor(one, dict(one.by_stage), dict(one.by_stage)) for one in seen}
    ours = [Caught(row, KNOWN_FROM[KnownFrom(row.source)], _by_stage(row)) for row in _same_day(logged)]
    ours.sort(key=lambda one: (one.rank, one.row.month))
    more = [floor[one.row.pk].beyond(one) if one.row.pk in floor else one for one in ours]
    return [replace(one.caught, by_stage=one.left) for one in floor.values()], more


def _stages(caught: Caught, places: Places) -> Iterator[Observation]:
    """Early against final, and what escaped against what the supplier caught."""
    row, scopes = caught.row, places.at_site(caught.row.site)
    record = f"stages:{row.pk}"
    refused = row.word == Disclosure.NOT_DISCLOSED.value
    if refused:
        yield Observation(
            "early_detection", row.day, record, caught.source, 0, 1, 1_000, disclosed=False, scopes=scopes
        )
    yield from _detection(caught, record, scopes, "", refused)


def _nonconformances(logged: Sequence[Caught], places: Places) -> Iterator[Observation]:
    for caught in logged:
        row = caught.row
        yield from _detection(caught, _of_month("nonconformances", row), places.of(row.site, row.scope), RECORDS)


def _detection(
    caught: Caught, record: str, scopes: tuple[str, ...], question: str, refused: bool = False
) -> Iterator[Observation]:
    at_supplier = caught.total(SUPPLIER_STAGES) or 0
    escaped = caught.total(OUR_STAGES)
    found = []
    if at_supplier and not refused:
        found.append(("early_detection", caught.total(EARLY_STAGES) or 0, at_supplier))
    if escaped is not None and escaped + at_supplier:
        found.append(("escapes", at_supplier, escaped + at_supplier))
    for indicator, good, of in found:
        yield Observation(
            indicator, caught.row.day, record, caught.source, good, of, of * 1_000, question, scopes=scopes
        )


def _lots(rows: Sequence[Count], places: Places) -> Iterator[Observation]:
    """Lots accepted as ordered of those inspected, and parts without defect of those looked at."""
    for row in rows:
        accepted, lots = row.a or 0, (row.a or 0) + (row.b or 0) + (row.c or 0)
        inspected, nonconforming = row.d or 0, row.e or 0
        if lots:
            yield _recorded("lot_acceptance", "lots", row, places, accepted, lots)
        if inspected:
            yield _recorded("parts_right", "lots", row, places, inspected - nonconforming, inspected)


def _lines(rows: Sequence[Count], places: Places) -> Iterator[Observation]:
    """Order lines complete in their window, of those due in a month and settled."""
    for row in rows:
        if row.a:
            yield _recorded("on_time", "deliveries", row, places, row.b or 0, row.a)


def _recorded(indicator: str, kind: str, row: Count, places: Places, good: int, of: int) -> Observation:
    scopes = places.of(row.site, row.scope)
    return Observation(
        indicator, row.day, _of_month(kind, row), Source.OUR_RECORD, good, of, of * 1_000, RECORDS, scopes=scopes
    )


def _of_month(kind: str, row: Count) -> str:
    """The record key of a month's list: `lots:12-2026-05`."""
    return f"{kind}:{row.supplier}-{row.month}"


def _same_day(rows: Sequence[Count]) -> list[Count]:
    """Rows of one month with the month's latest day: within a month nothing replaces anything."""
    last: dict[str, date] = {}
    for row in rows:
        last[row.month] = max(row.day, last.get(row.month, row.day))
    return [row._replace(day=last[row.month]) for row in rows]
