"""Nonconformances: logged, corrected with a reason, decided upon, closed, made void."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from common.problems import Invalid, NotAllowed, Problem
from common.records import move_state, update_record
from deliveries.domain.nonconformances import Act, Disposition, State, target
from deliveries.domain.records import NonconformanceData, nonconformance_problems
from deliveries.labels import STATE_LABELS
from deliveries.models import DefectType, Delivery, InspectionLot, Nonconformance
from deliveries.services.evidence import TWICE
from deliveries.services.numbers import next_numbers
from deliveries.services.places import By, Place, check_place, columns, keep, needed_reason
from suppliers.services import mark_evidence_changed

ACTIONS = {Act.DECIDE: "disposition decided", Act.CLOSE: "closed", Act.REOPEN: "reopened", Act.VOID: "made void"}


@dataclass(frozen=True, slots=True)
class Links:
    """The type of defect, and the delivery or lot with which it came."""

    defect_type: DefectType
    delivery: Delivery | None = None
    lot: InspectionLot | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As columns."""
        return {
            "defect_type_id": self.defect_type.pk,
            "delivery_id": self.delivery.pk if self.delivery else None,
            "lot_id": self.lot.pk if self.lot else None,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the parts, since when, and on what terms."""

    disposition: Disposition
    on: date
    note: str = ""


@transaction.atomic
def log_nonconformance(place: Place, data: NonconformanceData, links: Links, by: By) -> Nonconformance:
    """Keep a nonconformance under a number of ours. Raises AlreadySubmitted, Invalid, NotAllowed."""
    check_place(place)
    row = _row(place, data, links, by)
    [row.number] = next_numbers(by.today.year)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        same = {"supplier_id": row.supplier_id, "source": row.source, "external_id": row.external_id}
        if row.external_id and Nonconformance.objects.filter(**same).exists():
            raise Invalid(TWICE) from None
        raise
    keep(row, row.supplier_id, by, row.get_absolute_url)
    return row


def _row(place: Place, data: NonconformanceData, links: Links, by: By) -> Nonconformance:
    _check(place, data, links, by)
    return Nonconformance(**place.values, **by.values, **values_of(data), **links.values)


def values_of(data: NonconformanceData) -> dict[str, Any]:
    """What it says, as columns."""
    kinds = {name: getattr(data, name).value for name in ("stage", "severity", "known_from")}
    return columns(data) | kinds | {"description": data.description.strip()}


def _check(place: Place, data: NonconformanceData, links: Links, by: By) -> None:
    problems = nonconformance_problems(data, by.today)
    for name, linked in (("delivery", links.delivery), ("lot", links.lot)):
        if linked is not None and linked.supplier_id != place.supplier.pk:
            problems.append(Problem(name, "This one is another supplier's."))
    if problems:
        raise Invalid(*problems)


@transaction.atomic
def correct_nonconformance(
    row: Nonconformance, place: Place, data: NonconformanceData, links: Links, by: By, *, expected_version: int
) -> bool:
    """Put right what it says, with a reason; False when nothing differs. Raises Conflict, Invalid, NotAllowed."""
    if row.is_void:
        raise NotAllowed("It is void. Bring it back first, with the reason.")
    reason = needed_reason(by.reason)
    check_place(place)
    _check(place, data, links, by)
    changed = update_record(
        row,
        {**place.values, **values_of(data), **links.values},
        expected_version=expected_version,
        actor=by.actor,
        reason=reason,
        root_id=row.supplier_id,
        action="corrected",
        at=by.at,
    )
    if changed:
        mark_evidence_changed([row.supplier_id])
    return changed


@transaction.atomic
def decide(row: Nonconformance, decision: Decision, by: By, *, expected_version: int | None = None) -> None:
    """Say what becomes of the parts, or say it anew. Raises Conflict, Invalid, NotAllowed.

    `expected_version`, here and with the other moves: the one that the person saw; else that of `row`.
    """
    if decision.on > by.today:
        raise Invalid(Problem("on", "This day is in the future. Give the day of the decision."))
    if decision.on < row.found_on:
        raise Invalid(Problem("on", "This is before it was found. Check the day."))
    if decision.disposition is Disposition.USE_AS_IS and not decision.note.strip():
        raise Invalid(Problem("note", "Use as is needs its concession: number, who gave it, until when."))
    values = {
        "disposition": decision.disposition.value,
        "disposition_on": decision.on,
        "disposition_by": by.actor,
        "disposition_note": decision.note.strip(),
    }
    _move(row, Act.DECIDE, by, expected_version, **values)


@transaction.atomic
def close_nonconformance(row: Nonconformance, by: By, *, note: str = "", expected_version: int | None = None) -> None:
    """The disposition was carried out. Raises Conflict, NotAllowed."""
    _move(row, Act.CLOSE, by, expected_version, closed_on=by.today, end_note=note.strip())


@transaction.atomic
def reopen_nonconformance(row: Nonconformance, by: By, *, expected_version: int | None = None) -> None:
    """It was not over, or not void, after all. Raises Conflict, Invalid, NotAllowed."""
    needed_reason(by.reason)
    blank = {"closed_on": None, "end_note": ""}
    if row.is_void:
        blank |= {"disposition": "", "disposition_on": None, "disposition_by": None, "disposition_note": ""}
    _move(row, Act.REOPEN, by, expected_version, **blank)
    mark_evidence_changed([row.supplier_id])


@transaction.atomic
def void_nonconformance(row: Nonconformance, by: By, *, expected_version: int | None = None) -> None:
    """It should not have been logged: it stays readable and counts no more. Raises Conflict, Invalid, NotAllowed."""
    _move(row, Act.VOID, by, expected_version, end_note=needed_reason(by.reason))
    mark_evidence_changed([row.supplier_id])


def _move(row: Nonconformance, act: Act, by: By, expected_version: int | None, **extra: Any) -> None:
    source = State(row.state)
    to = target(source, act)
    if to is None:
        raise NotAllowed(f"It is in the state “{STATE_LABELS[source].lower()}”; that cannot be done with it now.")
    move_state(
        row,
        field="state",
        expected=source,
        to=to,
        actor=by.actor,
        reason=by.reason.strip(),
        root_id=row.supplier_id,
        extra=extra,
        action=ACTIONS[act],
        at=by.at,
        expected_version=row.version if expected_version is None else expected_version,
    )
