"""Judging answers: accept, reject, and what the check of effectiveness showed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audits.domain.capa import Act, ActRefused, Decision, Effectiveness, Refusal, RoundCause, Stage, State
from audits.domain.capa_due import (
    Review,
    due_after_rejection,
    due_days,
    earliest_due,
    shifted_due_dates,
    watch_ends_on,
)
from audits.domain.capa_gates import Measure
from audits.models import Capa, CapaRound, CapaStep, CapaSubmission
from audits.services import capa_notices as notices
from audits.services.capa import next_round
from audits.services.capa_answers import decide_answer, pending_answer
from audits.services.capa_moves import Doing, begin_step, check, fresh, move


def accept_step(
    capa: Capa,
    *,
    note: str = "",
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """Accept the answer under review; the next step gets its turn. For effectiveness see `judge_effectiveness`.

    Raises Conflict, ActRefused.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=note.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        attempt = _under_review(current)
        target = check(current, Act.ACCEPT, doing, submitter=attempt.submitted_by_id)
        decide_answer(attempt, Decision.ACCEPTED, doing)
        _settle(attempt.step, State.ACCEPTED)
        if attempt.step.stage is Stage.IMPLEMENTED:
            _note_implementation(attempt)
        following = _open_next(current, attempt, target.stage, doing)
        action = f"{attempt.step.get_step_display()}: answer {attempt.number} accepted"
        move(current, target, doing, action=action, due_on=following.due_on, current_step=following)
        notices.tell_turn(current, following, doing)


def _under_review(capa: Capa) -> CapaSubmission:
    if capa.state != State.SUBMITTED.value:
        raise ActRefused(Refusal.NOT_ALLOWED_NOW)
    return pending_answer(capa)


def _settle(step: CapaStep, state: State) -> None:
    rows = CapaStep.objects.filter(pk=step.pk, state=State.SUBMITTED.value)
    if not rows.update(state=state.value, version=F("version") + 1):
        raise ActRefused(Refusal.NOT_ALLOWED_NOW)
    step.state = state.value


def _note_implementation(submission: CapaSubmission) -> None:
    day = date.fromisoformat(submission.content["implemented_on"])
    CapaRound.objects.filter(pk=submission.step.round_id).update(implemented_on=day)
    submission.step.round.implemented_on = day


def _open_next(capa: Capa, submission: CapaSubmission, stage: Stage, doing: Doing) -> CapaStep:
    """Move the dates of the waiting steps by the days of review, and open the next one."""
    later = {step.stage: step for step in submission.step.round.steps.filter(state=State.WAITING.value)}
    review = _review(submission, doing.today)
    floor = earliest_due(doing.today, _rework_days(capa))
    due = shifted_due_dates({each: step.due_on for each, step in later.items()}, review, not_before=floor)
    if stage is Stage.EFFECTIVENESS:
        due[stage] = _watch_due(capa, submission.step.round, due[stage], floor)
    for each, step in later.items():
        step.due_on = due[each]
    CapaStep.objects.bulk_update(later.values(), ["due_on"])
    begin_step(later[stage], doing, due[stage])
    return later[stage]


def _review(submission: CapaSubmission, decided_on: date) -> Review:
    """The time an answer lay with us: not before its step had its turn, even when it came ahead of it."""
    since = max(submission.answered_on, submission.step.began_on or submission.answered_on)
    return Review(since, submission.due_on, decided_on)


def _watch_due(capa: Capa, walk: CapaRound, planned: date, floor: date) -> date:
    """Effectiveness by days is due when they are over, with the days of a rework to write it down."""
    criterion = walk.fixed_criterion
    if criterion.measure is not Measure.DAYS or walk.implemented_on is None:
        return planned
    over = watch_ends_on(walk.implemented_on, criterion.count or 0)
    return max(over + timedelta(days=_rework_days(capa)), floor)


def _rework_days(capa: Capa) -> int:
    return due_days(capa.severity_value, capa.opened_on).rework


def reject_step(
    capa: Capa,
    *,
    reason: str,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """Reject the answer under review with a reason that its owner can work with; the step is due anew.

    Raises Conflict, ActRefused.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        attempt = _under_review(current)
        target = check(current, Act.REJECT, doing, submitter=attempt.submitted_by_id)
        decide_answer(attempt, Decision.REJECTED, doing)
        step = attempt.step
        _settle(step, State.REJECTED)
        review = _review(attempt, today)
        step.due_on = due_after_rejection(review, _rework_days(current))
        step.save(update_fields=["due_on"])
        action = f"{step.get_step_display()}: answer {attempt.number} rejected"
        move(current, target, doing, action=action, due_on=step.due_on)
        notices.tell_rejection(current, attempt, doing)


def judge_effectiveness(
    capa: Capa,
    *,
    effective: bool,
    reason: str = "",
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """What the check showed, judged by somebody who did not write it down.

    Effective: the corrective action can be closed. Not effective (with a reason): a new round begins at containment.
    An answer that itself says "not effective" cannot be judged effective. Raises Conflict, ActRefused.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        attempt = _under_review(current)
        act = Act.FIND_EFFECTIVE if effective else Act.FIND_NOT_EFFECTIVE
        target = check(current, act, doing, submitter=attempt.submitted_by_id)
        result = Effectiveness.EFFECTIVE if effective else Effectiveness.NOT_EFFECTIVE
        if effective and attempt.content["result"] != result.value:
            raise ActRefused(Refusal.NOT_ALLOWED_NOW)
        decide_answer(attempt, Decision.ACCEPTED, doing)
        _settle(attempt.step, State.ACCEPTED)
        walk = CapaRound.objects.filter(pk=attempt.step.round_id)
        walk.update(result=result.value, judged_on=today, judged_by=actor)
        if effective:
            due_on = earliest_due(today, _rework_days(current))
            move(current, target, doing, action="found effective", due_on=due_on, current_step=None)
            return
        first = next_round(current, RoundCause.NOT_EFFECTIVE, doing)
        number = current.round_number + 1
        values = {"round_number": number, "due_on": first.due_on, "current_step": first}
        move(current, target, doing, action="found not effective", **values)
        notices.tell_turn(current, first, doing)
