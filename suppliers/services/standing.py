"""Where a supplier stands: its status, who sees it, and whether it is archived. Each move asks for a reason."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.domain.permissions import Role
from accounts.models import Team, User
from common import clock, history
from common.jobs import nudge
from common.records import Conflict, move_state
from suppliers.domain.status import NEXT, WHO_MAY_SET
from suppliers.domain.terms import Status
from suppliers.labels import STATUS_LABELS
from suppliers.models import Supplier
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.saving import Refused, refuse_if_archived


def _asked(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": "Say why: the history keeps the reason."})
    return reason.strip()


@transaction.atomic
def change_status(
    supplier: Supplier, to: Status, *, expected: Status, actor: User, reason: str, at: datetime | None = None
) -> None:
    """Move the supplier from `expected` to `to` (suppliers/domain/status.py says who may and what may follow what).

    Raises Refused, ValidationError without a reason, Conflict when somebody moved it in between.
    """
    refuse_if_archived(supplier.pk)
    reason = _asked(reason)
    if to not in NEXT[expected]:
        raise Refused(f"{STATUS_LABELS[to]} cannot follow {STATUS_LABELS[expected].lower()}.")
    if Role(actor.role) not in WHO_MAY_SET[to]:
        raise Refused(f"Your role may not set {STATUS_LABELS[to].lower()}. Ask a manager.")
    move_state(
        supplier,
        field="status",
        expected=expected,
        to=to,
        actor=actor,
        reason=reason,
        root_id=supplier.pk,
        action="status changed",
        at=at,
    )


@transaction.atomic
def restrict_supplier(
    supplier: Supplier,
    *,
    team: Team | None,
    people: Iterable[User] = (),
    expected_version: int,
    actor: User,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Let only `team`, `people`, the owner, managers and administrators see the supplier (NDA, controlled goods).

    Called again it changes who. Raises Conflict, ValidationError without a reason, Refused for an archived one.
    """
    refuse_if_archived(supplier.pk)
    wanted = {person.pk: person for person in (*people, supplier.owner)}
    _set_access(supplier, True, team, wanted, expected_version, actor, _asked(reason), at)


@transaction.atomic
def unrestrict_supplier(
    supplier: Supplier, *, expected_version: int, actor: User, reason: str, at: datetime | None = None
) -> None:
    """Let everybody who signs in see the supplier again. Raises as `restrict_supplier`."""
    refuse_if_archived(supplier.pk)
    _set_access(supplier, False, None, {}, expected_version, actor, _asked(reason), at)


def _set_access(
    supplier: Supplier,
    restricted: bool,
    team: Team | None,
    people: dict[int, User],
    version: int,
    actor: User,
    reason: str,
    at: datetime | None,
) -> None:
    before = (supplier.is_restricted, supplier.team, sorted(map(str, supplier.named_people.all())))
    rows = Supplier.objects.filter(pk=supplier.pk, version=version)
    if not rows.update(is_restricted=restricted, team=team, version=F("version") + 1):
        raise Conflict(Supplier.objects.get(pk=supplier.pk))
    supplier.named_people.set(people)
    supplier.refresh_from_db()
    after = (restricted, team, sorted(map(str, people.values())))
    names = ("is_restricted", "team", "named_people")
    changes = {name: (old, new) for name, old, new in zip(names, before, after, strict=True) if old != new}
    history.record_change(
        supplier, actor=actor, action="access changed", changes=changes, root_id=supplier.pk, reason=reason, at=at
    )
    nudge("overview.count_ahead")  # what was counted for others had it in


@transaction.atomic
def archive_supplier(supplier: Supplier, *, actor: User, reason: str, at: datetime | None = None) -> None:
    """Take the supplier out of lists and work. Nothing is deleted, all its evidence stays readable.

    Raises Conflict when somebody archived it in between, ValidationError without a reason.
    """
    _set_archived(supplier, at or clock.now(), actor, _asked(reason), at)


@transaction.atomic
def unarchive_supplier(supplier: Supplier, *, actor: User, reason: str, at: datetime | None = None) -> None:
    """Bring an archived supplier back. Raises as `archive_supplier`."""
    _set_archived(supplier, None, actor, _asked(reason), at)


def _set_archived(supplier: Supplier, moment: datetime | None, actor: User, reason: str, at: datetime | None) -> None:
    before = Supplier.objects.get(pk=supplier.pk).archived_at
    rows = Supplier.objects.filter(pk=supplier.pk, archived_at__isnull=moment is not None)
    if not rows.update(archived_at=moment, version=F("version") + 1):
        raise Conflict(Supplier.objects.get(pk=supplier.pk))
    supplier.refresh_from_db()
    history.record_change(
        supplier,
        actor=actor,
        action="archived" if moment else "brought back",
        changes={"archived_at": (before, moment)},
        root_id=supplier.pk,
        reason=reason,
        at=at,
    )
    mark_evidence_changed([supplier.pk])
