"""The one write: what was accepted goes into the records, all of it or nothing, in bulk."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from common import history
from common.jobs import JobCancelled, enqueue
from imports.domain.flow import ImportState, NameDecision, Outcome, Standing
from imports.domain.problems import Problem, Severity
from imports.domain.words import folded
from imports.kinds import CHUNK, Context, Kind, Row, Unknown, ValueKind
from imports.models import Batch, Line
from imports.models.line import LineQuerySet
from imports.services.checking import context_of, run_check
from imports.services.lines import row_reader, shown_differences
from imports.services.places import place_fields, policy
from imports.services.resolving import Named, chunks, known_suppliers
from imports.services.steps import StepPassed, kind_of
from suppliers.models import Site, Supplier
from suppliers.services import mark_evidence_changed
from suppliers.services.importing.named import NamedSupplier, add_named_sites, create_named_suppliers
from suppliers.services.importing.writing import one_at_a_time

ATTEMPTS = 3
OUTCOME_FIELDS = ["outcome", "record", "supplier", "site", "scope", "standing", "differences", "problems", "severity"]
TAKEN = (
    "The number was not taken, because it is in use already.",
    "The supplier was created without it. A manager can tell you where it is in use.",
)
GONE = ("The supplier is archived, or you may not see it any more.", "Check the file again.")
Tell = Callable[[int, int, str], None]


class NothingToWrite(Exception):
    """No row is left to be written; the text says why."""


@dataclass
class _Done:
    """What one write has done."""

    written: Counter[str] = field(default_factory=Counter)
    """Plural noun to number, as the kind says it."""
    suppliers: set[int] = field(default_factory=set)


@transaction.atomic
def start_write(batch: Batch) -> None:
    """Send the accepted rows to the worker to be written. Raises StepPassed, NothingToWrite."""
    batch.refresh_from_db(fields=["state", "takes_changes"])
    if batch.state != ImportState.REVIEW.value:
        raise StepPassed
    if not accepted(batch).exists():
        raise NothingToWrite("No row is left to be written: all are on record already, rejected or left out.")
    job = enqueue("imports.write", {"import": batch.pk}, by=batch.created_by, key=f"write:{batch.pk}")
    rows = Batch.objects.filter(pk=batch.pk, state=ImportState.REVIEW.value)
    if not rows.update(state=ImportState.WRITING.value, job=job):
        raise StepPassed


def accepted(batch: Batch) -> LineQuerySet:
    """The rows that the write is about."""
    chosen = Line.objects.filter(batch=batch).to_write()
    return chosen if batch.takes_changes else chosen.filter(standing=Standing.NEW.value)


def write_import(batch_id: int, tell: Tell = lambda *_: None, is_cancelled: Callable[[], bool] = lambda: False) -> bool:
    """Write the accepted rows in one transaction. May run again after a kill: what was written is not written twice.

    False when it had been written before. Something taken by somebody at the same moment starts it afresh: then the
    check that precedes the write sees it. Raises JobCancelled, with nothing written.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write(batch_id, tell, is_cancelled)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    return False


@transaction.atomic
def _write(batch_id: int, tell: Tell, is_cancelled: Callable[[], bool]) -> bool:
    one_at_a_time()
    batch = Batch.objects.select_related("created_by").get(pk=batch_id)
    context = context_of(batch)
    waiting = Batch.objects.filter(pk=batch_id, state=ImportState.WRITING.value)
    if not waiting.update(state=ImportState.WRITTEN.value, written_at=context.at):
        return False
    kind, done = kind_of(batch), _Done()
    _create_suppliers(batch, context, done)
    _create_sites(batch, kind, context, done)
    total = accepted(batch).count()
    for start, lines in _batches(batch, total if kind.whole else CHUNK):
        tell(start, total, "Writing the rows")
        _write_lines(kind, lines, context, done)
    _close(batch, context, done)
    if is_cancelled():
        raise JobCancelled
    return True


def _batches(batch: Batch, size: int) -> Iterator[tuple[int, list[Line]]]:
    """The accepted rows in their order. Each batch is read when the one before it has left the accepted ones."""
    done = 0
    size = max(1, size)
    while some := list(accepted(batch).order_by("part", "number")[:size]):
        yield done, some
        done += len(some)
        if len(some) < size:
            return


def _create_suppliers(batch: Batch, context: Context, done: _Done) -> None:
    """Those that a person decided to create, unless somebody has created one of that name since."""
    keys = set(accepted(batch).filter(supplier=None).values_list("supplier_key", flat=True).distinct())
    names = [
        name
        for name in batch.names.filter(decision=NameDecision.CREATE.value).order_by("id")
        if f"new:{name.key}" in keys
    ]
    known = known_suppliers(batch.created_by, [Named(name.name, name.number) for name in names])
    found = {name.key: known.supplier_of(Named(name.name, name.number)) for name in names}
    new = [name for name in names if found[name.key] is None]
    named = [NamedSupplier(name.name, str(name.country), name.number) for name in new]
    made = create_named_suppliers(named, actor=context.actor, reason=f"Import of {batch.original_name}", at=context.at)
    found.update((name.key, one.pk) for name, one in zip(new, made, strict=True))
    _tell_taken(batch, {name.key: name.number for name, one in zip(new, made, strict=True) if one.is_without_number})
    for key, supplier_id in found.items():
        batch.lines.filter(supplier_key=f"new:{key}").update(supplier=supplier_id)
    if made:
        done.written["suppliers"] += len(made)
        done.suppliers.update(one.pk for one in made)


def _tell_taken(batch: Batch, numbers: Mapping[str, str]) -> None:
    """Say on each row that the number of its new supplier was not taken. Whose it is may be nobody's to know."""
    for some in chunks(sorted(numbers)):
        lines = list(accepted(batch).filter(supplier_key__in=[f"new:{key}" for key in some]))
        for line in lines:
            value = numbers[line.supplier_key.removeprefix("new:")]
            told = Problem(Severity.WARNING, *TAKEN, field="supplier_number", value=value)
            line.problems = [*line.problems, told.as_json()]
            line.severity = line.severity or Severity.WARNING.value
        Line.objects.save_many(lines, ["problems", "severity"])


def _create_sites(batch: Batch, kind: Kind, context: Context, done: _Done) -> None:
    """Sites that suppliers do not have yet, where the person said that they are created."""
    wanted: dict[tuple[int, str], list[int]] = {}
    for part in ("", *(each.key for each in kind.parts)):
        field = place_fields(kind.fields_of(part)).get(ValueKind.SITE)
        if field is None or policy(field, context.options) is not Unknown.CREATE:
            continue
        lines = accepted(batch).filter(part=part, site=None, supplier__isnull=False)
        for pk, supplier_id, values in lines.values_list("pk", "supplier_id", "values").iterator(chunk_size=CHUNK):
            if name := values.get(field.key, ""):
                wanted.setdefault((supplier_id, name), []).append(pk)
    missing = _first_spellings(wanted)
    created = add_named_sites(
        missing.values(), actor=context.actor, reason=f"Import of {batch.original_name}", at=context.at
    )
    if created:
        done.written["sites"] += len(created)
        done.suppliers.update(supplier_id for supplier_id, _name in created)


def _first_spellings(wanted: dict[tuple[int, str], list[int]]) -> dict[tuple[int, str], tuple[int, str]]:
    """Of sites that no supplier has by now, one spelling each."""
    ids = sorted({supplier_id for supplier_id, _name in wanted})
    had: set[tuple[int, str]] = set()
    for some in chunks(ids):
        rows = Site.objects.filter(supplier_id__in=some).values_list("supplier_id", "name")
        had.update((supplier_id, folded(name)) for supplier_id, name in rows)
    first: dict[tuple[int, str], tuple[int, str]] = {}
    for supplier_id, name in wanted:
        key = (supplier_id, folded(name))
        if key not in had:
            first.setdefault(key, (supplier_id, name))
    return first


def _write_lines(kind: Kind, lines: list[Line], context: Context, done: _Done) -> None:
    """Check once more what is about to be written, now that nobody else writes, then write what still holds."""
    row_of = row_reader(kind)
    rows = [row_of(line) for line in lines]
    _refuse_gone(rows, context)
    run_check(kind, [row for row in rows if row.is_usable], context)
    fit = [row for row in rows if row.is_usable and row.standing is not Standing.SAME]
    if fit:
        for noun, number in kind.write(fit, context).items():
            done.written[noun] += number
    for line, row in zip(lines, rows, strict=True):
        _note(line, row)
        if row.is_usable and row.standing is not Standing.SAME and row.supplier_id:
            done.suppliers.add(row.supplier_id)
    Line.objects.save_many(lines, OUTCOME_FIELDS)


def _refuse_gone(rows: list[Row], context: Context) -> None:
    """Rows of suppliers that were archived or restricted since the check."""
    ids = sorted({row.supplier_id for row in rows if row.supplier_id})
    open_ids: set[int] = set()
    for some in chunks(ids):
        visible = Supplier.objects.visible_to(context.actor).current().filter(pk__in=some)
        open_ids.update(visible.values_list("pk", flat=True))
    for row in rows:
        if row.supplier_id is not None and row.supplier_id not in open_ids:
            row.error(*GONE, field="supplier")


def _note(line: Line, row: Row) -> None:
    outcomes = {
        Standing.NEW: Outcome.CREATED,
        Standing.CHANGED: Outcome.CHANGED,
        Standing.SAME: Outcome.SAME,
    }
    line.supplier_id, line.site_id, line.scope_id = row.supplier_id, row.site_id, row.scope_id
    line.standing, line.record, line.differences = row.standing.value, row.record_id, shown_differences(row)
    if row.is_usable:
        line.outcome = outcomes[row.standing].value
        return
    line.outcome = Outcome.CONFLICT.value
    line.problems = [*line.problems, *(problem.as_json() for problem in row.problems)]


def _close(batch: Batch, context: Context, done: _Done) -> None:
    if not batch.takes_changes:
        Line.objects.filter(batch=batch).to_write().update(outcome=Outcome.SKIPPED.value)
    mark_evidence_changed(done.suppliers)
    result = {noun: number for noun, number in done.written.items() if number}
    Batch.objects.filter(pk=batch.pk).update(result=result)
    changes = {noun: (None, number) for noun, number in result.items()}
    history.record_change(batch, actor=context.actor, action="written", changes=changes, at=context.at)
