"""What the verbs about suppliers share: writing with the database's rules in words, and closed records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.models import User
from common import history
from common.models import Versioned
from common.records import Conflict, update_record
from suppliers.models import Supplier


class Refused(Exception):
    """A rule stands against it; the text says which, and how to go on."""


def insert(
    obj: models.Model, *, actor: User, root_id: int | None, reason: str = "", at: datetime | None = None
) -> None:
    """Check and write a new record with its history. Raises ValidationError in the words of its fields and constraints.

    A number or name that somebody else takes at the same moment is found by the database: then the check runs again.
    """
    obj.full_clean()
    try:
        with transaction.atomic():
            obj.save(force_insert=True)
    except IntegrityError:
        obj.full_clean()
        raise
    fields = [field.name for field in obj._meta.concrete_fields if _is_told(field)]
    root = obj.pk if root_id is None and isinstance(obj, Supplier) else root_id
    history.record_created(obj, actor=actor, root_id=root, reason=reason, fields=fields, at=at)


def _is_told(field: "models.Field[Any, Any]") -> bool:
    """Whether the history of a new record names the field: not its own number, nor the supplier it hangs on."""
    return field.editable and not field.primary_key and field.related_model is not Supplier


def edit(
    obj: Versioned,
    changes: Mapping[str, Any],
    *,
    expected_version: int,
    actor: User,
    root_id: int | None,
    reason: str = "",
    action: str = "changed",
    at: datetime | None = None,
) -> bool:
    """Check and write changes of a versioned record with their history; False when nothing differs.

    Raises ValidationError, or Conflict when somebody saved in between.
    """
    check_changes(obj, changes)
    try:
        with transaction.atomic():
            return update_record(
                obj,
                dict(changes),
                expected_version=expected_version,
                actor=actor,
                reason=reason,
                root_id=root_id,
                action=action,
                at=at,
            )
    except IntegrityError:
        check_changes(obj, changes)
        raise


def edit_unversioned(
    obj: models.Model, changes: Mapping[str, Any], *, actor: User, root_id: int, at: datetime | None = None
) -> bool:
    """As `edit` for a small record without a version: it must still say what `obj` says. False: nothing differs."""
    differing = {name: value for name, value in changes.items() if getattr(obj, name) != value}
    if not differing:
        return False
    check_changes(obj, differing)
    before = {name: getattr(obj, name) for name in differing}
    rows = type(obj)._default_manager
    try:
        with transaction.atomic():
            if not rows.filter(pk=obj.pk, **before).update(**differing):
                raise Conflict(rows.filter(pk=obj.pk).first() or obj)
    except IntegrityError:
        check_changes(obj, differing)
        raise
    obj.refresh_from_db()
    written = {name: (before[name], getattr(obj, name)) for name in differing}
    history.record_change(obj, actor=actor, action="changed", changes=written, root_id=root_id, at=at)
    return True


def check_changes(obj: models.Model, changes: Mapping[str, Any]) -> None:
    """Raise ValidationError if the record with `changes` would break a rule of its fields or constraints."""
    candidate = type(obj)._default_manager.get(pk=obj.pk)
    for name, value in changes.items():
        setattr(candidate, name, value)
    candidate.full_clean()


def remove(obj: models.Model, *, actor: User, root_id: int, at: datetime | None = None) -> None:
    """Delete a record that nothing rests on; the history keeps what it said."""
    values = {name: (value, None) for name, (_, value) in history.initial_values(obj).items()}
    label_of = type(obj)._default_manager.filter(pk=obj.pk)
    entry = history.build_entry(obj, actor=actor, action="removed", changes=values, root_id=root_id, at=at)
    deleted, _ = label_of.delete()
    if deleted:
        history.record_bulk([entry])


def refuse_if_archived(supplier_id: int) -> None:
    """An archived supplier is not changed. Raises Refused."""
    if Supplier.objects.filter(pk=supplier_id, archived_at__isnull=False).exists():
        raise Refused("This supplier is archived. Bring it back first, then change it.")
