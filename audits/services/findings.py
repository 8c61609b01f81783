"""Raising, correcting, closing and withdrawing findings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.domain.permissions import Role
from accounts.models import User
from audits.domain.audits import AuditState
from audits.domain.findings import NONCONFORMITIES, FindingGrade, FindingState, due_date, find_finding_move
from audits.domain.grading import SHORTEST_EVIDENCE
from audits.labels import FINDING_STATE_LABELS
from audits.models import Audit, Capa, Finding
from audits.services.audits import OVERRULING, within_open_audit
from audits.services.errors import Invalid, NotAllowed
from common import history
from common.problems import Problem
from common.records import claim_submission, move_state, update_record
from suppliers.services import mark_evidence_changed

ACTIONS = {FindingState.OPEN: "reopened", FindingState.CLOSED: "closed", FindingState.WITHDRAWN: "withdrawn"}
TAKES_FINDINGS = frozenset({AuditState.IN_PROGRESS.value, AuditState.COMPLETED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingInput:
    """A finding as it is written down. Without `due_on` the table of due days decides."""

    grade: FindingGrade
    statement: str
    evidence: str = ""
    question: str = ""
    clause: str = ""
    due_on: date | None = None
    repeats: Finding | None = None


def _values(audit: Audit, given: FindingInput, found_on: date) -> dict[str, Any]:
    problems = _problems(audit, given, found_on)
    if problems:
        raise Invalid(*problems)
    return {
        "grade": given.grade.value,
        "statement": given.statement.strip(),
        "evidence": given.evidence.strip(),
        "question": given.question,
        "clause": given.clause.strip(),
        "due_on": given.due_on or due_date(given.grade, found_on),
        "repeats": given.repeats,
    }


def _problems(audit: Audit, given: FindingInput, found_on: date) -> list[Problem]:
    problems = []
    if not given.statement.strip():
        problems.append(Problem("statement", "Say what was found."))
    if given.question and given.question not in audit.checklist.by_code:
        problems.append(Problem("question", "This question is not on the checklist of this audit."))
    if given.due_on is not None and given.due_on < found_on:
        problems.append(Problem("due_on", "It cannot be due before it was found."))
    if given.repeats is not None and given.repeats.audit.supplier_id != audit.supplier_id:
        problems.append(Problem("repeats", "The earlier finding belongs to another supplier."))
    return problems


@transaction.atomic
def raise_finding(
    audit: Audit, given: FindingInput, *, actor: User, at: datetime, submission: UUID | str | None = None
) -> Finding:
    """Write down a finding, dated the day of the audit. Raises AlreadySubmitted, Invalid, NotAllowed."""
    locked = within_open_audit(audit.pk, lambda row: row.state in TAKES_FINDINGS)
    found_on = locked.happened_on
    finding = Finding.objects.create(
        audit=locked, found_on=found_on, raised_by=actor, raised_at=at, **_values(locked, given, found_on)
    )
    claim_submission(submission, finding.get_absolute_url)
    history.record_created(finding, actor=actor, root_id=locked.supplier_id, at=at)
    _tell_scoring(locked)
    return finding


@transaction.atomic
def correct_finding(
    finding: Finding, given: FindingInput, *, expected_version: int, reason: str, actor: User, at: datetime
) -> bool:
    """Correct what a finding says; once its audit is complete, with a reason. Raises Conflict, Invalid, NotAllowed."""
    audit = finding.audit
    if finding.state != FindingState.OPEN:
        raise NotAllowed("Only an open finding can be corrected. Reopen it first.")
    if audit.state == AuditState.COMPLETED and not reason.strip():
        raise Invalid(Problem("reason", "The audit is complete, so say why this is corrected."))
    changed = update_record(
        finding,
        _values(audit, given, finding.found_on),
        expected_version=expected_version,
        actor=actor,
        reason=reason.strip(),
        root_id=audit.supplier_id,
        action="corrected",
        at=at,
    )
    if changed:
        _tell_scoring(audit)
    return changed


@transaction.atomic
def close_finding(finding: Finding, *, note: str, closed_on: date, actor: User, at: datetime, today: date) -> None:
    """Close a finding on the word of somebody who saw the correction; a nonconformity needs that in words."""
    _check_corrective_action(finding, "It closes the finding when its effectiveness is verified.")
    if FindingGrade(finding.grade) in NONCONFORMITIES and len(note.strip()) < SHORTEST_EVIDENCE:
        raise Invalid(Problem("note", "Say what you saw that closes it, and where."))
    if not note.strip():
        raise Invalid(Problem("note", "Say why it is closed."))
    if not finding.found_on <= closed_on <= today:
        raise Invalid(Problem("closed_on", "It was closed between the day it was found and today."))
    extra = {"closed_on": closed_on, "closed_by": actor, "closing_note": note.strip()}
    _move(finding, FindingState.CLOSED, actor=actor, at=at, reason="", extra=extra)


@transaction.atomic
def reopen_finding(finding: Finding, *, reason: str, actor: User, at: datetime, today: date) -> None:
    """Open a closed or withdrawn finding again, because it came back or was closed in error; due anew from today."""
    extra = _open_again(finding, today)
    _move(finding, FindingState.OPEN, actor=actor, at=at, reason=_needed(reason), extra=extra)


@transaction.atomic
def withdraw_finding(finding: Finding, *, reason: str, actor: User, at: datetime) -> None:
    """Take a finding back that should not have been raised. Managers and administrators only."""
    _check_corrective_action(finding, "Cancel it first.")
    _move(finding, FindingState.WITHDRAWN, actor=actor, at=at, reason=_needed(reason))


def close_by_corrective_action(capa: Capa, *, actor: User, at: datetime, today: date) -> None:
    """A corrective action closed after verified effectiveness closes its finding, if it answers one.

    Inside the caller's transaction.
    """
    finding = capa.finding
    if finding is not None and finding.state == FindingState.OPEN:
        note = f"Corrective action {capa.number} closed: its effectiveness was verified."
        extra = {"closed_on": today, "closed_by": actor, "closing_note": note}
        _move(finding, FindingState.CLOSED, actor=actor, at=at, reason="", extra=extra)


def reopen_by_corrective_action(capa: Capa, *, reason: str, actor: User, at: datetime, today: date) -> None:
    """A corrective action reopened because of a recurrence reopens its finding, inside the caller's transaction."""
    if capa.finding is not None and capa.finding.state == FindingState.CLOSED:
        extra = _open_again(capa.finding, today)
        _move(capa.finding, FindingState.OPEN, actor=actor, at=at, reason=reason, extra=extra)


def _open_again(finding: Finding, today: date) -> dict[str, Any]:
    """The time while it was closed is nobody's delay: the correction is owed anew."""
    again = due_date(FindingGrade(finding.grade), today)
    due_on = max(again, finding.due_on) if again and finding.due_on else finding.due_on or again
    return {"closed_on": None, "closed_by": None, "closing_note": "", "due_on": due_on}


def _check_corrective_action(finding: Finding, remedy: str) -> None:
    standing = Capa.objects.live().filter(finding=finding).first()
    if standing is not None:
        raise NotAllowed(f"Corrective action {standing.number} is open. {remedy}")


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Invalid(Problem("reason", "Say why."))
    return reason.strip()


def _move(
    finding: Finding,
    target: FindingState,
    *,
    actor: User,
    at: datetime,
    reason: str,
    extra: dict[str, Any] | None = None,
) -> None:
    source = FindingState(finding.state)
    move = find_finding_move(source, target)
    if move is None:
        raise NotAllowed(f"This finding is {FINDING_STATE_LABELS[source].lower()}; that cannot be done with it now.")
    if move.manager and Role(actor.role) not in OVERRULING:
        raise NotAllowed("Only a manager may withdraw a finding or bring it back. Ask one, and say why.")
    audit = finding.audit
    move_state(
        finding,
        field="state",
        expected=source,
        to=target,
        actor=actor,
        reason=reason,
        root_id=audit.supplier_id,
        extra=extra,
        action=ACTIONS[target],
        at=at,
    )
    _tell_scoring(audit)


def _tell_scoring(audit: Audit) -> None:
    """Findings of an audit in progress are no evidence yet, so they are no news."""
    if audit.state == AuditState.COMPLETED:
        mark_evidence_changed([audit.supplier_id])
