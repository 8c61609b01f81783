"""The one write: what was accepted goes into the supplier list, all of it or nothing, in bulk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Count

from accounts.services import notify
from common import clock, history
from common.collecting import without_collecting
from common.jobs import JobCancelled, enqueue
from suppliers.domain.importing.flow import Decision, ImportState, Outcome
from suppliers.domain.importing.matching import Blocks, MatchKind
from suppliers.models import Identifier, ImportRow, Supplier, SupplierImport
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.importing.bulk import insert_drafts
from suppliers.services.importing.drafts import Draft, Number, known_draft, new_draft
from suppliers.services.importing.known import known_parties, row_party
from suppliers.services.importing.uploading import StepPassed

T = TypeVar("T")
STEP = 500
ATTEMPTS = 3
_LOCK = 7_402_116
"""Key of the advisory lock under which imports are written one after the other (any number that nobody else uses)."""
NOT_WRITTEN = ("cells", "corrections", "label", "problems", "problem_keys", "severity", "match", "reason", "candidates")
"""What a staged row tells the person who reviews it, and the write does not need."""
GONE = "The supplier that this row was to be added to is no longer open for changes."
TAKEN = "Number {value} is in use already and was left out. A manager can tell you where."


class StillOpen(Exception):
    """Rows wait for a decision or a new check, so nothing can be written yet; the text says what to do."""


@dataclass
class _Plan:
    """All that one write does."""

    batch: SupplierImport
    drafts: dict[int, Draft] = field(default_factory=dict)
    """By number of the row that leads it; known suppliers also serve several rows."""
    known: dict[int, Draft] = field(default_factory=dict)
    """By supplier."""
    by_row: dict[int, Draft] = field(default_factory=dict)
    conflicts: list[ImportRow] = field(default_factory=list)
    taken: set[Number] = field(default_factory=set)

    @property
    def all(self) -> list[Draft]:
        return [*self.drafts.values(), *self.known.values()]

    @property
    def changed(self) -> list[Draft]:
        return [draft for draft in self.all if draft.is_changed]


@transaction.atomic
def start_write(batch: SupplierImport) -> None:
    """Send the accepted rows to the worker to be written. Raises StepPassed, StillOpen."""
    batch.refresh_from_db(fields=["state", "needs_check"])
    if batch.state != ImportState.REVIEW.value:
        raise StepPassed
    if batch.needs_check:
        raise StillOpen("Rows were corrected. Check the list again before it is written.")
    if waiting := batch.rows.undecided().count():
        verb = "row is" if waiting == 1 else "rows are"
        raise StillOpen(f"{waiting} {verb} similar to a known supplier and not decided yet.")
    if not batch.rows.accepted().exists():
        raise StillOpen("No row is left to be written: all are rejected or left out.")
    job = enqueue("suppliers.write_import", {"import": batch.pk}, by=batch.created_by, key=f"write:{batch.pk}")
    rows = SupplierImport.objects.filter(pk=batch.pk, state=ImportState.REVIEW.value, needs_check=False)
    if not rows.update(state=ImportState.WRITING.value, job=job):
        raise StepPassed


def write_import(batch_id: int, is_cancelled: Callable[[], bool] = lambda: False) -> bool:
    """Write the accepted rows in one transaction. May run again after a kill: what was written is not written twice.

    False when it had been written before. A number or name taken by somebody at the same moment starts it afresh.
    Raises JobCancelled, with nothing written, when `is_cancelled` says so at the end.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write(batch_id, is_cancelled)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    return False


@without_collecting()
@transaction.atomic
def _write(batch_id: int, is_cancelled: Callable[[], bool]) -> bool:
    one_at_a_time()
    now = clock.now()
    waiting = SupplierImport.objects.filter(pk=batch_id, state=ImportState.WRITING.value)
    if not waiting.update(state=ImportState.WRITTEN.value, written_at=now):
        return False
    batch = SupplierImport.objects.select_related("created_by", "supplier_owner").get(pk=batch_id)
    plan = _planned(batch)
    insert_drafts(plan.changed, actor=batch.created_by, reason=lambda draft: _reason(draft, batch), at=now)
    _store_outcomes(plan)
    mark_evidence_changed(draft.supplier.pk for draft in plan.changed)
    history.record_change(batch, actor=batch.created_by, action="written", changes=_counts(batch), at=now)
    _tell_owner(batch, len(plan.drafts))
    if is_cancelled():
        raise JobCancelled
    return True


def _reason(draft: Draft, batch: SupplierImport) -> str:
    numbers = [str(row.number) for row in draft.rows]
    rows = f"row {numbers[0]}" if len(numbers) == 1 else f"rows {', '.join(numbers[:5])}"
    return f"Import of {batch.original_name}, {rows}"


def one_at_a_time() -> None:
    """To be called first in the transaction: two imports of the same list would not see each other's new suppliers.

    SQLite serialises writers itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _planned(batch: SupplierImport) -> _Plan:
    """Go through the rows in their order, with what the list says now."""
    rows = list(batch.rows.usable().defer(*NOT_WRITTEN).order_by("number"))
    for row in rows:
        row.batch = batch
    plan = _Plan(batch, known=_targets(rows, batch), taken=_taken_numbers(rows))
    clashes = _appeared_meanwhile(rows, batch)
    for row in rows:
        if row.decision == Decision.CREATE.value:
            _create(plan, row, clashes.get(row.number, ""))
        else:
            _follow(plan, row)
    return plan


def _create(plan: _Plan, row: ImportRow, clash: str) -> None:
    if clash:
        _refuse(plan, row, clash)
        return
    record = row.record
    draft = plan.drafts[row.number] = plan.by_row[row.number] = new_draft(row, record)
    row.outcome = Outcome.CREATED.value
    row.outcome_note = _note(draft.add(row, record, plan.taken))


def _follow(plan: _Plan, row: ImportRow) -> None:
    """A row that is the same supplier as another one: add what that lacks, or leave it out."""
    target = plan.known.get(row.target_id) if row.target_id else plan.by_row.get(row.target_row or 0)
    if target is not None:
        plan.by_row[row.number] = target
    if row.decision == Decision.SKIP.value:
        row.outcome, row.outcome_note = Outcome.SKIPPED.value, ""
        row.supplier = target.supplier if target else None
        return
    if target is None:
        _refuse(plan, row, GONE if not row.target_row else f"Row {row.target_row}, to which it belongs, was left out.")
        return
    row.outcome = Outcome.UPDATED.value
    row.outcome_note = _note(target.add(row, row.record, plan.taken))


def _refuse(plan: _Plan, row: ImportRow, reason: str) -> None:
    row.outcome, row.outcome_note = Outcome.CONFLICT.value, reason
    plan.conflicts.append(row)


def _note(left_out: Sequence[Number]) -> str:
    return " ".join(TAKEN.format(value=value) for _kind, _country, value in left_out)[:500]


def _targets(rows: Iterable[ImportRow], batch: SupplierImport) -> dict[int, Draft]:
    """The known suppliers that rows are added to, locked, as far as they may still be seen and changed."""
    wanted = {row.target_id for row in rows if row.target_id and row.decision != Decision.OPEN.value}
    found: dict[int, Draft] = {}
    for ids in _chunks(sorted(wanted)):
        suppliers = Supplier.objects.current().filter(pk__in=ids).select_for_update()
        visible = set(Supplier.objects.visible_to(batch.created_by).filter(pk__in=ids).values_list("pk", flat=True))
        prefetched = suppliers.prefetch_related("aliases", "identifiers", "sites", "contacts").order_by("pk")
        found.update((each.pk, known_draft(each)) for each in prefetched if each.pk in visible)
    return found


def _taken_numbers(rows: Iterable[ImportRow]) -> set[Number]:
    """The numbers in the rows that some supplier has already."""
    wanted = sorted({value for row in rows for _kind, _country, value in row.parsed["identifiers"]})
    found: set[Number] = set()
    for values in _chunks(wanted):
        known = Identifier.objects.filter(value__in=values).values_list("kind", "country", "value")
        found.update((kind, str(country), value) for kind, country, value in known)
    return found


def _appeared_meanwhile(rows: Iterable[ImportRow], batch: SupplierImport) -> dict[int, str]:
    """New rows whose supplier somebody else has entered since the check."""
    fresh = list(known_parties(batch.created_by, created_after=batch.checked_at))
    if not fresh:
        return {}
    blocks = Blocks(row_party(row.number, row.record) for row in rows if row.decision == Decision.CREATE.value)
    exact = {
        number: matches[0].key
        for number, matches in blocks.matches(fresh).items()
        if matches[0].kind is MatchKind.EXACT
    }
    names = dict(Supplier.objects.filter(pk__in=set(exact.values())).values_list("pk", "legal_name"))
    return {
        number: f"{names[supplier_id]} was added to the list after the check, by somebody else."
        for number, supplier_id in exact.items()
    }


def _store_outcomes(plan: _Plan) -> None:
    batch = plan.batch
    batch.rows.rejected().update(outcome=Outcome.REJECTED.value)
    handled = []
    for draft in plan.all:
        for row in draft.rows:
            row.supplier_id = draft.supplier.pk
            handled.append(row)
    skipped = batch.rows.usable().filter(decision=Decision.SKIP.value)
    skipped.update(outcome=Outcome.SKIPPED.value)
    ImportRow.objects.save_many([*handled, *plan.conflicts], ["outcome", "outcome_note", "supplier"])


def _counts(batch: SupplierImport) -> dict[str, tuple[Any, Any]]:
    counted = batch.rows.values_list("outcome").annotate(Count("pk")).order_by("outcome")
    return {str(outcome): (None, number) for outcome, number in counted}


def _tell_owner(batch: SupplierImport, number: int) -> None:
    owner = batch.supplier_owner
    if owner is None or owner.pk == batch.created_by_id or not number:
        return
    notify(
        owner,
        kind="supplier_owner",
        text=f"{batch.created_by} imported {number} suppliers for you from {batch}.",
        url="/suppliers/",
        key=f"import:{batch.pk}",
    )


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), STEP):
        yield items[start : start + STEP]
