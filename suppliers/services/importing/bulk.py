"""Writing many suppliers with all that hangs on them and their history, a fixed number of statements per batch."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import models
from django.db.models import F

from accounts.models import User
from common import history
from common.models import Change
from suppliers.models import Alias, Contact, Identifier, Site, Supplier, SupplierImport
from suppliers.services.importing.drafts import Draft

BATCH = 500
SEARCH_FIELDS = ["search_key", "name_key", "city"]


def insert_drafts(drafts: Sequence[Draft], *, batch: SupplierImport, at: datetime) -> None:
    """Write new suppliers, additions to known ones, and the history of both."""
    for draft in drafts:
        draft.search_columns()
        if draft.is_new:
            draft.supplier.created_at = at
    Supplier.objects.bulk_create([draft.supplier for draft in drafts if draft.is_new], batch_size=BATCH)
    _update_known([draft for draft in drafts if not draft.is_new])
    sites = [site for draft in drafts for site in draft.new_sites]
    Site.objects.bulk_create(sites, batch_size=BATCH)
    Alias.objects.bulk_create([alias for draft in drafts for alias in draft.new_aliases], batch_size=BATCH)
    numbers = [number for draft in drafts for number in draft.new_identifiers]
    Identifier.objects.bulk_create(numbers, batch_size=BATCH)
    Contact.objects.bulk_create([each for draft in drafts for each in draft.new_contacts], batch_size=BATCH)
    history.record_bulk([entry for draft in drafts for entry in _entries(draft, batch, at)])


def _update_known(drafts: Sequence[Draft]) -> None:
    """Search columns of all; the records themselves, with their version, where an empty field was filled."""
    filled = [draft.supplier for draft in drafts if draft.filled]
    Supplier.objects.bulk_update([draft.supplier for draft in drafts], SEARCH_FIELDS, batch_size=BATCH)
    Supplier.objects.bulk_update(filled, ["local_name", "website"], batch_size=BATCH)
    for start in range(0, len(filled), BATCH):
        ids = [supplier.pk for supplier in filled[start : start + BATCH]]
        Supplier.objects.filter(pk__in=ids).update(version=F("version") + 1)


def _entries(draft: Draft, batch: SupplierImport, at: datetime) -> Iterator[Change]:
    actor, root_id = batch.created_by, draft.supplier.pk
    reason = _reason(draft, batch)
    added: list[models.Model] = [*draft.new_sites, *draft.new_aliases, *draft.new_identifiers, *draft.new_contacts]
    if draft.is_new:
        added.insert(0, draft.supplier)
    elif draft.filled:
        yield _entry(draft.supplier, actor, "changed", draft.filled, root_id, reason, at)
    for obj in added:
        yield _entry(obj, actor, "created", history.initial_values(obj), root_id, reason, at)


def _reason(draft: Draft, batch: SupplierImport) -> str:
    numbers = [str(row.number) for row in draft.rows]
    rows = f"row {numbers[0]}" if len(numbers) == 1 else f"rows {', '.join(numbers[:5])}"
    return f"Import of {batch.original_name}, {rows}"


def _entry(
    obj: models.Model,
    actor: User,
    action: str,
    changes: history.Changes,
    root_id: int,
    reason: str,
    at: datetime,
) -> Change:
    return history.build_entry(obj, actor=actor, action=action, changes=changes, root_id=root_id, reason=reason, at=at)
