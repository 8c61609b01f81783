"""Editing a record while others do the same: conditional updates, versions, forms that count once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F

from common import history
from common.models import Submission


class Conflict(Exception):
    """Somebody saved this record in between; `current` is what it says now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"{current} was changed by somebody else in the meantime.")
        self.current = current


class AlreadySubmitted(Exception):
    """This very form was carried out before; `url` is where its result is."""

    def __init__(self, url: str) -> None:
        super().__init__("This form was already sent.")
        self.url = url


def update_record(
    obj: models.Model,
    changes: dict[str, Any],
    *,
    expected_version: int,
    actor: Any,
    reason: str = "",
    root_id: int | None = None,
    action: str = "changed",
    at: datetime | None = None,
) -> bool:
    """Set `changes` on a versioned record if it is still at `expected_version`, and write its history (dated `at`).

    Call inside a transaction. Returns False when nothing differs. Raises Conflict when the version has moved on.
    """
    current = type(obj)._default_manager.get(pk=obj.pk)
    if getattr(current, "version") != expected_version:  # noqa: B009  (attribute of the abstract base, unknown to Model)
        raise Conflict(current)
    differing = {name: value for name, value in changes.items() if getattr(current, name) != value}
    if not differing:
        return False
    before = {name: getattr(current, name) for name in differing}
    rows = type(obj)._default_manager.filter(pk=obj.pk, version=expected_version)
    if not rows.update(**differing, version=F("version") + 1):
        raise Conflict(type(obj)._default_manager.get(pk=obj.pk))
    obj.refresh_from_db()
    written = {name: (before[name], getattr(obj, name)) for name in differing}
    history.record_change(obj, actor=actor, action=action, changes=written, root_id=root_id, reason=reason, at=at)
    return True


def move_state(
    obj: models.Model,
    *,
    field: str,
    expected: Any,
    to: Any,
    actor: Any,
    reason: str = "",
    root_id: int | None = None,
    extra: dict[str, Any] | None = None,
    action: str = "state changed",
    at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Move `field` from `expected` to `to` by a conditional update, set `extra` with it, and write the history.

    Call inside a transaction. Raises Conflict when the state is no longer `expected`, or the record no longer at
    `expected_version` where one is given. A versioned record's version rises, so that a form opened before the move is
    stale.
    """
    values = {field: history.plain(to), **(extra or {})}
    before = {name: getattr(obj, name) for name in values}
    bump = {"version": F("version") + 1} if hasattr(obj, "version") else {}
    rows = type(obj)._default_manager.filter(pk=obj.pk, **{field: history.plain(expected)})
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(**values, **bump):
        raise Conflict(type(obj)._default_manager.get(pk=obj.pk))
    obj.refresh_from_db()
    written = {name: (before[name], getattr(obj, name)) for name in values if before[name] != getattr(obj, name)}
    written[field] = (expected, to)
    history.record_change(obj, actor=actor, action=action, changes=written, root_id=root_id, reason=reason, at=at)


def claim_submission(token: UUID | str | None, url: str | Callable[[], str]) -> None:
    """Take the form's token inside the service's transaction, so that the same form sent twice is carried out once.

    Raises AlreadySubmitted with the first sending's result. A second sending that arrives while the first is still
    being carried out waits for it (unique key), then gets the same answer.
    """
    if token is None:
        return
    target = url() if callable(url) else url
    try:
        with transaction.atomic():
            Submission.objects.create(token=token, url=target)
    except IntegrityError:
        raise AlreadySubmitted(Submission.objects.get(token=token).url) from None
