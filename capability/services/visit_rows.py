"""Rows of a visit note, each saved by itself, again and again as one types; two people may do so at once."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max

from capability.domain.terms import Counted
from capability.domain.visits import STOCK_QUESTIONS
from capability.models import Count, Measurement, Question, VisitNote, VisitRow
from capability.services.shared import Act, changed_copy, check
from capability.services.visits import open_visit
from common import history
from common.problems import NotAllowed
from common.records import Conflict, update_record

R = TypeVar("R", bound=VisitRow)

STOCK = {one.code: one.text for one in STOCK_QUESTIONS}
MOST_ROWS = 50
OWN = "own"


def save_count(visit: VisitNote, what: Counted, values: Mapping[str, Any], *, expected_version: int, by: Act) -> Count:
    """Keep what was pulled and how much of it was in order. Raises Conflict, Invalid, NotAllowed."""
    return _save(Count, visit, {"what": what.value}, values, expected_version, by)


def save_measurement(
    visit: VisitNote, number: int, values: Mapping[str, Any], *, expected_version: int, by: Act
) -> Measurement:
    """Keep a row of the measurements. Raises Conflict, Invalid, NotAllowed."""
    if not 1 <= number <= MOST_ROWS:
        raise NotAllowed(f"A note holds at most {MOST_ROWS} measurements.")
    return _save(Measurement, visit, {"number": number}, values, expected_version, by)


def save_question(
    visit: VisitNote, code: str, values: Mapping[str, Any], *, expected_version: int, by: Act
) -> Question:
    """Keep how a question was answered. A stock question keeps its words. Raises Conflict, Invalid, NotAllowed."""
    if code in STOCK:
        values = {**values, "text": STOCK[code]}
    elif not (code.startswith(OWN) and code.removeprefix(OWN).isdecimal() and len(code) <= len(OWN) + 3):
        raise NotAllowed("This question is not on the note.")
    return _save(Question, visit, {"code": code}, values, expected_version, by)


def next_number(visit: VisitNote) -> int:
    """The number of the next measurement."""
    return (visit.measurements.aggregate(last=Max("number"))["last"] or 0) + 1


def next_own_question(visit: VisitNote) -> str:
    """The code of the next question of one's own."""
    taken = [int(code.removeprefix(OWN)) for code in visit.questions.values_list("code", flat=True) if OWN in code]
    return f"{OWN}{max(taken, default=0) + 1}"


@transaction.atomic
def remove_row(row: VisitRow, by: Act) -> None:
    """Take a row off a draft. Raises NotAllowed."""
    visit = open_visit(row.visit_id)
    history.record_change(
        visit, actor=by.actor, action="row removed", changes={str(row): (_told(row), None)}, root_id=visit.supplier_id,
        at=by.at,
    )  # fmt: skip
    row.delete()


def _told(row: VisitRow) -> str:
    values = history.initial_values(row)
    return ", ".join(f"{name} {value}" for name, (_, value) in values.items() if not isinstance(value, bool))


@transaction.atomic
def _save(
    model: type[R], visit: VisitNote, place: dict[str, Any], values: Mapping[str, Any], expected: int, by: Act
) -> R:
    """Create the row at its place or change it; sending what is kept already does nothing, whatever version it has."""
    locked = open_visit(visit.pk)
    current = model._default_manager.filter(visit=locked, **place).first()
    if current is None:
        return _first(model, locked, place, values, by)
    if all(getattr(current, name) == value for name, value in values.items()):
        return current
    check(changed_copy(current, values))
    said = {**values, "saved_by": by.actor, "saved_at": by.at}
    root = locked.supplier_id
    update_record(current, said, expected_version=expected, actor=by.actor, root_id=root, action="saved", at=by.at)
    return current


def _first(model: type[R], visit: VisitNote, place: dict[str, Any], values: Mapping[str, Any], by: Act) -> R:
    row = model(**place, **values, visit=visit, saved_by=by.actor, saved_at=by.at)
    check(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(model._default_manager.get(visit=visit, **place)) from None
    history.record_created(row, actor=by.actor, root_id=visit.supplier_id, at=by.at)
    return row
