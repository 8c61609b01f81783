"""Capability records and visit notes as observations: one for each look, article, customer, run, lot and section."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from capability.domain.grading import (
    Engineering,
    Instrument,
    Machine,
    Marks,
    engineering_marks,
    equipment_marks,
    metrology_marks,
)
from capability.domain.measuring import Agreement, Measured, agreement
from capability.domain.terms import (
    ArticleResult,
    Calibration,
    Condition,
    Counted,
    Kind,
    LotResult,
    Manner,
    Performs,
    ReferenceOutcome,
    Support,
    ToleranceUnit,
    Traceability,
)
from capability.domain.terms import Source as Seen
from capability.domain.visits import asked_marks, measured_marks, walked_marks
from common.text import fold
from scoring.domain.facts import Observation, Source
from scoring.facts.capability_rows import COUNT, MEASUREMENT, QUESTION, VISIT, Record
from scoring.facts.scopes import Places

SOURCES = {
    Seen.UNANNOUNCED: Source.UNANNOUNCED_AUDIT,
    Seen.ANNOUNCED: Source.ANNOUNCED_AUDIT,
    Seen.OUR_CHECK: Source.OUR_RECORD,
    Seen.REMOTE: Source.REMOTE_AUDIT,
    Seen.DOCUMENT: Source.DOCUMENT,
    Seen.OWN_WORD: Source.OWN_WORD,
}
ONE = 1_000
AT_SOURCE = "at source"
"""The question that lots inspected at the supplier and sample runs answer: deliveries of every month are another, so
that neither replaces what the other showed."""
MOST_HEARSAY = 1_000
"""Parts that a customer's word can weigh as: what others tell of their parts never outweighs our own."""


def build_capability(rows: Sequence[Record], places: Places, on: date) -> Iterator[Observation]:
    """Everything that the records and notes of one supplier say, of those that were there on a day."""
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        if row.day <= on:
            by_kind[row.kind].append(row)
    yield from _looks(by_kind[Kind.EQUIPMENT], places, "equipment", "machine", _equipment)
    yield from _looks(by_kind[Kind.METROLOGY], places, "metrology", "instrument", _metrology)
    yield from _looks(by_kind[Kind.ENGINEERING], places, "engineering", "record", _engineering)
    yield from _references(by_kind[Kind.REFERENCE], places)
    yield from _sample_runs(by_kind[Kind.SAMPLE_RUN], places)
    yield from _first_articles(by_kind[Kind.FIRST_ARTICLE], places)
    yield from _preshipments(by_kind[Kind.PRESHIPMENT], places)
    yield from _visits(by_kind, places)


def _looks(
    rows: Sequence[Record],
    places: Places,
    indicator: str,
    things: str,
    judge: Callable[[Sequence[Record]], Marks],
) -> Iterator[Observation]:
    """One observation for each look: same day, place and source, however much was typed in."""
    for mine in _grouped(rows, lambda row: (row.day, row.site, row.scope, row.source)):
        marks = judge(mine)
        if marks.is_evidence:
            note = f"{len(mine)} {things}{'s' if len(mine) > 1 else ''}"
            yield _marked(indicator, mine[0], places.of(mine[0].site, mine[0].scope), marks, note)


def _grouped(rows: Sequence[Record], key: Callable[[Record], Hashable]) -> list[list[Record]]:
    groups: dict[Hashable, list[Record]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return list(groups.values())


def _marked(indicator: str, row: Record, scopes: tuple[str, ...], marks: Marks, note: str = "") -> Observation:
    return Observation(
        indicator, row.day, _key(row), _source(row), marks.good, marks.of, marks.share, scopes=scopes, note=note
    )


def _key(row: Record) -> str:
    return f"{VISIT if row.kind in (COUNT, MEASUREMENT, QUESTION) else row.kind}:{row.pk}"


def _source(row: Record) -> Source:
    return SOURCES[Seen(row.source)]


def _equipment(rows: Sequence[Record]) -> Marks:
    return equipment_marks([_machine(*row.words) for row in rows])


def _machine(*words: str) -> Machine:
    performs, count, held, needed, unit, condition, *_ = words
    return Machine(
        Performs(performs), int(count), _exact(held), _exact(needed), ToleranceUnit(unit), Condition(condition)
    )


def _metrology(rows: Sequence[Record]) -> Marks:
    return metrology_marks([_instrument(row.day, *row.words) for row in rows])


def _instrument(day: date, *words: str) -> Instrument:
    uncertainty, tolerance, calibration, due, trace, *_ = words
    due_on = date.fromisoformat(due) if due else None
    return Instrument(
        day, _exact(uncertainty), _exact(tolerance), Calibration(calibration), due_on, Traceability(trace)
    )


def _engineering(rows: Sequence[Record]) -> Marks:
    return engineering_marks([_answers(*row.words) for row in rows])


def _answers(*words: str) -> Engineering:
    dfm, data, tooling, language, days, *_ = words
    return Engineering(Support(dfm), Support(data), Support(tooling), Support(language), _whole(days))


def _exact(word: str) -> Decimal | None:
    return Decimal(word) if word else None


def _whole(word: str) -> int | None:
    return int(word) if word else None


def _number(word: str) -> int:
    return int(word or 0)


def _counted(
    indicator: str, row: Record, places: Places, good: int, of: int, *, question: str = "", note: str = ""
) -> Observation:
    return Observation(
        indicator,
        row.day,
        _key(row),
        _source(row),
        good,
        of,
        of * ONE,
        question,
        scopes=places.of(row.site, row.scope),
        note=note,
    )


def _references(rows: Sequence[Record], places: Places) -> Iterator[Observation]:
    """Customers that confirm, of those reached. Whoever was not reached is no evidence; asked twice counts once."""
    for mine in _grouped(rows, lambda row: (fold(row.words[0]), row.source)):
        confirmed = [row for row in mine if row.words[1] == ReferenceOutcome.CONFIRMED]
        doubted = [row for row in mine if row.words[1] in (ReferenceOutcome.MIXED, ReferenceOutcome.DENIED)]
        for row in (*sorted(confirmed, key=lambda row: (row.day, row.pk))[-1:], *doubted):
            yield _reference(row, places)
    for row in rows:
        if row.words[2]:
            yield _hearsay(row, places)


def _reference(row: Record, places: Places) -> Observation:
    """Confirmed or not; mixed weighs half of a denial. Only the same customer can take back what it said."""
    company, outcome, *_ = row.words
    good = int(outcome == ReferenceOutcome.CONFIRMED)
    amount = ONE // 2 if outcome == ReferenceOutcome.MIXED else ONE
    scopes = places.of(row.site, row.scope)
    return Observation(
        "references", row.day, _key(row), _source(row), good, 1, amount, fold(company), scopes=scopes,
        note=company,
    )  # fmt: skip


def _hearsay(row: Record, places: Places) -> Observation:
    """Parts without defect by a customer's own count: at best as strong as a document, and of limited weight."""
    company, _, parts, defective, *_ = row.words
    bought = _number(parts)
    source = Source.OWN_WORD if row.source == Seen.OWN_WORD else Source.DOCUMENT
    return Observation(
        "parts_right", row.day, _key(row), source, bought - _number(defective), bought,
        min(bought, MOST_HEARSAY) * ONE, fold(company), scopes=places.of(row.site, row.scope),
        note=f"by the count of {company}",
    )  # fmt: skip


def _sample_runs(rows: Sequence[Record], places: Places) -> Iterator[Observation]:
    for row in rows:
        part, received, conforming, *_ = row.words
        good, of = _number(conforming), _number(received)
        yield _counted("parts_right", row, places, good, of, question=AT_SOURCE, note=f"sample run {part}")


def _first_articles(rows: Sequence[Record], places: Places) -> Iterator[Observation]:
    """One for each article, by its first known submission: what was rejected or sent again was not right at first."""
    for mine in _grouped(rows, lambda row: (row.site, *row.words[:4])):
        first = min(mine, key=lambda row: (_number(row.words[4]), row.pk))
        good = int(first.words[5] == ArticleResult.FIRST_TIME)
        yield _counted("first_pass", first, places, good, 1, note=first.words[0])


def _preshipments(rows: Sequence[Record], places: Places) -> Iterator[Observation]:
    """Lots inspected at the supplier; one on hold is not decided, so it says nothing yet."""
    for row in rows:
        lot, result, *_ = row.words
        if result != LotResult.ON_HOLD:
            good = int(result == LotResult.PASSED)
            yield _counted("lot_acceptance", row, places, good, 1, question=AT_SOURCE, note=f"at source, lot {lot}")


def _visits(by_kind: dict[str, list[Record]], places: Places) -> Iterator[Observation]:
    named: dict[int, list[int]] = defaultdict(list)
    for row in by_kind[VISIT]:
        if row.scope is not None:
            named[row.pk].append(row.scope)
    for row in by_kind[COUNT]:
        yield _pulled(row, places.among(row.site, named[row.pk]))
    for mine in _grouped(by_kind[MEASUREMENT], lambda row: row.pk):
        yield _remeasured(mine, places.among(mine[0].site, named[mine[0].pk]))
    for mine in _grouped(by_kind[QUESTION], lambda row: row.pk):
        manners = [Manner(row.words[0]) for row in mine if row.words[0]]
        if manners:
            scopes = places.among(mine[0].site, named[mine[0].pk])
            yield _marked("disclosure", mine[0], scopes, asked_marks(manners), f"{len(manners)} questions")


def _pulled(row: Record, scopes: tuple[str, ...]) -> Observation:
    """Receipts are counted one by one, labels as a look. A refusal is a poor observation."""
    what, pulled, in_order, *_ = row.words
    indicator = "incoming_coverage" if what == Counted.RECEIPTS else "chain_walk"
    if not pulled:
        return Observation(indicator, row.day, _key(row), _source(row), 0, 1, ONE, disclosed=False, scopes=scopes)
    number, good = _number(pulled), _number(in_order)
    if what == Counted.LABELS:
        return _marked(indicator, row, scopes, walked_marks(number, good), f"{good} of {number} labels")
    return Observation(indicator, row.day, _key(row), _source(row), good, number, number * ONE, scopes=scopes)


def _remeasured(rows: Sequence[Record], scopes: tuple[str, ...]) -> Observation:
    results = [agreement(_measured(*row.words)) for row in rows]
    contradicted = sum(one is Agreement.CONTRADICTED for one in results)
    note = f"{contradicted} of {len(results)} contradicted" if contradicted else f"{len(results)} measured again"
    return _marked("remeasurement", rows[0], scopes, measured_marks(results), note)


def _measured(*words: str) -> Measured:
    recorded, measured, uncertainty, theirs, lower, upper, *_ = words
    return Measured(
        Decimal(recorded or 0),
        Decimal(measured or 0),
        Decimal(uncertainty or 0),
        Decimal(theirs or 0),
        _exact(lower),
        _exact(upper),
    )
