"""What answers about photos look like."""

from datetime import datetime
from typing import TypedDict

from common.api.shapes import Reference, reference
from common.models.photo import Photo


class PhotoShape(TypedDict):
    """A photo; its content is at `content/`."""

    id: int
    name: str
    caption: str
    kind: str
    width: int
    height: int
    uploaded_by: Reference
    uploaded_at: datetime


def photo_shape(photo: Photo) -> PhotoShape:
    """A photo (select `uploaded_by` for many)."""
    return {
        "id": photo.pk,
        "name": photo.original_name,
        "caption": photo.caption,
        "kind": photo.kind,
        "width": photo.width,
        "height": photo.height,
        "uploaded_by": reference(photo.uploaded_by),
        "uploaded_at": photo.uploaded_at,
    }
