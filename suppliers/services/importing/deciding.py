"""A person's word on duplicates and problems."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from common.problems import Invalid, Problem
from suppliers.domain.importing.flow import DecidedBy, Decision, ImportState, RowMatch
from suppliers.domain.importing.vocabulary import Field
from suppliers.models import ImportRow, SupplierImport
from suppliers.models.imports import ImportRowQuerySet
from suppliers.services.importing.checking import set_target
from suppliers.services.importing.memory import remember
from suppliers.services.importing.uploading import StepPassed

FIELDS = ["decision", "decided_how", "target", "target_row"]
STEP = 500
NO_SUCH_ROW = "Row {} is not there, or it is rejected: correct it first."


@transaction.atomic
def decide_rows(batch: SupplierImport, answers: Mapping[int, tuple[Decision, int]], *, user: User) -> int:
    """Decide about rows one by one: number of the row → decision and which candidate (0 is the best).

    Returns how many rows there were. Raises StepPassed; Invalid for a number that is no row of this list or that of a
    rejected one (nothing is decided then).
    """
    _lock(batch)
    rows = list(batch.rows.usable().filter(number__in=list(answers)))
    if strange := sorted(set(answers) - {row.number for row in rows}):
        raise Invalid(Problem(f"row-{strange[0]}", NO_SUCH_ROW.format(strange[0])))
    for row in rows:
        decision, index = answers[row.number]
        _decide(row, decision, index)
    _store(rows, user)
    return len(rows)


@transaction.atomic
def decide_all(
    batch: SupplierImport, match: RowMatch, decision: Decision, *, user: User, reason: str = "", only_open: bool = False
) -> int:
    """Decide about all duplicates of a kind (and for one reason) alike. Returns how many. Raises StepPassed."""
    _lock(batch)
    chosen = batch.rows.usable().filter(match=match.value)
    if reason:
        chosen = chosen.filter(reason=reason)
    if only_open:
        chosen = chosen.filter(decision=Decision.OPEN.value)
    return _decide_in_steps(chosen, decision, user)


@transaction.atomic
def correct_row(batch: SupplierImport, row: ImportRow, texts: Mapping[Field, str], *, user: User) -> bool:
    """Note what a person typed instead of cells of the row; the next check reads it. False when nothing differs.

    Raises StepPassed.
    """
    _lock(batch)
    corrections = {**row.corrections, **{field.value: text for field, text in texts.items()}}
    corrections = {name: text for name, text in corrections.items() if text != as_in_file(batch, row, Field(name))}
    if corrections == row.corrections:
        return False
    ImportRow.objects.filter(pk=row.pk).update(corrections=corrections)
    SupplierImport.objects.filter(pk=batch.pk).update(needs_check=True)
    return True


def as_in_file(batch: SupplierImport, row: ImportRow, field: Field) -> str:
    """What the file says in the first column for this field; empty when no column stands for it."""
    indexes = [index for index, meaning in sorted(batch.fields_by_column.items()) if meaning is field]
    return str(row.cells[indexes[0]]) if indexes else ""


def _lock(batch: SupplierImport) -> None:
    """Decisions count only in review; the write that begins meanwhile waits for this transaction."""
    rows = SupplierImport.objects.filter(pk=batch.pk, state=ImportState.REVIEW.value)
    if not rows.update(state=ImportState.REVIEW.value):
        raise StepPassed


def _decide_in_steps(chosen: ImportRowQuerySet, decision: Decision, user: User) -> int:
    done = last = 0
    while rows := list(chosen.filter(number__gt=last).order_by("number")[:STEP]):
        last = rows[-1].number
        for row in rows:
            _decide(row, decision, 0)
        _store(rows, user)
        done += len(rows)
    return done


def _decide(row: ImportRow, decision: Decision, index: int) -> None:
    candidate: dict[str, Any] = row.candidates[index] if index < len(row.candidates) else {}
    if decision is Decision.UPDATE and not candidate:
        decision = Decision.CREATE
    set_target(row, decision.value, candidate)
    row.decided_how = DecidedBy.PERSON.value


def _store(rows: list[ImportRow], user: User) -> None:
    """Write the decisions, and remember those about similar records."""
    ImportRow.objects.save_many(rows, FIELDS)
    decisions: dict[str, str] = {}
    for row in rows:
        for candidate in row.candidates if row.match == RowMatch.NEAR.value else ():
            decisions[candidate["pair"]] = _about(row, candidate)
    if decisions:
        remember({pair: decision for pair, decision in decisions.items() if decision}, user=user)


def _about(row: ImportRow, candidate: dict[str, Any]) -> str:
    """What the decision on a row says about one candidate: the same supplier, or another one."""
    if row.decision in (Decision.OPEN.value, Decision.SKIP.value) and row.target_id is None and row.target_row is None:
        return ""
    is_target = candidate.get("supplier") == row.target_id and candidate.get("row") == row.target_row
    return row.decision if is_target else Decision.CREATE.value if row.decision == Decision.CREATE.value else ""
