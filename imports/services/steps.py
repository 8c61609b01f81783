"""The first steps: keep the file, read it as it should be read, and say what its columns mean."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common import clock, history
from common.models.job import UNFINISHED
from common.tabular.limits import check_size
from common.tabular.reading import Opened, ReadOptions, Recognised, open_file
from common.tabular.table import Table
from imports.domain.columns import Guess, guess_columns, header_signature
from imports.domain.flow import OPEN_STATES, ImportState
from imports.kinds import Kind, kind_for
from imports.models import Batch, ColumnMemory
from imports.services.tables import PREVIEW_ROWS, PartPreview, headers_of, read_parts, recognise

_OPEN = [state.value for state in OPEN_STATES]


class StepPassed(Exception):
    """The import has gone on since the page was opened (checking, written or discarded)."""


class KindGone(Exception):
    """No app offers records of this kind any more."""


@dataclass(frozen=True)
class Preview:
    """The first rows of the file as it is read now, and what its columns mean as far as that is known."""

    found: Recognised
    parts: Sequence[PartPreview]
    """The first one is the first table."""
    guesses: Mapping[str, Sequence[Guess | None]]


def start_import(kind: Kind, user: User, upload: UploadedFile[Any]) -> Batch:
    """Keep an uploaded file and recognise it. Raises FileRefused."""
    check_size(upload.size or 0)
    data = upload.read()
    file = open_file(data, counted=True)
    found = recognise(file, kind, limit=PREVIEW_ROWS)
    parts = read_parts(file, kind, limit=PREVIEW_ROWS)
    batch = Batch(
        kind=kind.key,
        created_by=user,
        created_at=clock.now(),
        original_name=(upload.name or "list")[:200],
        format=found.kind,
        reading=_as_read(found),
        headers=headers_of(found, parts),
    )
    token = secrets.token_hex(16)
    batch.file.save(f"record-imports/{token[:2]}/{token}.{found.kind}", ContentFile(data), save=False)
    with transaction.atomic():
        batch.save(force_insert=True)
        history.record_created(batch, actor=user, fields=["kind", "original_name", "format"])
    return batch


def preview(batch: Batch) -> Preview:
    """The first rows of the file as it is read now. Raises FileRefused."""
    kind = kind_of(batch)
    file = file_of(batch)
    found = recognise(file, kind, batch.read_options, limit=PREVIEW_ROWS)
    tables = read_parts(file, kind, limit=PREVIEW_ROWS)
    parts = [PartPreview("", kind.title, kind.fields, found.table)]
    parts += [
        PartPreview(each.key, each.title, each.fields, tables[each.key]) for each in kind.parts if each.key in tables
    ]
    return Preview(found, parts, {part.key: _proposed(batch, part) for part in parts})


def change_reading(batch: Batch, options: ReadOptions) -> None:
    """Read the file with what a person corrected. Raises FileRefused (nothing changes then), StepPassed."""
    kind, file = kind_of(batch), file_of(batch, counted=True)
    found = recognise(file, kind, options, limit=PREVIEW_ROWS)
    headers = headers_of(found, read_parts(file, kind, limit=PREVIEW_ROWS))
    values: dict[str, Any] = {"reading": _as_read(found), "headers": headers}
    if headers != batch.headers:
        values["mapping"] = {}
    _move(batch, ImportState.COLUMNS, **values)


@transaction.atomic
def set_columns(batch: Batch, mapping: Mapping[str, Mapping[int, str]], options: Mapping[str, str]) -> None:
    """Note what the columns mean and the answers for the file, and remember both. Raises StepPassed."""
    stored = {part: {str(index): key for index, key in sorted(each.items())} for part, each in mapping.items()}
    _move(batch, ImportState.COLUMNS, mapping=stored, options=dict(options))
    memories = [
        ColumnMemory(
            user_id=batch.created_by_id,
            kind=batch.kind,
            part=part,
            signature=_signature(batch.headers[part]),
            mapping=each,
            options=dict(options),
            used_at=clock.now(),
        )
        for part, each in stored.items()
    ]
    ColumnMemory.objects.bulk_create(
        memories,
        update_conflicts=True,
        unique_fields=["user", "kind", "part", "signature"],
        update_fields=["mapping", "options", "used_at"],
    )


@transaction.atomic
def discard(batch: Batch, *, user: User) -> None:
    """Give an import up. Its staged rows go, the file and the record stay. Raises StepPassed."""
    states = [*_OPEN, ImportState.CHECKING.value]
    if not Batch.objects.filter(pk=batch.pk, state__in=states).update(state=ImportState.DISCARDED.value):
        raise StepPassed
    batch.lines.all().delete()
    batch.names.all().delete()
    history.record_change(batch, actor=user, action="discarded")


def reopen(batch: Batch) -> bool:
    """Back from a job that failed or was cancelled: from the check to the columns, from the write to the review."""
    ended = Batch.objects.filter(pk=batch.pk).exclude(job__state__in=UNFINISHED)
    checking = ended.filter(state=ImportState.CHECKING.value).update(state=ImportState.COLUMNS.value)
    writing = ended.filter(state=ImportState.WRITING.value).update(state=ImportState.REVIEW.value)
    return bool(checking or writing)


def kind_of(batch: Batch) -> Kind:
    """The kind of an import. Raises KindGone."""
    kind = kind_for(batch.kind)
    if kind is None:
        raise KindGone(f"Records of the kind “{batch.kind}” cannot be imported any more.")
    return kind


def file_of(batch: Batch, *, counted: bool = False) -> Opened:
    """The uploaded file, ready to be read. Raises FileRefused."""
    with batch.file.open("rb") as file:
        return open_file(file.read(), counted=counted)


def tables_of(batch: Batch, kind: Kind) -> dict[str, Table]:
    """The whole file, by part. Raises FileRefused."""
    file = file_of(batch)
    first = recognise(file, kind, batch.read_options, limit=None).table
    return {"": first, **read_parts(file, kind, limit=None)}


def _move(batch: Batch, state: ImportState, **values: Any) -> None:
    rows = Batch.objects.filter(pk=batch.pk, state__in=_OPEN)
    if not rows.update(state=state.value, **values):
        raise StepPassed
    batch.refresh_from_db()


def _as_read(found: Recognised) -> dict[str, Any]:
    return asdict(
        ReadOptions(found.encoding or None, found.delimiter or None, found.table.header_row, found.sheet or None)
    )


def _proposed(batch: Batch, part: PartPreview) -> list[Guess | None]:
    """As mapped already, as this person or anybody mapped such a file before, else by the headers."""
    headers, known = part.table.headers, {field.key for field in part.fields}
    if part.key in batch.mapping:
        return _as_guesses(batch.mapping[part.key], headers, known, "You chose this.")
    memory = _remembered(batch, part)
    if memory is not None:
        return _as_guesses(memory.mapping, headers, known, "Remembered from the last file with these columns.")
    return guess_columns(headers, part.fields)


def _remembered(batch: Batch, part: PartPreview) -> ColumnMemory | None:
    signature = _signature(list(part.table.headers))
    same = ColumnMemory.objects.filter(kind=batch.kind, part=part.key, signature=signature)
    return same.filter(user=batch.created_by_id).first() or same.order_by("-used_at").first()


def remembered_options(batch: Batch) -> Mapping[str, str]:
    """The answers given for the last file with these columns, where this one has none yet."""
    if batch.options:
        return dict(batch.options)
    signature = _signature(batch.headers[""])
    own = ColumnMemory.objects.filter(kind=batch.kind, part="", signature=signature, user=batch.created_by_id).first()
    return own.options if own else {}


def _signature(headers: Sequence[str]) -> str:
    return hashlib.sha256(header_signature(headers).encode()).hexdigest()


def _as_guesses(mapping: Mapping[str, str], headers: Sequence[str], known: set[str], why: str) -> list[Guess | None]:
    chosen = (mapping.get(str(index)) for index in range(len(headers)))
    return [Guess(key, why) if key in known else None for key in chosen]
