"""A person's word on names that are no supplier's for certain, and on changes of known records."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.domain.permissions import Permission, Role, is_allowed
from accounts.models import User
from common import clock
from common.problems import Invalid, Problem
from imports.domain.flow import ImportState, NameDecision
from imports.kinds import CHUNK
from imports.models import Batch, NameMemory, SupplierName
from imports.services.steps import StepPassed
from suppliers.models import Supplier

_DECIDABLE = (ImportState.SUPPLIERS.value, ImportState.REVIEW.value)
NO_SUCH_NAME = "This import has no such name (any more). Load the page of the names again."


@dataclass(frozen=True)
class Answer:
    """What a person said about one name: whose it is, or in which country the new supplier is."""

    decision: NameDecision
    supplier_id: int | None = None
    country: str = ""


def may_create(user: User) -> bool:
    """Whether this person may log suppliers."""
    return is_allowed(Role(user.role), Permission.SUPPLIER_EDIT)


@transaction.atomic
def decide_names(batch: Batch, answers: Mapping[int, Answer], *, user: User) -> int:
    """Decide about names by their keys; how many were decided. Remembered for the next file.

    Raises StepPassed; Invalid for a key that is no name of this import, a supplier that this person may not see or that
    is archived, a new one without a country, or one without a name. Nothing is decided then.
    """
    _hold(batch)
    names = {name.pk: name for name in batch.names.filter(pk__in=list(answers))}
    if strange := [pk for pk in answers if pk not in names]:
        raise Invalid(Problem(f"name-{strange[0]}", NO_SUCH_NAME))
    suppliers = _choosable(user, {each.supplier_id for each in answers.values() if each.supplier_id})
    for pk, name in names.items():
        _decide(name, answers[pk], suppliers, user)
    _store(list(names.values()), user)
    return len(names)


@transaction.atomic
def decide_rest(batch: Batch, answer: Answer, *, user: User) -> int:
    """Create all suppliers that nobody has decided about yet, or leave all their rows out. Raises as `decide_names`."""
    _hold(batch)
    names = list(batch.names.filter(decision=NameDecision.OPEN.value))
    if answer.decision is NameDecision.CREATE:
        names = [name for name in names if name.name]
    for name in names:
        _decide(name, answer, {}, user)
    _store(names, user)
    return len(names)


@transaction.atomic
def keep_changes(batch: Batch, takes_changes: bool) -> None:
    """Whether known records are changed to what the file says. Raises StepPassed."""
    rows = Batch.objects.filter(pk=batch.pk, state=ImportState.REVIEW.value)
    if not rows.update(takes_changes=takes_changes):
        raise StepPassed


def _hold(batch: Batch) -> None:
    """Decisions count only while they can still be followed; a check or write that begins meanwhile waits."""
    state = batch.state
    if state not in _DECIDABLE or not Batch.objects.filter(pk=batch.pk, state=state).update(state=state):
        raise StepPassed


def _choosable(user: User, ids: set[int]) -> dict[int, Supplier]:
    visible = Supplier.objects.visible_to(user).current().filter(pk__in=ids)
    return {supplier.pk: supplier for supplier in visible}


def _decide(name: SupplierName, answer: Answer, suppliers: Mapping[int, Supplier], user: User) -> None:
    name.supplier, name.country, name.is_remembered = None, "", False
    if answer.decision is NameDecision.EXISTING:
        name.supplier = suppliers.get(answer.supplier_id or 0)
        if name.supplier is None:
            raise Invalid(Problem(f"name-{name.pk}", f"Choose the supplier that “{name}” is."))
    if answer.decision is NameDecision.CREATE:
        if not may_create(user):
            raise Invalid(Problem(f"name-{name.pk}", "You may not log suppliers. Choose an existing one."))
        if not answer.country or not name.name:
            raise Invalid(Problem(f"name-{name.pk}", f"Choose the country of the new supplier “{name}”."))
        name.country = answer.country
    name.decision = answer.decision.value


def _store(names: list[SupplierName], user: User) -> None:
    SupplierName.objects.bulk_update(names, ["decision", "supplier", "country", "is_remembered"], batch_size=200)
    now = clock.now()
    kept = (NameDecision.EXISTING.value, NameDecision.SKIP.value)
    memories = [
        NameMemory(key=name.key, decision=name.decision, supplier=name.supplier, decided_by=user, decided_at=now)
        for name in names
        if name.decision in kept
    ]
    NameMemory.objects.bulk_create(
        memories,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["decision", "supplier", "decided_by", "decided_at"],
    )
    forgotten = [name.key for name in names if name.decision not in kept]
    for start in range(0, len(forgotten), 500):
        NameMemory.objects.filter(key__in=forgotten[start : start + 500]).delete()
