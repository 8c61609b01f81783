"""Staging: every row is checked and compared with the list and with the rows before it. Nothing is written yet."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from common import clock
from common.collecting import without_collecting
from common.jobs import enqueue
from common.many_rows import create_objects
from common.tabular.table import SourceRow, Table
from suppliers.domain.importing.addresses import codes_end_addresses
from suppliers.domain.importing.flow import DecidedBy, Decision, ImportState, RowMatch, default_decision
from suppliers.domain.importing.matching import Blocks, Match, MatchKind
from suppliers.domain.importing.parsed import Defaults, ParsedRow
from suppliers.domain.importing.problems import Problem, Severity
from suppliers.domain.importing.reading import read_list
from suppliers.domain.importing.rows import parse_row
from suppliers.domain.importing.vocabulary import Field
from suppliers.models import ImportRow, SupplierImport
from suppliers.services.importing.known import near_parties, row_party
from suppliers.services.importing.memory import Pair, pairs_with_suppliers, recall
from suppliers.services.importing.uploading import OPEN_STATES, StepPassed

Progress = Callable[[int, int, str], None]
T = TypeVar("T")
STEP = 1_000
_RANK = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, Severity.NOTE.value: 2}


@dataclass
class Staged:
    """A row on its way through the check."""

    source: SourceRow
    parsed: ParsedRow
    problems: list[Problem]
    corrections: dict[str, str]
    matches: list[Match] = field(default_factory=list)
    """On the list: keys are suppliers."""
    earlier: list[Match] = field(default_factory=list)
    """In the file: keys are row numbers."""

    @property
    def is_rejected(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def is_one_of(self, supplier_ids: set[int]) -> bool:
        """Whether the row itself is one of these suppliers of the list."""
        return any(match.kind is MatchKind.EXACT and match.key in supplier_ids for match in self.matches)

    @property
    def match(self) -> RowMatch:
        if any(match.kind is MatchKind.EXACT for match in self.earlier):
            return RowMatch.EXACT_FILE
        if any(match.kind is MatchKind.EXACT for match in self.matches):
            return RowMatch.EXACT
        return RowMatch.NEAR if self.matches or self.earlier else RowMatch.NONE


@transaction.atomic
def start_check(batch: SupplierImport) -> None:
    """Send the import to the worker. Raises StepPassed."""
    job = enqueue(
        "suppliers.check_import", {"import": batch.pk}, by=batch.created_by, key=f"check:{batch.pk}:{clock.now()}"
    )
    open_or_stuck = (*OPEN_STATES, ImportState.CHECKING.value)
    rows = SupplierImport.objects.filter(pk=batch.pk, state__in=open_or_stuck)
    if not rows.update(state=ImportState.CHECKING.value, job=job):
        raise StepPassed


@without_collecting()
def check_import(batch_id: int, job_id: Any, progress: Progress) -> bool:
    """Check all rows and store the result. May run again after a kill: the result replaces what was there.

    False when the import is no longer waiting for this job. Raises FileRefused.
    """
    batch = SupplierImport.objects.select_related("created_by").get(pk=batch_id)
    if batch.state != ImportState.CHECKING.value or batch.job_id != job_id:
        return False
    checked_at = clock.now()
    progress(0, 0, "Reading the file")
    with batch.file.open("rb") as file:
        table = read_list(file.read(), batch.read_options).table
    staged = _parsed(batch, table, progress)
    _compare(batch, [row for row in staged if not row.is_rejected], progress)
    rows = _decided(batch, staged)
    progress(len(staged), len(staged), "Keeping the result")
    with transaction.atomic():
        mine = SupplierImport.objects.filter(pk=batch.pk, state=ImportState.CHECKING.value, job_id=job_id)
        if not mine.update(
            state=ImportState.REVIEW.value, checked_at=checked_at, needs_check=False, summary=_summary(rows, table)
        ):
            return False
        batch.rows.all().delete()
        create_objects(rows)
    return True


def _parsed(batch: SupplierImport, table: Table, progress: Progress) -> list[Staged]:
    mapping = batch.fields_by_column
    corrections = dict(batch.rows.exclude(corrections={}).values_list("number", "corrections"))
    defaults = Defaults(batch.default_country, _codes_end_addresses(table, mapping))
    staged = []
    for row in _counted(table.rows, len(table.rows), progress, "Checking the rows"):
        corrected = corrections.get(row.number, {})
        typed = {Field(name): text for name, text in corrected.items()}
        parsed, problems = parse_row(row.cells, mapping, table.headers, defaults, named=table.named, typed=typed)
        staged.append(Staged(row, parsed, problems, corrected))
    return staged


def _codes_end_addresses(table: Table, mapping: dict[int, Field]) -> bool:
    column = next((index for index, meaning in mapping.items() if meaning is Field.ADDRESS), None)
    return column is not None and codes_end_addresses(row.cells[column] for row in table.rows)


def _compare(batch: SupplierImport, staged: Sequence[Staged], progress: Progress) -> None:
    """Find duplicates in the file, then compare the first of each with the list."""
    parties = {row.source.number: row_party(row.source.number, row.parsed) for row in staged}
    blocks = Blocks(parties.values())
    earlier = blocks.matches_within(
        lambda each: _counted(each, len(parties), progress, "Looking for duplicates in the file")
    )
    for row in staged:
        row.earlier = earlier.get(row.source.number, [])
    firsts = [row for row in staged if row.match is not RowMatch.EXACT_FILE]
    if len(firsts) < len(staged):
        blocks = Blocks(parties[row.source.number] for row in firsts)
    known = _counted(near_parties(batch.created_by, blocks), 0, progress, "Comparing with the supplier list")
    found = blocks.matches(known)
    for row in firsts:
        row.matches = found.get(row.source.number, [])


def _decided(batch: SupplierImport, staged: Sequence[Staged]) -> list[ImportRow]:
    """The rows to store, each with its candidates and a decision: a person's of before, remembered, or by rule."""
    by_number = {row.source.number: row for row in staged}
    suppliers = pairs_with_suppliers({match.key for row in staged for match in row.matches})
    pairs = {row.source.number: _pairs(row, by_number, suppliers) for row in staged}
    memory = recall(pair for row_pairs in pairs.values() for pair in row_pairs)
    persons = {row.number: row for row in batch.rows.filter(decided_how=DecidedBy.PERSON.value)}
    rows = []
    for row in staged:
        stored = _stored(batch, row, pairs[row.source.number])
        before = persons.get(row.source.number)
        if not row.is_rejected and not (before and _keep(stored, before)):
            _decide(stored, memory)
        rows.append(stored)
    return rows


def _pairs(row: Staged, by_number: dict[int, Staged], suppliers: dict[int, ParsedRow]) -> list[Pair]:
    """For each candidate, best first, the key by which a decision about the two is remembered."""
    mine = row.parsed
    on_list = [
        Pair.of(mine, suppliers[match.key], match, "supplier") for match in row.matches if match.key in suppliers
    ]
    listed = {match.key for match in row.matches}
    in_file = [
        Pair.of(mine, by_number[match.key].parsed, match, "row")
        for match in row.earlier
        if not by_number[match.key].is_one_of(listed)
    ]
    return sorted([*on_list, *in_file], key=lambda pair: (-pair.score, pair.place != "supplier"))


def _stored(batch: SupplierImport, row: Staged, pairs: Sequence[Pair]) -> ImportRow:
    severities = sorted((problem.severity.value for problem in row.problems), key=lambda each: _RANK[each])
    keys = {f"{problem.kind.value}@{problem.column}" for problem in row.problems}
    return ImportRow(
        batch=batch,
        number=row.source.number,
        cells=list(row.source.cells),
        corrections=row.corrections,
        label=row.parsed.legal_name[:300],
        parsed=row.parsed.as_json(),
        problems=[problem.as_json() for problem in row.problems],
        problem_keys="".join(f"|{key}" for key in sorted(keys)) + ("|" if keys else ""),
        severity=severities[0] if severities else "",
        match=row.match.value,
        reason=pairs[0].reason if pairs else "",
        candidates=[pair.as_json() for pair in pairs[:5]],
    )


def _keep(row: ImportRow, before: ImportRow) -> bool:
    """A person's decision outlives a new check as long as its target is still among the candidates."""
    targets = {(each.get("supplier"), each.get("row")) for each in row.candidates}
    if before.decision == Decision.UPDATE.value and (before.target_id, before.target_row) not in targets:
        return False
    row.decision, row.decided_how = before.decision, before.decided_how
    row.target_id, row.target_row = before.target_id, before.target_row
    return True


def _decide(row: ImportRow, memory: dict[str, str]) -> None:
    """By memory if every candidate was decided about before, else by rule."""
    match = RowMatch(row.match)
    remembered = [memory.get(candidate["pair"], "") for candidate in row.candidates]
    same = next((index for index, each in enumerate(remembered) if each and each != Decision.CREATE.value), None)
    if match is not RowMatch.EXACT_FILE and same is not None:
        set_target(row, remembered[same], row.candidates[same])
        row.decided_how = DecidedBy.MEMORY.value
    elif match is RowMatch.NEAR and remembered and all(remembered):
        row.decision, row.decided_how = Decision.CREATE.value, DecidedBy.MEMORY.value
    else:
        decision = default_decision(match)
        set_target(row, decision.value, row.candidates[0] if row.candidates else {})
        row.decided_how = DecidedBy.NOBODY.value if decision is Decision.OPEN else DecidedBy.RULE.value


def set_target(row: ImportRow, decision: str, candidate: dict[str, Any]) -> None:
    """Set the decision, and for a duplicate whose."""
    row.decision = decision
    is_duplicate = decision in (Decision.UPDATE.value, Decision.SKIP.value)
    row.target_id = candidate.get("supplier") if is_duplicate else None
    row.target_row = candidate.get("row") if is_duplicate else None


def _summary(rows: Sequence[ImportRow], table: Table) -> dict[str, Any]:
    kinds: Counter[tuple[str, str, str]] = Counter()
    samples: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        for key, problem in {(p["severity"], p["kind"], p["column"]): p for p in row.problems}.items():
            kinds[key] += 1
            samples.setdefault(key, problem)
    ordered = sorted(kinds, key=lambda key: (_RANK[key[0]], -kinds[key], key))
    problems = [
        {
            **{name: samples[key][name] for name in ("message", "remedy", "severity", "kind", "column")},
            "rows": kinds[key],
        }
        for key in ordered
    ]
    return {"rows": len(rows), "notes": list(table.notes), "problems": problems}


def _counted(items: Iterable[T], total: int, progress: Progress, note: str) -> Iterator[T]:
    """Pass the items through, with a sign of life at the start and every STEP of them."""
    for index, item in enumerate(items):
        if index % STEP == 0:
            progress(min(index, total), total, note if total else f"{note} ({index:,})")
        yield item
