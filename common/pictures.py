"""Pictures from outside, made anew: upright, smaller where they are huge, without what the camera wrote into them."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from common.uploads import CheckedFile, Kind, UploadRejected

LONGEST_SIDE = 3000
"""Pixels: enough to read a gauge's sticker, and a tenth of what a phone sends."""
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
