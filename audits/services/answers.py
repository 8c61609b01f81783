"""Answering questions. Autosave sends the same answer again and again; two people may do so at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from audits.domain.audits import AuditState
from audits.domain.grading import Grade
from audits.models import Answer, Audit
from audits.services.audits import within_open_audit
from audits.services.errors import NotAllowed
from common import history
from common.records import Conflict, update_record

LONGEST_EVIDENCE = 5000


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """What was typed for one question; no grade yet is fine, words often come first."""

    question: str
    grade: Grade | None
    evidence: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The answer as columns."""
        return {"grade": self.grade.value if self.grade else "", "evidence": self.evidence.strip()}


@transaction.atomic
def save_answer(audit: Audit, given: AnswerInput, *, expected_version: int, actor: User, at: datetime) -> Answer:
    """Keep an answer. `expected_version` is the one the person saw, 0 when there was none.

    Sending what is kept already does nothing, whatever version it carries. Raises Conflict with the answer somebody
    else gave in between, NotAllowed when the audit is not in progress or the question is not on its checklist.
    """
    locked = within_open_audit(audit.pk, lambda row: row.state == AuditState.IN_PROGRESS)
    if given.question not in locked.checklist.by_code:
        raise NotAllowed("This question is not on the checklist of this audit.")
    current = Answer.objects.filter(audit=locked, question=given.question).first()
    if current is None:
        return _first_answer(locked, given, actor=actor, at=at)
    if all(getattr(current, name) == value for name, value in given.values.items()):
        return current
    said = {"answered_by": actor, "answered_at": at, "confirmed_by": None, "confirmed_at": None}
    update_record(
        current,
        {**given.values, **said},
        expected_version=expected_version,
        actor=actor,
        root_id=locked.supplier_id,
        action="answered",
        at=at,
    )
    return current


@transaction.atomic
def take_over_answers(audit: Audit, given: Sequence[AnswerInput], *, actor: User, at: datetime) -> list[Answer]:
    """Enter the answers of an audit that was conducted on paper, all at once, where none is entered yet.

    Raises NotAllowed when the audit is not in progress, a question is unknown, or one is answered already.
    """
    locked = within_open_audit(audit.pk, lambda row: row.state == AuditState.IN_PROGRESS)
    codes = [one.question for one in given]
    if not set(codes) <= locked.checklist.by_code.keys():
        raise NotAllowed("One of these questions is not on the checklist of this audit.")
    if len(set(codes)) < len(codes) or locked.answers.filter(question__in=codes).exists():
        raise NotAllowed("One of these questions is answered already. Change it on the page of the audit.")
    said = {"audit": locked, "answered_by": actor, "answered_at": at}
    answers = Answer.objects.bulk_create(Answer(question=one.question, **one.values, **said) for one in given)
    history.record_bulk(_entry(answer, actor=actor, at=at) for answer in answers)
    return answers


def _first_answer(audit: Audit, given: AnswerInput, *, actor: User, at: datetime) -> Answer:
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                audit=audit, question=given.question, answered_by=actor, answered_at=at, **given.values
            )
    except IntegrityError:
        raise Conflict(Answer.objects.get(audit=audit, question=given.question)) from None
    history.record_bulk([_entry(answer, actor=actor, at=at)])
    return answer


def _entry(answer: Answer, *, actor: User, at: datetime) -> history.Entry:
    changes = {name: ("", getattr(answer, name)) for name in ("grade", "evidence") if getattr(answer, name)}
    root_id = answer.audit.supplier_id
    return history.build_entry(answer, actor=actor, action="answered", changes=changes, root_id=root_id, at=at)


@transaction.atomic
def confirm_not_applicable(answer: Answer, *, expected_version: int, actor: User, at: datetime) -> None:
    """A second person agrees that a question does not arise here. Raises Conflict, NotAllowed."""
    audit = within_open_audit(answer.audit_id, lambda row: row.state == AuditState.IN_PROGRESS)
    if answer.grade != Grade.NOT_APPLICABLE:
        raise NotAllowed("Only “not applicable” is confirmed by a second person.")
    if answer.answered_by_id == actor.pk:
        raise NotAllowed("You said so yourself. Somebody else has to agree.")
    update_record(
        answer,
        {"confirmed_by": actor, "confirmed_at": at},
        expected_version=expected_version,
        actor=actor,
        root_id=audit.supplier_id,
        action="confirmed as not applicable",
        at=at,
    )
