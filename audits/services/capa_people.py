"""Who answers, who is responsible, who reviews, and until when: changed with a reason."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.domain.permissions import Permission
from accounts.models import User
from audits.domain.capa import ActRefused, Refusal, Stage, State
from audits.domain.capa_due import missed_by_change
from audits.models import Capa, CapaStep
from audits.services import capa_notices as notices
from audits.services.capa_errors import WrongInput
from audits.services.capa_moves import Doing, record
from common.records import Conflict, claim_submission
from suppliers.models import Contact, Supplier
from suppliers.services import mark_evidence_changed


def check_people(supplier: Supplier, responsible: User, reviewer: User, contact: Contact | None) -> None:
    """Raises WrongInput for a person who may not do this, does not see the supplier, or would review themselves."""
    check_person("responsible", responsible, Permission.CAPA_EDIT, supplier)
    check_person("reviewer", reviewer, Permission.CAPA_REVIEW, supplier)
    if reviewer == responsible:
        raise WrongInput("reviewer", "Who reviews must be somebody else than who is responsible.")
    check_contact(contact, supplier)


def check_person(field: str, person: User, permission: Permission, supplier: Supplier) -> None:
    """Raises WrongInput when this person may not do it, or does not see the supplier."""
    if not person.can(permission):
        raise WrongInput(field, f"{person} may not do this. Choose somebody else.")
    if not Supplier.objects.visible_to(person).filter(pk=supplier.pk).exists():
        raise WrongInput(field, f"{person} does not see this supplier. Choose somebody else.")


def check_contact(contact: Contact | None, supplier: Supplier) -> None:
    """Raises WrongInput for a contact of another supplier."""
    if contact is not None and contact.supplier_id != supplier.pk:
        raise WrongInput("contact", "This contact belongs to another supplier.")


def change_step(
    step: CapaStep,
    *,
    owner: User | None,
    contact: Contact | None,
    due_on: date,
    reason: str,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> bool:
    """Give a step another owner or due date. Exactly one of `owner` and `contact`. False when nothing differs.

    A date that has already passed stays on record as missed. Raises Conflict, ActRefused, WrongInput.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        claim_submission(submission, step.round.capa.get_absolute_url())
        current = _held(step, expected_version)
        capa = current.round.capa
        _check_change(current, capa, owner, contact, due_on, doing)
        changes = _differing(current, {"owner": owner, "contact": contact, "due_on": due_on})
        if not changes:
            return False
        missed_on = current.missed_on
        if "due_on" in changes and current.is_answerable:
            missed_on = missed_by_change(current.due_on, today, missed_on)
        _write(current, expected_version, {**{name: new for name, (_, new) in changes.items()}, "missed_on": missed_on})
        _follow(capa, current, due_on)
        name = current.get_step_display()
        shown = {f"{name}: {field.replace('_on', '')}": pair for field, pair in changes.items()}
        record(capa, doing, action=f"{name} changed", changes=shown)
        mark_evidence_changed([capa.supplier_id])
        if {"owner", "contact"} & set(changes) and current.is_answerable:
            current.refresh_from_db()
            notices.tell_turn(capa, current, doing)
    return True


def _held(step: CapaStep, expected_version: int) -> CapaStep:
    """The step as it is now. Its corrective action is held, because a review moves the dates of all waiting steps."""
    Capa.objects.select_for_update(of=("self",)).get(pk=step.round.capa_id)
    current = CapaStep.objects.select_related("round__capa__supplier", "owner", "contact").get(pk=step.pk)
    if current.version != expected_version:
        raise Conflict(current)
    return current


def _check_change(
    step: CapaStep, capa: Capa, owner: User | None, contact: Contact | None, due_on: date, doing: Doing
) -> None:
    if capa.has_ended or step.state == State.ACCEPTED.value or step.round.number != capa.round_number:
        raise ActRefused(Refusal.NOT_ALLOWED_NOW)
    if not doing.reason:
        raise ActRefused(Refusal.REASON_MISSING)
    if (owner is None) == (contact is None):
        raise WrongInput("owner", "Choose one: a person of ours, or a contact of the supplier.")
    if step.stage is Stage.EFFECTIVENESS and owner is None:
        raise WrongInput("owner", "Effectiveness is observed by us. Choose a person of ours.")
    if owner is not None and owner != step.owner:
        check_person("owner", owner, Permission.CAPA_EDIT, capa.supplier)
    check_contact(contact, capa.supplier)
    if due_on != step.due_on and due_on < doing.today:
        raise WrongInput("due_on", "The new date has passed already. Give a day from today on.")


def _differing(step: CapaStep, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (getattr(step, name), new) for name, new in values.items() if getattr(step, name) != new}


def _write(step: CapaStep, expected_version: int, values: dict[str, Any]) -> None:
    rows = CapaStep.objects.filter(pk=step.pk, version=expected_version)
    if not rows.update(**values, version=F("version") + 1):
        raise Conflict(step)


def _follow(capa: Capa, step: CapaStep, due_on: date) -> None:
    """The list sorts by the due date of the step whose turn it is."""
    if capa.current_step_id == step.pk:
        Capa.objects.filter(pk=capa.pk).update(due_on=due_on)


def change_people(
    capa: Capa,
    *,
    responsible: User,
    reviewer: User,
    reason: str,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> bool:
    """Name another person responsible, or another reviewer. False when nothing differs.

    Steps that the former responsible person owns and that are still to be answered go to the new one.
    Raises Conflict, ActRefused, WrongInput.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        claim_submission(submission, capa.get_absolute_url())
        current = Capa.objects.select_related("supplier", "responsible", "reviewer").get(pk=capa.pk)
        if current.version != expected_version:
            raise Conflict(current)
        if current.has_ended:
            raise ActRefused(Refusal.NOT_ALLOWED_NOW)
        if not doing.reason:
            raise ActRefused(Refusal.REASON_MISSING)
        check_people(current.supplier, responsible, reviewer, None)
        wanted = {"responsible": responsible, "reviewer": reviewer}
        changes = {name: (getattr(current, name), new) for name, new in wanted.items() if getattr(current, name) != new}
        if not changes:
            return False
        rows = Capa.objects.filter(pk=capa.pk, version=expected_version)
        if not rows.update(**wanted, version=F("version") + 1):
            raise Conflict(current)
        _hand_over(current, responsible)
        record(current, doing, action="people changed", changes=changes)
    return True


def _hand_over(capa: Capa, responsible: User) -> None:
    theirs = CapaStep.objects.filter(round__capa=capa, round__number=capa.round_number, owner=capa.responsible)
    theirs.exclude(state=State.ACCEPTED.value).update(owner=responsible, version=F("version") + 1)
