"""Writing many suppliers with all that hangs on them and their history, a fixed number of statements per batch."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import models
from django.db.models import F

from accounts.models import User
from common import history
from common.many_rows import create_objects
from suppliers.models import Supplier
from suppliers.services.importing.drafts import Draft
from suppliers.services.match_keys import add_keys_while_made, store_keys

BATCH = 500
SEARCH_FIELDS = ["search_key", "name_key", "city"]


def insert_drafts(drafts: Sequence[Draft], *, actor: User, reason: Callable[[Draft], str], at: datetime) -> None:
    """Write new suppliers, additions to known ones, and the history of both."""
    new = [draft for draft in drafts if draft.is_new]
    known = [draft for draft in drafts if not draft.is_new]
    for draft in drafts:
        draft.search_columns()
    for draft in new:
        draft.supplier.created_at = at
    create_objects([draft.supplier for draft in new])
    _update_known(known)
    for draft in drafts:
        for part in draft.new_parts:
            part.supplier = draft.supplier  # which has its number now
    create_objects([site for draft in drafts for site in draft.new_sites])
    create_objects([alias for draft in drafts for alias in draft.new_aliases])
    create_objects([number for draft in drafts for number in draft.new_identifiers])
    create_objects([each for draft in drafts for each in draft.new_contacts])
    if new:
        add_keys_while_made((draft.supplier.pk, draft.match_keys()) for draft in new)
    store_keys({draft.supplier.pk: draft.match_keys() for draft in known})
    if drafts:
        history.record_while_made(entry for draft in drafts for entry in _entries(draft, actor, reason(draft), at))


def _update_known(drafts: Sequence[Draft]) -> None:
    """Search columns of all; the records themselves, with their version, where an empty field was filled."""
    filled = [draft.supplier for draft in drafts if draft.filled]
    Supplier.objects.bulk_update([draft.supplier for draft in drafts], SEARCH_FIELDS, batch_size=BATCH)
    Supplier.objects.bulk_update(filled, ["local_name", "website"], batch_size=BATCH)
    for start in range(0, len(filled), BATCH):
        ids = [supplier.pk for supplier in filled[start : start + BATCH]]
        Supplier.objects.filter(pk__in=ids).update(version=F("version") + 1)


def _entries(draft: Draft, actor: User, reason: str, at: datetime) -> Iterator[history.Entry]:
    root_id = draft.supplier.pk
    added: list[models.Model] = list(draft.new_parts)
    if draft.is_new:
        added.insert(0, draft.supplier)
    elif draft.filled:
        yield _entry(draft.supplier, actor, "changed", draft.filled, root_id, reason, at)
    for obj in added:
        yield _entry(obj, actor, "created", history.initial_values(obj), root_id, reason, at)


def _entry(
    obj: models.Model,
    actor: User,
    action: str,
    changes: history.Changes,
    root_id: int,
    reason: str,
    at: datetime,
) -> history.Entry:
    return history.build_entry(obj, actor=actor, action=action, changes=changes, root_id=root_id, reason=reason, at=at)
