"""Photos and reports of a nonconformance. Pictures are made anew from their pixels."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common import history
from common.pictures import clean_image
from common.problems import NotAllowed
from common.uploads import SUFFIX, CheckedFile, Kind, checked_upload
from deliveries.models import Nonconformance, NonconformanceFile

MOST_FILES = 20


def add_file(
    row: Nonconformance, upload: UploadedFile[Any], *, actor: User, at: datetime, caption: str = ""
) -> NonconformanceFile:
    """Keep a photo or a PDF that shows it. Raises UploadRejected, NotAllowed."""
    checked = checked_upload(upload, kinds=tuple(Kind))
    content = _content(checked)
    with transaction.atomic():
        Nonconformance.objects.select_for_update().get(pk=row.pk)
        if row.files.count() >= MOST_FILES:
            raise NotAllowed(f"At most {MOST_FILES} files are kept with one. Remove one first.")
        file = NonconformanceFile(
            nonconformance=row,
            kind=checked.kind.value,
            original_name=checked.original_name,
            caption=caption.strip()[:200],
            uploaded_by=actor,
            uploaded_at=at,
        )
        file.file.save(f"file{SUFFIX[checked.kind]}", ContentFile(content), save=False)
        file.save(force_insert=True)
        _note(row, (None, file.original_name), actor, at, "file added")
    return file


def _content(checked: CheckedFile) -> bytes:
    if checked.kind is Kind.PDF:
        return bytes(checked.file.read())
    return clean_image(checked).content


@transaction.atomic
def remove_file(file: NonconformanceFile, *, reason: str, actor: User, at: datetime) -> None:
    """Remove a file while the nonconformance is open; later it is evidence and stays. Raises NotAllowed."""
    row = Nonconformance.objects.select_for_update().get(pk=file.nonconformance_id)
    if row.keeps_files:
        raise NotAllowed("It is closed or void, so its files stay. Reopen it first, with the reason.")
    _note(row, (file.original_name, None), actor, at, "file removed", reason)
    stored = file.file
    file.delete()
    transaction.on_commit(lambda: stored.delete(save=False))


def _note(
    row: Nonconformance, names: tuple[str | None, str | None], actor: User, at: datetime, action: str, reason: str = ""
) -> None:
    history.record_change(
        row, actor=actor, action=action, changes={"file": names}, root_id=row.supplier_id, reason=reason.strip(), at=at
    )
