"""Handing in answers and taking them back."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from accounts.models import User
from audits.domain.capa import ANSWERABLE, Act, Decision, State
from audits.domain.capa_answers import Answer, as_content, criterion_of
from audits.domain.capa_gates import answered_on_problems, evidence_problems
from audits.models import Capa, CapaFile, CapaRound, CapaStep, CapaSubmission
from audits.services import capa_notices as notices
from audits.services.capa_content import answer_problems
from audits.services.capa_errors import AnswerIncomplete, WrongInput
from audits.services.capa_moves import Doing, check, fresh, move
from common.uploads import CheckedFile

MOST_FILES = 10


def submit_step(
    capa: Capa,
    answer: Answer,
    *,
    evidence: str = "",
    files: Sequence[CheckedFile] = (),
    answered_on: date,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> CapaSubmission:
    """Hand in an answer to the step whose turn it is. Lateness counts by `answered_on`, when the supplier gave it.

    Raises Conflict, ActRefused, AnswerIncomplete, WrongInput, AlreadySubmitted.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission)
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        target = check(current, Act.SUBMIT, doing)
        step = current.current_step
        assert step is not None  # noqa: S101  (a position that takes answers has its step)
        _check_answer(step, answer, answered_on, today, evidence=evidence, files=len(files))
        attempt = _keep(step, answer, evidence, answered_on, doing)
        _keep_files(attempt, files)
        _fix_criterion(step.round, answer)
        _take_turn(step, State.SUBMITTED)
        move(current, target, doing, action=f"{step.get_step_display()}: answer {attempt.number} handed in")
        notices.tell_review(current, attempt, doing)
    return attempt


def _check_answer(step: CapaStep, answer: Answer, answered_on: date, today: date, *, evidence: str, files: int) -> None:
    problems = [
        *answered_on_problems(answered_on, not_before=_earliest_answer(step), today=today),
        *answer_problems(step.stage, answer, step.round, answered_on),
        *evidence_problems(evidence, files),
    ]
    if problems:
        raise AnswerIncomplete(problems)
    if files > MOST_FILES:
        raise WrongInput("files", f"At most {MOST_FILES} files come with one answer. Put them together as one PDF.")


def _earliest_answer(step: CapaStep) -> date:
    """The round's first day, or the day of the last rejection."""
    rejected = step.submissions.filter(decision=Decision.REJECTED.value).aggregate(last=Max("decided_on"))["last"]
    return rejected or step.round.began_on


def _keep(step: CapaStep, answer: Answer, evidence: str, answered_on: date, doing: Doing) -> CapaSubmission:
    return CapaSubmission.objects.create(
        step=step,
        number=step.submissions.count() + 1,
        content=as_content(answer),
        evidence=evidence.strip(),
        answered_on=answered_on,
        due_on=step.due_on,
        submitted_by=doing.actor,
        submitted_at=doing.at,
    )


def _keep_files(submission: CapaSubmission, files: Sequence[CheckedFile]) -> None:
    for each in files:
        CapaFile.objects.create(
            submission=submission,
            file=each.file,
            kind=each.kind.value,
            original_name=each.original_name,
            size=each.file.size or 0,
        )


def _fix_criterion(walk: CapaRound, answer: Answer) -> None:
    """The proposed criterion stands with its round; accepting the actions makes it final, as they cannot be answered
    again after that."""
    criterion = criterion_of(answer)
    if criterion is not None and criterion.measure is not None:
        CapaRound.objects.filter(pk=walk.pk).update(
            criterion=criterion.text.strip(),
            criterion_count=criterion.count,
            criterion_measure=criterion.measure.value,
        )


def _take_turn(step: CapaStep, state: State) -> None:
    answerable = [each.value for each in ANSWERABLE]
    CapaStep.objects.filter(pk=step.pk, state__in=answerable).update(state=state.value, version=F("version") + 1)
    step.state = state.value


def withdraw_answer(
    capa: Capa,
    *,
    reason: str,
    expected_version: int,
    actor: User,
    today: date,
    at: datetime,
    submission: UUID | str | None = None,
) -> None:
    """Take back an answer under review, for instance one written down wrongly. It stays on record, its date counts not.

    Raises Conflict, ActRefused.
    """
    doing = Doing(actor=actor, today=today, at=at, submission=submission, reason=reason.strip())
    with transaction.atomic():
        current = fresh(capa, expected_version, doing)
        target = check(current, Act.WITHDRAW, doing)
        attempt = pending_answer(current)
        take_back(attempt, doing)
        name = attempt.step.get_step_display()
        move(current, target, doing, action=f"{name}: answer {attempt.number} withdrawn")


def take_back(submission: CapaSubmission, doing: Doing) -> None:
    """Withdraw the answer under review; its step waits again."""
    decide_answer(submission, Decision.WITHDRAWN, doing)
    CapaStep.objects.filter(pk=submission.step_id).update(state=State.OPEN.value, version=F("version") + 1)


def pending_answer(capa: Capa) -> CapaSubmission:
    """The answer under review."""
    return CapaSubmission.objects.select_related("step__round").get(step_id=capa.current_step_id, decision="")


def decide_answer(submission: CapaSubmission, decision: Decision, doing: Doing) -> None:
    """Write a decision on an answer under review."""
    submission.decision, submission.decision_reason = decision.value, doing.reason
    submission.decided_by, submission.decided_on, submission.decided_at = doing.actor, doing.today, doing.at
    submission.save(update_fields=["decision", "decision_reason", "decided_by", "decided_on", "decided_at"])
