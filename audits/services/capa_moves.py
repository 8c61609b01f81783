"""Moving a corrective action along its table: conditional, with history and the news for scoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import User
from audits.domain.capa import STEPS, Act, People, Position, RoundCause, Stage, State, decide
from audits.domain.capa_due import planned_due_dates
from audits.models import Capa, CapaRound, CapaStep
from common import history
from common.records import Conflict, claim_submission
from suppliers.models import Contact
from suppliers.services import mark_evidence_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does something, on which day, recorded when, and why."""

    actor: User
    today: date
    at: datetime
    reason: str = ""
    submission: UUID | str | None = None
    """The token of the form, so that the same form sent twice is carried out once."""


def fresh(capa: Capa, expected_version: int, doing: Doing) -> Capa:
    """The record as it is now, held until the transaction ends. Raises Conflict when it has moved on meanwhile.

    PostgreSQL holds the row; SQLite, whose transactions here begin as writers, has only one of them at a time.
    Raises AlreadySubmitted when this very form was carried out before.
    """
    claim_submission(doing.submission, capa.get_absolute_url())
    related = ("current_step__round", "current_step__owner", "current_step__contact", "supplier")
    current = Capa.objects.select_related(*related).select_for_update(of=("self",)).get(pk=capa.pk)
    if current.version != expected_version:
        raise Conflict(current)
    return current


def check(capa: Capa, act: Act, doing: Doing, *, submitter: int | None = None) -> Position:
    """The position after `act`. Raises ActRefused."""
    step = capa.current_step
    people = People(doing.actor.pk, submitter, step.owner_id if step else None)
    return decide(capa.position, act, people, doing.reason)


def move(capa: Capa, target: Position, doing: Doing, *, action: str, **values: Any) -> None:
    """Put `capa` to `target` if nobody moved it since it was read; writes history and marks the evidence.

    Raises Conflict.
    """
    written = {"stage": target.stage.value, "state": target.state.value, **values}
    before = {name: getattr(capa, name) for name in written}
    rows = Capa.objects.filter(pk=capa.pk, version=capa.version)
    if not rows.update(**written, version=F("version") + 1):
        raise Conflict(Capa.objects.get(pk=capa.pk))
    for name, value in written.items():
        setattr(capa, name, value)
    capa.version += 1
    record(capa, doing, action=action, changes={name: (before[name], written[name]) for name in written})
    mark_evidence_changed([capa.supplier_id])


_UNSAID = frozenset({"current_step", "end_note"})
"""A projection, and the note that is the entry's reason already."""


def record(capa: Capa, doing: Doing, *, action: str, changes: dict[str, tuple[Any, Any]]) -> None:
    """Write one history entry of the corrective action, with what differs and is not said by another line of it."""
    shown = {name: pair for name, pair in changes.items() if pair[0] != pair[1] and name not in _UNSAID}
    if "stage" in shown:
        shown.pop("state", None)
    history.record_change(
        capa,
        actor=doing.actor,
        action=action[:60],
        changes=shown,
        root_id=capa.supplier_id,
        reason=doing.reason,
        at=doing.at,
    )


def begin_step(step: CapaStep, doing: Doing, due_on: date) -> None:
    """It is this step's turn from today."""
    step.state, step.began_on, step.due_on = State.OPEN.value, doing.today, due_on
    step.version += 1
    step.save(update_fields=["state", "began_on", "due_on", "version"])


def begin_round(
    capa: Capa,
    number: int,
    cause: RoundCause,
    doing: Doing,
    *,
    contact: Contact | None,
    again: Mapping[str, Any] | None = None,
) -> CapaStep:
    """A new walk through the five steps, due by the table from today. Returns its first step, open.

    `again`: the finding or nonconformance that shows that the defect came back.
    """
    new = CapaRound.objects.create(
        capa=capa, number=number, cause=cause.value, reason=doing.reason, began_on=doing.today, **(again or {})
    )
    due = planned_due_dates(capa.severity_value, doing.today)
    steps = [_step(new, stage, position, due[stage], capa, contact) for position, stage in enumerate(STEPS, 1)]
    CapaStep.objects.bulk_create(steps)
    first = new.steps.get(step=Stage.CONTAINMENT.value)
    begin_step(first, doing, due[Stage.CONTAINMENT])
    return first


def _step(new: CapaRound, stage: Stage, position: int, due_on: date, capa: Capa, contact: Contact | None) -> CapaStep:
    """The supplier's contact answers; effectiveness is observed at our own receipts, so it is ours."""
    theirs = contact if stage is not Stage.EFFECTIVENESS else None
    owner = None if theirs else capa.responsible
    return CapaStep(round=new, step=stage.value, position=position, due_on=due_on, owner=owner, contact=theirs)
