"""Setting one requirement aside for a supplier, for a time: one person asks with a reason, a second one decides."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.records import claim_submission, move_state
from suppliers.domain.profiles.rules import requirement_key
from suppliers.domain.profiles.terms import RequirementKind, ReviewState, WaiverState
from suppliers.models import Scope, Supplier, Waiver
from suppliers.profile_selectors import profiles_of
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.saving import Refused, insert, refuse_if_archived

MOST_DAYS = 366
"""A waiver bridges a time; whoever needs it longer asks again, or changes the profile."""


@transaction.atomic
def request_waiver(
    supplier: Supplier,
    *,
    kind: str,
    subject: str,
    scope: Scope | None,
    reason: str,
    until: date,
    actor: User,
    at: datetime,
    submission: UUID | str | None = None,
) -> Waiver:
    """Ask that a requirement be set aside until a day. It counts when a second person confirms it.

    Raises ValidationError, AlreadySubmitted, Refused (not asked for, something adverse is known, supplier archived).
    """
    refuse_if_archived(supplier.pk)
    claim_submission(submission, lambda: f"{supplier.get_absolute_url()}requirements/")
    today = timezone.localdate(at)
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise ValidationError({"until": "Choose a day after today, at most a year ahead."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why: the second person decides by it, and the history keeps it."})
    name = _asked_name(supplier, scope, requirement_key(kind, subject), today)
    _refuse_adverse(supplier, kind, subject)
    waiver = Waiver(
        supplier=supplier,
        scope=scope,
        kind=kind,
        subject=subject,
        name=name,
        reason=reason.strip(),
        until=until,
        requested_by=actor,
        requested_on=today,
    )
    insert(waiver, actor=actor, root_id=supplier.pk, reason=reason.strip(), at=at)
    return waiver


def _asked_name(supplier: Supplier, scope: Scope | None, key: str, today: date) -> str:
    """The requirement in words. Raises Refused when the profile does not ask for it."""
    if scope is not None and scope.supplier_id != supplier.pk:
        raise ValidationError({"scope": "This is bought from another supplier."})
    for one in profiles_of(supplier, today):
        asked = one.profile.find(key)
        if asked is not None and scope in (None, one.scope):
            return asked.name or "Audit"
    raise Refused("The profile does not ask for this, so there is nothing to set aside.")


def _refuse_adverse(supplier: Supplier, kind: str, subject: str) -> None:
    """A rejected document is known to be bad: that is answered by a better one."""
    if kind != RequirementKind.DOCUMENT.value:
        return
    if supplier.documents.current().filter(kind__code=subject, state=ReviewState.REJECTED.value).exists():
        raise Refused("The document that was sent was rejected. Ask for a better one; that is not set aside.")


@transaction.atomic
def confirm_waiver(waiver: Waiver, *, actor: User, note: str = "", at: datetime) -> None:
    """Let it count from today to its end. Raises Conflict, Refused for one's own or one whose end has passed."""
    today = timezone.localdate(at)
    if waiver.until < today:
        raise Refused("Its end has passed meanwhile. Ask for a new one.")
    _decide(waiver, WaiverState.CONFIRMED, actor, note, at, confirmed_on=today, next_turn_on=_day_after(waiver.until))
    mark_evidence_changed([waiver.supplier_id])


@transaction.atomic
def decline_waiver(waiver: Waiver, *, actor: User, note: str, at: datetime) -> None:
    """Say no, with a reason. Raises Conflict, Refused for one's own, ValidationError without a reason."""
    if not note.strip():
        raise ValidationError({"note": "Say why: whoever asked wants to know."})
    _decide(waiver, WaiverState.DECLINED, actor, note, at)


@transaction.atomic
def withdraw_waiver(waiver: Waiver, *, actor: User, note: str, at: datetime) -> None:
    """End a confirmed waiver today, or take back a request (also one's own). Raises Conflict, ValidationError."""
    if not note.strip():
        raise ValidationError({"note": "Say why: the history keeps the reason."})
    refuse_if_archived(waiver.supplier_id)
    expected = WaiverState(waiver.state)
    if expected not in (WaiverState.REQUESTED, WaiverState.CONFIRMED):
        raise Refused("This waiver is over already.")
    extra = {"withdrawn_on": timezone.localdate(at), "next_turn_on": None}
    _move(waiver, expected, WaiverState.WITHDRAWN, actor, note, at, extra)
    mark_evidence_changed([waiver.supplier_id])


def _decide(waiver: Waiver, to: WaiverState, actor: User, note: str, at: datetime, **extra: date | None) -> None:
    refuse_if_archived(waiver.supplier_id)
    if waiver.requested_by_id == actor.pk:
        raise Refused("You asked for this waiver. A second person has to decide.")
    decided = {"decided_by": actor, "decided_on": timezone.localdate(at), **extra}
    _move(waiver, WaiverState.REQUESTED, to, actor, note, at, decided)


def _move(
    waiver: Waiver,
    expected: WaiverState,
    to: WaiverState,
    actor: User,
    note: str,
    at: datetime,
    extra: Mapping[str, User | date | None],
) -> None:
    move_state(
        waiver,
        field="state",
        expected=expected,
        to=to,
        actor=actor,
        reason=note.strip(),
        root_id=waiver.supplier_id,
        extra=dict(extra),
        action=to.value,
        at=at,
    )


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
