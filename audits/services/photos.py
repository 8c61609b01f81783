"""Photos of findings, made anew from their pixels."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from audits.domain.audits import AuditState
from audits.models import Finding, FindingPhoto
from audits.services.errors import NotAllowed
from common import history
from common.pictures import clean_image
from common.uploads import SUFFIX, Kind, checked_upload
from suppliers.services import mark_evidence_changed

MOST_PHOTOS = 20


def add_photo(
    finding: Finding, upload: UploadedFile[Any], *, actor: User, at: datetime, caption: str = ""
) -> FindingPhoto:
    """Keep a photo of a finding. JPEG or PNG by content. Raises UploadRejected, NotAllowed."""
    checked = checked_upload(upload, kinds=(Kind.JPEG, Kind.PNG))
    image = clean_image(checked)
    with transaction.atomic():
        Finding.objects.select_for_update().get(pk=finding.pk)
        if finding.photos.count() >= MOST_PHOTOS:
            raise NotAllowed(f"A finding holds at most {MOST_PHOTOS} photos. Remove one first.")
        photo = FindingPhoto(
            finding=finding,
            kind=checked.kind.value,
            original_name=checked.original_name,
            caption=caption.strip()[:200],
            width=image.width,
            height=image.height,
            uploaded_by=actor,
            uploaded_at=at,
        )
        photo.file.save(f"photo{SUFFIX[checked.kind]}", ContentFile(image.content), save=False)
        photo.save(force_insert=True)
        _note(finding, photo, actor=actor, at=at, action="photo added")
    return photo


@transaction.atomic
def remove_photo(photo: FindingPhoto, *, reason: str, actor: User, at: datetime) -> None:
    """Remove a photo while its audit is in progress; later it is evidence and stays. Raises NotAllowed."""
    finding = photo.finding
    if finding.audit.state == AuditState.COMPLETED:
        raise NotAllowed("The audit is complete, so its photos stay. A manager can reopen the audit.")
    _note(finding, photo, actor=actor, at=at, action="photo removed", reason=reason)
    file = photo.file
    photo.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def _note(finding: Finding, photo: FindingPhoto, *, actor: User, at: datetime, action: str, reason: str = "") -> None:
    names = (None, photo.original_name) if action == "photo added" else (photo.original_name, None)
    history.record_change(
        finding,
        actor=actor,
        action=action,
        changes={"photo": names},
        root_id=finding.audit.supplier_id,
        reason=reason,
        at=at,
    )
    if finding.audit.state == AuditState.COMPLETED:
        mark_evidence_changed([finding.audit.supplier_id])
