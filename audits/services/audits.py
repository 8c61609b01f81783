"""Planning, beginning and ending an audit."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.domain.permissions import Role
from accounts.models import User
from audits.domain.audits import AuditState, Purpose, Strength, completion_gaps, find_move
from audits.labels import STATE_LABELS
from audits.models import Audit, CoverageObservation, StageObservation
from audits.services.errors import Incomplete, Invalid, NotAllowed
from common import history
from common.problems import Problem
from common.records import claim_submission, move_state, update_record
from suppliers.models import Scope, Site, Supplier
from suppliers.services import mark_evidence_changed

ACTIONS = {
    AuditState.PLANNED: "planned again",
    AuditState.IN_PROGRESS: "begun",
    AuditState.COMPLETED: "completed",
    AuditState.CANCELLED: "cancelled",
    AuditState.DECLINED: "declined by the supplier",
}
OVERRULING = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPlan:
    """What is decided before anybody travels."""

    site: Site
    lead: User
    planned_on: date
    purpose: Purpose = Purpose.QUALIFICATION
    strength: Strength = Strength.ANNOUNCED_ON_SITE
    scopes: Collection[Scope] = ()
    note: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The plan as columns; scopes are kept apart."""
        return {
            "site": self.site,
            "lead": self.lead,
            "planned_on": self.planned_on,
            "purpose": self.purpose.value,
            "strength": self.strength.value,
            "note": self.note.strip(),
        }


@transaction.atomic
def plan_audit(plan: AuditPlan, *, actor: User, at: datetime, submission: UUID | str | None = None) -> Audit:
    """Plan an audit at a site. A day in the past is allowed: visits are entered afterwards, too.

    Raises AlreadySubmitted when the same form was carried out before, Invalid when a scope is of another site.
    """
    refuse_archived(plan.site.supplier_id)
    _check_scopes(plan)
    audit = Audit.objects.create(supplier_id=plan.site.supplier_id, created_at=at, **plan.values)
    claim_submission(submission, audit.get_absolute_url)
    audit.scopes.set(plan.scopes)
    history.record_created(audit, actor=actor, root_id=audit.supplier_id, at=at)
    return audit


@transaction.atomic
def change_plan(audit: Audit, plan: AuditPlan, *, expected_version: int, actor: User, at: datetime) -> bool:
    """Change the plan of an audit that has not ended. Raises Conflict, Invalid, NotAllowed."""
    if not audit.is_open:
        raise NotAllowed("This audit has ended. Its plan stays as it was.")
    if plan.site.supplier_id != audit.supplier_id:
        raise Invalid(Problem("site", "This site belongs to another supplier."))
    _check_scopes(plan)
    _check_counts(audit, plan)
    changed = update_record(
        audit, plan.values, expected_version=expected_version, actor=actor, root_id=audit.supplier_id, at=at
    )
    return _change_scopes(audit, plan.scopes, actor=actor, at=at) or changed


def _check_scopes(plan: AuditPlan) -> None:
    if any(scope.site_id != plan.site.pk for scope in plan.scopes):
        raise Invalid(Problem("scopes", "One of these is made at another site. Choose those of the audited site."))


def _check_counts(audit: Audit, plan: AuditPlan) -> None:
    """Counts were recorded with the audit's site and source; a plan that says otherwise would contradict them."""
    if (plan.site, plan.strength.value) == (audit.site, audit.strength):
        return
    if any(model.objects.standing().filter(audit=audit).exists() for model in (CoverageObservation, StageObservation)):
        words = "Counts were recorded with this site and way of auditing. Retract them first, then change it."
        raise Invalid(Problem("strength", words))


def refuse_archived(supplier_id: int) -> None:
    """Nothing new is written about an archived supplier. Raises NotAllowed."""
    if Supplier.objects.filter(pk=supplier_id, archived_at__isnull=False).exists():
        raise NotAllowed("This supplier is archived. Bring it back first.")


def _change_scopes(audit: Audit, scopes: Collection[Scope], *, actor: User, at: datetime) -> bool:
    before = {scope.pk: str(scope) for scope in audit.scopes.select_related("process", "site")}
    after = {scope.pk: str(scope) for scope in scopes}
    if before.keys() == after.keys():
        return False
    audit.scopes.set(scopes)
    changes = {"scopes": (sorted(before.values()), sorted(after.values()))}
    history.record_change(audit, actor=actor, action="changed", changes=changes, root_id=audit.supplier_id, at=at)
    return True


@transaction.atomic
def start_audit(audit: Audit, *, conducted_on: date, actor: User, at: datetime, today: date) -> None:
    """Begin. `conducted_on` is the day on site; it may lie in the past, never in the future."""
    _check_day(conducted_on, today)
    _move(audit, AuditState.IN_PROGRESS, actor=actor, at=at, extra={"conducted_on": conducted_on})


@transaction.atomic
def complete_audit(
    audit: Audit, *, summary: str, actor: User, at: datetime, today: date, conducted_on: date | None = None
) -> None:
    """Take the audit into evidence. Raises Incomplete with everything that is missing, and completes nothing then."""
    locked = Audit.objects.select_for_update().get(pk=audit.pk)
    day = conducted_on or locked.conducted_on or today
    _check_day(day, today)
    answers = {answer.question: answer.given for answer in locked.answers.all()}
    gaps = completion_gaps(locked.checklist, answers)
    if gaps:
        raise Incomplete(gaps)
    extra = {"completed_at": at, "summary": summary.strip(), "conducted_on": day}
    _move(audit, AuditState.COMPLETED, actor=actor, at=at, extra=extra)
    mark_evidence_changed([audit.supplier_id])


@transaction.atomic
def reopen_audit(audit: Audit, *, reason: str, actor: User, at: datetime) -> None:
    """Take a completed audit out of evidence to mend it. Managers and administrators only, with a reason."""
    _move(audit, AuditState.IN_PROGRESS, actor=actor, at=at, reason=reason, extra={"completed_at": None})
    mark_evidence_changed([audit.supplier_id])


@transaction.atomic
def cancel_audit(audit: Audit, *, reason: str, actor: User, at: datetime) -> None:
    """End an audit without a result, for a reason of ours."""
    _move(audit, AuditState.CANCELLED, actor=actor, at=at, reason=reason)


@transaction.atomic
def decline_audit(audit: Audit, *, reason: str, actor: User, at: datetime) -> None:
    """Note that the supplier would not have us. Earlier evidence keeps its weight: refusing never pays."""
    _move(audit, AuditState.DECLINED, actor=actor, at=at, reason=reason)


@transaction.atomic
def replan_audit(audit: Audit, *, planned_on: date, reason: str, actor: User, at: datetime) -> None:
    """Plan a cancelled or declined audit anew."""
    extra = {"planned_on": planned_on, "conducted_on": None}
    _move(audit, AuditState.PLANNED, actor=actor, at=at, reason=reason, extra=extra)


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise Invalid(Problem("conducted_on", "This day is in the future. Give the day on site."))


def _move(
    audit: Audit,
    target: AuditState,
    *,
    actor: User,
    at: datetime,
    reason: str = "",
    extra: dict[str, Any] | None = None,
) -> None:
    source = AuditState(audit.state)
    move = find_move(source, target)
    if move is None:
        raise NotAllowed(f"This audit is {STATE_LABELS[source].lower()}; that cannot be done with it now.")
    if move.manager and Role(actor.role) not in OVERRULING:
        raise NotAllowed("Only a manager may reopen a completed audit. Ask one, and say why.")
    if move.reason and not reason.strip():
        raise Invalid(Problem("reason", "Say why."))
    move_state(
        audit,
        field="state",
        expected=source,
        to=target,
        actor=actor,
        reason=reason.strip(),
        root_id=audit.supplier_id,
        extra=extra,
        action="reopened" if source is AuditState.COMPLETED else ACTIONS[target],
        at=at,
    )


def within_open_audit(audit_id: int, check: Callable[[Audit], bool]) -> Audit:
    """The audit, locked for this transaction, if `check` holds for it; NotAllowed otherwise."""
    audit = Audit.objects.select_for_update().get(pk=audit_id)
    if not check(audit):
        state = STATE_LABELS[AuditState(audit.state)].lower()
        raise NotAllowed(f"This audit is {state}, so this cannot be changed. A manager can reopen a completed one.")
    return audit
