"""Staging: every row is parsed, given its supplier, and compared with the records. Nothing is written yet."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import clock
from common.jobs import enqueue
from common.tabular.table import Table
from imports.domain.flow import OPEN_STATES, ImportState, NameDecision, Outcome, Standing
from imports.domain.problems import Severity
from imports.kinds import CHUNK, Context, Field, Kind, Row, ValueKind
from imports.models import Batch, Line, SupplierName
from imports.parsing import columns_of, parse_row
from imports.services.lines import ProblemKey, line_of, problem_key
from imports.services.places import find_places
from imports.services.resolving import (
    ARCHIVED,
    CONTRADICTION,
    UNNAMED,
    Contradiction,
    Known,
    Named,
    known_suppliers,
    named_in,
    undecided_names,
)
from imports.services.steps import StepPassed, kind_of, tables_of

Progress = Callable[[int, int, str], None]
MOST_PROBLEMS = 500
"""Different problems that the summary names; kinds keep what differs from row to row out of their messages."""
_SUPPLIERS = (ValueKind.SUPPLIER, ValueKind.SUPPLIER_NUMBER)


@dataclass
class Staged:
    """All rows of a file on their way through the check."""

    batch: Batch
    kind: Kind
    rows: list[Row] = field(default_factory=list)
    cells: dict[tuple[str, int], Sequence[str]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    """Keys of suppliers that a person left out."""

    @property
    def wanted(self) -> list[Row]:
        """Without the rows of suppliers that were left out."""
        return [row for row in self.rows if row.supplier_key not in self.skipped]


@transaction.atomic
def start_check(batch: Batch) -> None:
    """Send the import to the worker. Raises StepPassed."""
    key = f"check:{batch.pk}:{clock.now()}"
    job = enqueue("imports.check", {"import": batch.pk}, by=batch.created_by, key=key)
    states = [*(state.value for state in OPEN_STATES), ImportState.CHECKING.value]
    rows = Batch.objects.filter(pk=batch.pk, state__in=states)
    if not rows.update(state=ImportState.CHECKING.value, job=job):
        raise StepPassed


def check_import(batch_id: int, job_id: Any, progress: Progress) -> bool:
    """Check all rows and store the result. May run again after a kill: the result replaces what was there.

    False when the import no longer waits for this job. Raises FileRefused, KindGone.
    """
    batch = Batch.objects.select_related("created_by").get(pk=batch_id)
    if batch.state != ImportState.CHECKING.value or batch.job_id != job_id:
        return False
    kind = kind_of(batch)
    progress(0, 0, "Reading the file")
    tables = tables_of(batch, kind)
    staged = Staged(batch, kind)
    for part, table in tables.items():
        _parse(staged, part, table, progress)
    progress(0, 0, "Looking for the suppliers")
    names = _find_suppliers(staged)
    waits = any(name.decision == NameDecision.OPEN.value for name in names)
    if not waits:
        _compare(staged, progress)
    progress(len(staged.rows), len(staged.rows), "Keeping the result")
    return _keep(staged, names, tables, job_id, ImportState.SUPPLIERS if waits else ImportState.REVIEW)


def context_of(batch: Batch) -> Context:
    """What the kind may know of this import."""
    now = clock.now()
    return Context(batch.created_by, timezone.localdate(now), now, batch.original_name, batch.options)


def run_check(kind: Kind, rows: Sequence[Row], context: Context) -> None:
    """Places, then the kind's own check, as it is run both here and before the write."""
    find_places(kind, [row for row in rows if row.is_usable], context.options)
    if kind.between:
        kind.between(rows)
    _reject_together(kind, rows)
    usable = [row for row in rows if row.is_usable]
    if usable:
        kind.check(usable, context)
    _reject_together(kind, rows)


def _reject_together(kind: Kind, rows: Sequence[Row]) -> None:
    """Of several rows that make one record, all or none are taken; the others say which row is the cause."""
    if kind.group is None:
        return
    causes: dict[Hashable, str] = {}
    for row in rows:
        if not row.is_usable:
            causes.setdefault(kind.group(row), _place(kind, row))
    for row in rows:
        key = kind.group(row)
        if row.is_usable and key is not None and key in causes:
            message = "Another row of the same record is rejected, so this one is, too."
            row.error(message, "Correct the other row; then both are taken.", value=causes[key])


def _place(kind: Kind, row: Row) -> str:
    """Where the row stands in the file."""
    return f"row {row.number} of the sheet “{kind.title_of(row.part)}”" if kind.parts else f"row {row.number}"


def _parse(staged: Staged, part: str, table: Table, progress: Progress) -> None:
    fields = {each.key: each for each in staged.kind.fields_of(part)}
    mapped = {index: fields[key] for index, key in staged.batch.mapped(part).items() if key in fields}
    columns = columns_of(table, mapped, staged.batch.options)
    for source in _counted(table.rows, len(table.rows), progress, "Checking the rows"):
        row = parse_row(source, columns, part)
        staged.rows.append(row)
        staged.cells[part, row.number] = source.cells


def _find_suppliers(staged: Staged) -> list[SupplierName]:
    """Give each row its supplier, as far as that is certain or decided; the names that are not certain."""
    rows = [row for row in staged.rows if _names_supplier(staged.kind.fields_of(row.part))]
    known = known_suppliers(staged.batch.created_by, {named_in(row) for row in rows})
    unknown: Counter[Named] = Counter()
    unsettled: list[tuple[Row, Named]] = []
    for row in rows:
        named = named_in(row)
        if _settle(row, named, known):
            continue
        unknown[named] += 1
        unsettled.append((row, named))
    names = undecided_names(staged.batch, unknown, known)
    by_key = {name.key: name for name in names}
    for row, named in unsettled:
        _follow(row, by_key[named.key], staged)
    return names


def _settle(row: Row, named: Named, known: Known) -> bool:
    """Whether nothing is left to ask about the row's supplier."""
    if not named.name and not named.number:
        row.error(*UNNAMED, field="supplier")
        return True
    try:
        supplier_id = known.supplier_of(named)
    except Contradiction:
        row.error(*CONTRADICTION, field="supplier_number", value=named.number)
        return True
    if supplier_id is None:
        return False
    _belongs(row, supplier_id, known.legal_names.get(supplier_id, named.name))
    if supplier_id in known.archived:
        row.error(*ARCHIVED, field="supplier", value=named.name)
    return True


def _follow(row: Row, name: SupplierName, staged: Staged) -> None:
    """What was decided about the row's name."""
    decision = NameDecision(name.decision)
    if decision is NameDecision.EXISTING and name.supplier is not None:
        _belongs(row, name.supplier.pk, name.supplier.legal_name)
        if name.supplier.archived_at is not None:
            row.error(*ARCHIVED, field="supplier", value=name.name)
        return
    row.supplier_key, row.supplier_name = f"new:{name.key}", name.name
    if decision is NameDecision.SKIP:
        row.supplier_key = f"skip:{name.key}"
        staged.skipped.add(row.supplier_key)


def _belongs(row: Row, supplier_id: int, name: str) -> None:
    row.supplier_id, row.supplier_key, row.supplier_name = supplier_id, f"id:{supplier_id}", name


def _names_supplier(fields: Iterable[Field]) -> bool:
    return any(each.kind in _SUPPLIERS for each in fields)


def _compare(staged: Staged, progress: Progress) -> None:
    kind, context = staged.kind, context_of(staged.batch)
    _leave_out_together(staged)
    rows = staged.wanted if kind.group else [row for row in staged.wanted if row.is_usable]
    step = len(rows) if kind.whole else CHUNK
    for start in range(0, len(rows), max(1, step)):
        progress(start, len(rows), "Comparing with the records")
        run_check(kind, rows[start : start + step], context)
    _find_repeated(kind, [row for row in rows if row.is_usable])


def _leave_out_together(staged: Staged) -> None:
    """With a row whose supplier a person left out go those of its record that name no supplier themselves."""
    kind = staged.kind
    if kind.group is None or not staged.skipped:
        return
    own = [row for row in staged.rows if row.supplier_key]
    left_out = {kind.group(row): row.supplier_key for row in own if row.supplier_key in staged.skipped}
    taken = {kind.group(row) for row in own if row.supplier_key not in staged.skipped}
    for row in staged.rows:
        key = kind.group(row)
        if not row.supplier_key and key is not None and key not in taken:
            row.supplier_key = left_out.get(key, "")


def _find_repeated(kind: Kind, rows: Sequence[Row]) -> None:
    """Of rows that are one record, the first counts."""
    if kind.identity is None:
        return
    first: dict[Hashable, Row] = {}
    for row in rows:
        if row.part or (identity := kind.identity(row)) is None:
            continue
        before = first.setdefault((row.supplier_key, identity), row)
        if before is row:
            continue
        if before.values == row.values:
            row.note("An earlier row of the file says the same.", value=f"row {before.number}")
            row.same(before.record_id)
        else:
            message = "An earlier row of the file is about the same record and says something else."
            row.error(message, "Keep one of the two.", value=f"row {before.number}")


def _keep(
    staged: Staged, names: Sequence[SupplierName], tables: dict[str, Table], job_id: Any, state: ImportState
) -> bool:
    batch, checked_at = staged.batch, clock.now()
    summary, numbers = _summary(staged, tables)
    with transaction.atomic():
        mine = Batch.objects.filter(pk=batch.pk, state=ImportState.CHECKING.value, job_id=job_id)
        if not mine.update(state=state.value, checked_at=checked_at, summary=summary):
            return False
        batch.lines.all().delete()
        batch.names.all().delete()
        SupplierName.objects.bulk_create(names, batch_size=CHUNK)
        lines = (
            line_of(batch, staged.kind, row, staged.cells[row.part, row.number], numbers, _outcome(row, staged))
            for row in staged.rows
        )
        Line.objects.bulk_create(lines, batch_size=CHUNK)
    return True


def _outcome(row: Row, staged: Staged) -> Outcome:
    if row.supplier_key in staged.skipped:
        return Outcome.SKIPPED
    if not row.is_usable:
        return Outcome.REJECTED
    return Outcome.SAME if row.standing is Standing.SAME else Outcome.PENDING


def _summary(staged: Staged, tables: dict[str, Table]) -> tuple[dict[str, Any], dict[ProblemKey, int]]:
    """Problems of many rows of a sheet in one line each, the most serious and frequent first; the number of each."""
    counted = Counter(key for row in staged.rows for key in {problem_key(row, each) for each in row.problems})
    remedies = {problem_key(row, each): each.remedy for row in staged.rows for each in row.problems}
    rank = {severity.value: index for index, severity in enumerate(Severity)}
    ordered = sorted(counted, key=lambda key: (rank[key[0]], -counted[key], key))
    numbers = {key: index for index, key in enumerate(ordered)}
    titles = {part: staged.kind.titles_of(part) for part in tables}
    problems = [
        {
            "number": numbers[key],
            "severity": key[0],
            "sheet": staged.kind.title_of(key[1]) if len(tables) > 1 else "",
            "column": titles[key[1]].get(key[2], ""),
            "message": key[3],
            "remedy": remedies[key],
            "rows": counted[key],
        }
        for key in ordered[:MOST_PROBLEMS]
    ]
    notes = [note for table in tables.values() for note in table.notes]
    return {"rows": len(staged.rows), "problems": problems, "notes": notes}, numbers


def _counted(items: Iterable[Any], total: int, progress: Progress, note: str) -> Iterator[Any]:
    for index, item in enumerate(items):
        if index % CHUNK == 0:
            progress(index, total, note)
        yield item
