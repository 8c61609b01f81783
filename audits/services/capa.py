"""Opening, closing, cancelling and reopening corrective actions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from audits.domain.capa import (
    Act,
    RoundCause,
    Severity,
    Stage,
    State,
    severities_for,
    severities_for_nonconformance,
)
from audits.domain.capa_due import is_recurrence, planned_due_dates, recurrence_ends_on
from audits.domain.findings import FindingGrade, FindingState
from audits.models import Capa, CapaStep, Finding
from audits.services import capa_notices as notices
from audits.services.capa_answers import pending_answer, take_back
from audits.services.capa_errors import CannotOpen, WrongInput
from audits.services.capa_moves import Doing, begin_round, check, fresh, move
from audits.services.capa_numbers import next_number
from audits.services.capa_people import check_people
from audits.services.findings import close_by_corrective_action, reopen_by_corrective_action
from common import history
from common.records import AlreadySubmitted, claim_submission
from deliveries.domain.nonconformances import Severity as Seriousness
from deliveries.models import Nonconformance
from suppliers.models import Contact, Supplier
from suppliers.services import mark_evidence_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class CapaInput:
    """What opening needs. `contact` is the supplier's person who answers; without one, `responsible` answers."""

    severity: Severity
    responsible: User
    reviewer: User
    contact: Contact | None = None


Origin = Finding | Nonconformance
"""What a corrective action answers."""


def open_capa(
    origin: Origin,
    given: CapaInput,
    *,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> Capa:
    """Open a corrective action; containment is due from `today` by the table of its severity.

    Raises CannotOpen (withdrawn or void, nothing owed), WrongInput (a person who may not or cannot see it),
    AlreadySubmitted (the form was sent twice, or there is one already).
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission)
    with transaction.atomic():
        origin = _read_again(origin)
        _check_opening(origin, given, today)
        capa = _create(origin, given, doing)
        first = begin_round(capa, 1, RoundCause.FINDING, doing, contact=given.contact)
        Capa.objects.filter(pk=capa.pk).update(current_step=first)
        capa.current_step = first
        claim_submission(submission, capa.get_absolute_url())
        fields = (
            "number",
            "finding",
            "nonconformance",
            "severity",
            "responsible",
            "reviewer",
            "stage",
            "due_on",
            "opened_on",
        )
        history.record_created(capa, actor=actor, root_id=capa.supplier_id, fields=fields, at=doing.at)
        mark_evidence_changed([capa.supplier_id])
        notices.tell_turn(capa, first, doing)
    return capa


def _read_again(origin: Origin) -> Origin:
    """As it stands inside the transaction."""
    if isinstance(origin, Finding):
        return Finding.objects.select_related("audit__supplier").get(pk=origin.pk)
    return Nonconformance.objects.select_related("supplier").get(pk=origin.pk)


def supplier_of(origin: Origin) -> Supplier:
    """Whose corrective action it is."""
    return origin.audit.supplier if isinstance(origin, Finding) else origin.supplier


def severities_of(origin: Origin) -> tuple[Severity, ...]:
    """What a corrective action from it can be graded, mildest first; empty where no answer is owed."""
    if isinstance(origin, Finding):
        return severities_for(FindingGrade(origin.grade))
    return severities_for_nonconformance(Seriousness(origin.severity))


def _check_opening(origin: Origin, given: CapaInput, today: date) -> None:
    if isinstance(origin, Finding) and origin.state == FindingState.WITHDRAWN.value:
        raise CannotOpen("The finding was withdrawn. Reopen it first if it holds after all.")
    if isinstance(origin, Nonconformance) and origin.is_void:
        raise CannotOpen("The nonconformance is void. Reopen it first if it holds after all.")
    allowed = severities_of(origin)
    if not allowed:
        raise CannotOpen("An opportunity for improvement owes no answer. Grade it as a finding first.")
    if given.severity not in allowed:
        what = "finding" if isinstance(origin, Finding) else "nonconformance"
        raise WrongInput("severity", f"A {allowed[0].value} {what} cannot be answered as a {given.severity.value} one.")
    if today < origin.found_on:
        raise CannotOpen("It was not yet found on this day.")
    check_people(supplier_of(origin), given.responsible, given.reviewer, given.contact)


def _create(origin: Origin, given: CapaInput, doing: Doing) -> Capa:
    due = planned_due_dates(given.severity, doing.today)
    values = {
        "supplier": supplier_of(origin),
        "severity": given.severity.value,
        "responsible": given.responsible,
        "reviewer": given.reviewer,
        "due_on": min(due.values()),
        "opened_by": doing.actor,
        "opened_on": doing.today,
        "opened_at": doing.at,
        **_answers(origin),
    }
    try:
        with transaction.atomic():
            return Capa.objects.create(number=next_number(doing.today.year), **values)
    except IntegrityError:
        standing = Capa.objects.exclude(stage=Stage.CANCELLED.value).get(**_answers(origin))
        raise AlreadySubmitted(standing.get_absolute_url()) from None


def _answers(origin: Origin) -> dict[str, Origin]:
    return {"finding" if isinstance(origin, Finding) else "nonconformance": origin}


def close_capa(
    capa: Capa,
    *,
    note: str = "",
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """Close after effectiveness was verified. Raises Conflict, ActRefused."""
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=note.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        target = check(current, Act.CLOSE, doing)
        current.rounds.filter(number=current.round_number).update(closed_on=today, closed_by=actor)
        move(current, target, doing, action="closed", ended_on=today, end_note=doing.reason)
        close_by_corrective_action(current, actor=actor, at=at, today=today)


def cancel_capa(
    capa: Capa,
    *,
    reason: str,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """End without a result, for instance because the finding did not hold. Raises Conflict, ActRefused."""
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        target = check(current, Act.CANCEL, doing)
        if current.state == State.SUBMITTED.value:
            take_back(pending_answer(current), doing)
        move(current, target, doing, action="cancelled", ended_on=today, end_note=doing.reason, current_step=None)


def reopen_capa(
    capa: Capa,
    *,
    reason: str,
    seen_on: date,
    finding: Finding | None = None,
    nonconformance: Nonconformance | None = None,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """The defect came back within twelve months of closing: a new round begins at containment.

    Raises Conflict, ActRefused, WrongInput.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        target = check(current, Act.REOPEN, doing)
        _check_recurrence(current, seen_on, finding, nonconformance, today)
        first = next_round(current, RoundCause.RECURRENCE, doing, finding, nonconformance)
        values = {"ended_on": None, "end_note": "", "due_on": first.due_on, "current_step": first}
        number = current.round_number + 1
        move(current, target, doing, action="reopened", round_number=number, **values)
        reopen_by_corrective_action(current, reason=doing.reason, actor=actor, at=at, today=today)
        notices.tell_turn(current, first, doing)


def _check_recurrence(
    capa: Capa, seen_on: date, finding: Finding | None, nonconformance: Nonconformance | None, today: date
) -> None:
    closed_on = capa.ended_on or today
    if seen_on > today:
        raise WrongInput("seen_on", "This day has not come yet.")
    if not is_recurrence(closed_on, seen_on):
        last = recurrence_ends_on(closed_on)
        raise WrongInput(
            "seen_on",
            f"Closed on {closed_on:%d %b %Y}: the same defect counts as coming back until {last:%d %b %Y}. "
            "Outside these days, open a corrective action of its own.",
        )
    if finding is not None and finding.audit.supplier_id != capa.supplier_id:
        raise WrongInput("finding", "This finding belongs to another supplier.")
    if nonconformance is not None and nonconformance.supplier_id != capa.supplier_id:
        raise WrongInput("nonconformance", "This nonconformance belongs to another supplier.")


def next_round(
    capa: Capa,
    cause: RoundCause,
    doing: Doing,
    finding: Finding | None = None,
    nonconformance: Nonconformance | None = None,
) -> CapaStep:
    """Begin the next round with the people of the last one. Returns its first step."""
    last = capa.rounds.get(number=capa.round_number)
    contact = next((step.contact for step in last.steps.select_related("contact") if step.contact), None)
    again = {"finding": finding, "nonconformance": nonconformance}
    return begin_round(capa, capa.round_number + 1, cause, doing, contact=contact, again=again)
