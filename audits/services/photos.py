"""Photos of findings: turned upright, made smaller where they are huge, and without what the camera wrote into them."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from accounts.models import User
from audits.domain.audits import AuditState
from audits.models import Finding, FindingPhoto
from audits.services.errors import NotAllowed
from common import history
from common.uploads import SUFFIX, CheckedFile, Kind, UploadRejected, checked_upload
from suppliers.services import mark_evidence_changed

LONGEST_SIDE = 3000
"""Pixels: enough to read a gauge's sticker, and a tenth of what a phone sends."""
MOST_PHOTOS = 20
FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG"}


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A picture made anew from its pixels alone."""

    content: bytes
    width: int
    height: int


def clean_image(upload: CheckedFile) -> CleanImage:
    """Upright, at most LONGEST_SIDE long, without EXIF, comments or anything else. Raises UploadRejected."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with _whole_pictures_only():
                return _redraw(upload)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise UploadRejected("The picture is damaged. Take or export it again.") from error
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise UploadRejected("The picture has too many pixels. Export it smaller and send it again.") from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """The PDF renderer, once loaded, lets Pillow fill up a picture that was cut off. Not here."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _redraw(upload: CheckedFile) -> CleanImage:
    with Image.open(upload.file, formats=[FORMATS[upload.kind]]) as source:
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        mode = "RGB" if upload.kind is Kind.JPEG else "RGBA"
        pixels = upright.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": 85} if upload.kind is Kind.JPEG else {"optimize": True}
    bare.save(out, FORMATS[upload.kind], **options)
    return CleanImage(out.getvalue(), *bare.size)


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
