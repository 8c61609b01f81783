"""The first steps: keep the file, read it as it should be read, and say what its columns mean."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common import clock, history
from common.models.job import UNFINISHED
from common.tabular.limits import check_size
from common.tabular.reading import ReadOptions, Recognised
from suppliers.domain.importing.columns import Guess, guess_columns, header_signature
from suppliers.domain.importing.flow import ImportState
from suppliers.domain.importing.reading import read_list
from suppliers.domain.importing.vocabulary import Field
from suppliers.models import ColumnMemory, SupplierImport

PREVIEW_ROWS = 300
OPEN_STATES = (ImportState.READING.value, ImportState.COLUMNS.value, ImportState.REVIEW.value)
"""States from which a person may go back and change how the file is read."""


class StepPassed(Exception):
    """The import has gone on since the page was opened (checking, written or discarded)."""


def start_import(user: User, upload: UploadedFile[Any]) -> SupplierImport:
    """Keep an uploaded list and recognise it. Raises FileRefused."""
    check_size(upload.size or 0)
    data = upload.read()
    found = read_list(data, limit=PREVIEW_ROWS, counted=True)
    batch = SupplierImport(
        created_by=user,
        created_at=clock.now(),
        original_name=(upload.name or "list")[:200],
        kind=found.kind,
        supplier_owner=user,
        **_as_read(found),
    )
    token = secrets.token_hex(16)
    batch.file.save(f"imports/{token[:2]}/{token}.{found.kind}", ContentFile(data), save=False)
    with transaction.atomic():
        batch.save(force_insert=True)
        history.record_created(batch, actor=user, fields=["original_name", "kind"])
    return batch


def preview(batch: SupplierImport) -> Recognised:
    """The first rows of the file as it is read now. Raises FileRefused."""
    with batch.file.open("rb") as file:
        return read_list(file.read(), batch.read_options, limit=PREVIEW_ROWS)


def change_reading(batch: SupplierImport, options: ReadOptions) -> Recognised:
    """Read the file with what a person corrected. Raises FileRefused (nothing changes then), StepPassed."""
    with batch.file.open("rb") as file:
        found = read_list(file.read(), options, limit=PREVIEW_ROWS, counted=True)
    values = _as_read(found)
    if values["headers"] != batch.headers:
        values["mapping"] = {}
    _move(batch, ImportState.COLUMNS, **values)
    return found


def propose_columns(batch: SupplierImport, found: Recognised) -> list[Guess | None]:
    """What the columns mean: as mapped already, as this person or anybody mapped such a file before, else guessed."""
    if batch.mapping:
        return _as_guesses(batch.mapping, found, "You chose this.")
    remembered = _remembered(batch, found)
    if remembered is not None:
        return _as_guesses(remembered, found, "Remembered from the last file with these columns.")
    return guess_columns(found.table)


@transaction.atomic
def set_columns(batch: SupplierImport, mapping: Mapping[int, Field], options: Mapping[str, Any], *, user: User) -> None:
    """Note what the columns mean and the defaults for the file, and remember the columns. Raises StepPassed."""
    stored = {str(index): field.value for index, field in sorted(mapping.items())}
    _move(batch, ImportState.COLUMNS, mapping=stored, **options)
    ColumnMemory.objects.update_or_create(
        user=user, signature=_signature(batch.headers), defaults={"mapping": stored, "used_at": clock.now()}
    )


@transaction.atomic
def discard(batch: SupplierImport, *, user: User) -> None:
    """Give an import up. Its staged rows go, the file and the record stay. Raises StepPassed."""
    states = (*OPEN_STATES, ImportState.CHECKING.value)
    if not SupplierImport.objects.filter(pk=batch.pk, state__in=states).update(state=ImportState.DISCARDED.value):
        raise StepPassed
    batch.rows.all().delete()
    history.record_change(batch, actor=user, action="discarded")


def reopen(batch: SupplierImport) -> bool:
    """Back from a job that failed or was cancelled: from the check to the columns, from the write to the decisions."""
    ended = SupplierImport.objects.filter(pk=batch.pk).exclude(job__state__in=UNFINISHED)
    checking = ended.filter(state=ImportState.CHECKING.value).update(state=ImportState.COLUMNS.value)
    writing = ended.filter(state=ImportState.WRITING.value).update(state=ImportState.REVIEW.value)
    return bool(checking or writing)


def _move(batch: SupplierImport, state: ImportState, **values: Any) -> None:
    rows = SupplierImport.objects.filter(pk=batch.pk, state__in=OPEN_STATES)
    if not rows.update(state=state.value, **values):
        raise StepPassed
    batch.refresh_from_db()


def _as_read(found: Recognised) -> dict[str, Any]:
    options = ReadOptions(found.encoding or None, found.delimiter or None, found.table.header_row, found.sheet or None)
    return {"reading": asdict(options), "headers": list(found.table.headers)}


def _signature(headers: list[str]) -> str:
    return hashlib.sha256(header_signature(headers).encode()).hexdigest()


def _remembered(batch: SupplierImport, found: Recognised) -> dict[str, str] | None:
    same = ColumnMemory.objects.filter(signature=_signature(list(found.table.headers)))
    own = same.filter(user=batch.created_by_id).first()
    memory = own or same.order_by("-used_at").first()
    return memory.mapping if memory else None


def _as_guesses(mapping: dict[str, str], found: Recognised, why: str) -> list[Guess | None]:
    return [
        Guess(Field(mapping[str(index)]), 1.0, why) if str(index) in mapping else None
        for index in range(len(found.table.headers))
    ]
