"""Audits that were completed elsewhere, taken into evidence in bulk: a fixed number of statements however many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from audits.domain.audits import AuditState, Purpose, Strength
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.domain.findings import FindingState, due_date
from audits.domain.grading import Grade
from audits.models import Answer, Audit, Finding
from audits.services.answers import AnswerInput
from audits.services.findings import FindingInput
from common import history
from suppliers.services import mark_evidence_changed

BATCH = 500
NOT_TOLD = "The audit was taken over from a file that says nothing about this."


@dataclass(frozen=True)
class PastFinding:
    """A finding with what became of it since. `closed_on` and a note where it is closed."""

    given: FindingInput
    closed_on: date | None = None
    closing_note: str = ""


@dataclass(frozen=True, kw_only=True)
class PastAudit:
    """An audit that was conducted. The caller has checked it by the rules of planning, findings and completion."""

    supplier_id: int
    site_id: int
    conducted_on: date
    strength: Strength
    lead: User
    purpose: Purpose = Purpose.QUALIFICATION
    scope_id: int | None = None
    summary: str = ""
    findings: Sequence[PastFinding] = ()
    answers: Sequence[AnswerInput] = ()
    reason: str = ""


def record_past_audits(past: Sequence[PastAudit], *, actor: User, at: datetime) -> list[tuple[Audit, list[Finding]]]:
    """Take all of them into evidence, in their order, in the caller's transaction.

    They were true on the day they were conducted; we learn of them now (`completed_at`).
    """
    audits = [_audit(each, at) for each in past]
    Audit.objects.bulk_create(audits, batch_size=BATCH)
    pairs = list(zip(past, audits, strict=True))
    through = Audit.scopes.through
    through._default_manager.bulk_create(
        (through(audit_id=audit.pk, scope_id=each.scope_id) for each, audit in pairs if each.scope_id), batch_size=BATCH
    )
    findings = [[_finding(audit, one, actor, at) for one in each.findings] for each, audit in pairs]
    Finding.objects.bulk_create((one for some in findings for one in some), batch_size=BATCH)
    answers = [_answers(each, audit, actor, at) for each, audit in pairs]
    Answer.objects.bulk_create((one for some in answers for one in some), batch_size=BATCH)
    history.record_bulk(
        entry
        for (each, audit), raised in zip(pairs, findings, strict=True)
        for entry in _entries(each, audit, raised, actor, at)
    )
    mark_evidence_changed({each.supplier_id for each in past})
    return list(zip(audits, findings, strict=True))


def _audit(past: PastAudit, at: datetime) -> Audit:
    return Audit(
        supplier_id=past.supplier_id,
        site_id=past.site_id,
        purpose=past.purpose.value,
        strength=past.strength.value,
        lead=past.lead,
        planned_on=past.conducted_on,
        conducted_on=past.conducted_on,
        summary=past.summary,
        state=AuditState.COMPLETED.value,
        created_at=at,
        completed_at=at,
    )


def _finding(audit: Audit, past: PastFinding, actor: User, at: datetime) -> Finding:
    given, found_on = past.given, audit.happened_on
    closed: dict[str, Any] = {}
    if past.closed_on is not None:
        closed = {"state": FindingState.CLOSED.value, "closed_on": past.closed_on, "closed_by": actor}
        closed["closing_note"] = past.closing_note
    return Finding(
        audit=audit,
        question=given.question,
        clause=given.clause,
        grade=given.grade.value,
        statement=given.statement,
        evidence=given.evidence,
        found_on=found_on,
        due_on=given.due_on or due_date(given.grade, found_on),
        raised_by=actor,
        raised_at=at,
        **closed,
    )


def _answers(past: PastAudit, audit: Audit, actor: User, at: datetime) -> list[Answer]:
    """Those given, and "not looked at" for every other question of the checklist."""
    given = {one.question: one for one in past.answers}
    silent = [code for code in DEFAULT_CHECKLIST.by_code if code not in given]
    not_told = (AnswerInput(code, Grade.NOT_LOOKED_AT, NOT_TOLD) for code in silent)
    said = {"audit": audit, "answered_by": actor, "answered_at": at}
    return [Answer(question=one.question, **one.values, **said) for one in (*given.values(), *not_told)]


def _entries(
    past: PastAudit, audit: Audit, findings: Sequence[Finding], actor: User, at: datetime
) -> Iterator[history.Entry]:
    entry: dict[str, Any] = {
        "actor": actor,
        "action": "created",
        "root_id": past.supplier_id,
        "reason": past.reason,
        "at": at,
    }
    told = {one.question: (None, one.grade.value) for one in past.answers if one.grade}
    changes = {**history.initial_values(audit), "state": (None, audit.state), **told}
    yield history.build_entry(audit, changes=changes, **entry)
    for finding in findings:
        changes = {**history.initial_values(finding), "state": (None, finding.state)}
        yield history.build_entry(finding, changes=changes, **entry)
