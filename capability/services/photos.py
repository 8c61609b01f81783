"""Photos of a visit, made anew from their pixels."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from capability.models import VisitNote, VisitPhoto
from capability.services.shared import Act
from capability.services.visits import open_visit
from common import history
from common.pictures import clean_image
from common.problems import NotAllowed
from common.uploads import SUFFIX, Kind, checked_upload

MOST_PHOTOS = 20


def add_visit_photo(visit: VisitNote, upload: UploadedFile[Any], by: Act, *, caption: str = "") -> VisitPhoto:
    """Keep a photo of a draft. JPEG or PNG by content. Raises UploadRejected, NotAllowed."""
    checked = checked_upload(upload, kinds=(Kind.JPEG, Kind.PNG))
    image = clean_image(checked)
    with transaction.atomic():
        locked = open_visit(visit.pk)
        if locked.photos.count() >= MOST_PHOTOS:
            raise NotAllowed(f"A note holds at most {MOST_PHOTOS} photos. Remove one first.")
        photo = VisitPhoto(
            visit=locked,
            kind=checked.kind.value,
            original_name=checked.original_name,
            caption=caption.strip()[:200],
            width=image.width,
            height=image.height,
            uploaded_by=by.actor,
            uploaded_at=by.at,
        )
        photo.file.save(f"photo{SUFFIX[checked.kind]}", ContentFile(image.content), save=False)
        photo.save(force_insert=True)
        _note(locked, by, "photo added", (None, photo.original_name))
    return photo


@transaction.atomic
def remove_visit_photo(photo: VisitPhoto, by: Act, *, reason: str) -> None:
    """Remove a photo of a draft; in a completed note it is evidence and stays. Raises NotAllowed."""
    visit = open_visit(photo.visit_id)
    _note(visit, by, "photo removed", (photo.original_name, None), reason)
    file = photo.file
    photo.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def _note(visit: VisitNote, by: Act, action: str, names: tuple[str | None, str | None], reason: str = "") -> None:
    history.record_change(
        visit,
        actor=by.actor,
        action=action,
        changes={"photo": names},
        root_id=visit.supplier_id,
        reason=reason,
        at=by.at,
    )
