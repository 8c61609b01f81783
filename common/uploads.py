"""Files from outside: judged by their content, kept outside the web root, served so that nothing in them runs."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse


class Kind(StrEnum):
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


SUFFIX = {Kind.PDF: ".pdf", Kind.JPEG: ".jpg", Kind.PNG: ".png"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KNOWN = {
    "application/pdf": "a PDF document",
    f"{_OFFICE}.spreadsheetml.sheet": "a workbook (XLSX)",
    f"{_OFFICE}.wordprocessingml.document": "a text document (DOCX)",
    f"{_OFFICE}.presentationml.presentation": "a presentation (PPTX)",
    "application/vnd.ms-excel": "an old workbook (XLS)",
    "application/msword": "an old text document (DOC)",
    "application/vnd.ms-powerpoint": "an old presentation (PPT)",
    "application/vnd.oasis.opendocument.spreadsheet": "a workbook (ODS)",
    "application/vnd.oasis.opendocument.text": "a text document (ODT)",
    "application/vnd.oasis.opendocument.presentation": "a presentation (ODP)",
    "application/rtf": "an RTF document",
    "application/vnd.ms-cab-compressed": "a CAB archive",
    "application/epub+zip": "a book (EPUB)",
    "application/zip": "a ZIP archive",
    "application/gzip": "a GZIP archive",
    "application/x-rar-compressed": "a RAR archive",
    "application/x-7z-compressed": "a 7z archive",
    "application/x-tar": "a TAR archive",
    "application/x-executable": "a program",
    "application/x-msdownload": "a program",
}
_FAMILIES = {"image": "a picture", "video": "a video", "audio": "a sound recording", "font": "a font"}
NAMES = {Kind.PDF: "PDF", Kind.JPEG: "JPEG", Kind.PNG: "PNG"}


class UploadRejected(Exception):
    """The file was refused; the text says what it is and what to do."""


@dataclass(frozen=True)
class CheckedFile:
    """An accepted upload: its file, what it is by content, and the name the person gave it (for display only)."""

    file: UploadedFile[Any]
    kind: Kind
    original_name: str


def checked_upload(file: UploadedFile[Any], *, kinds: Collection[Kind]) -> CheckedFile:
    """Accept `file` if it is not too large and its content is one of `kinds`; its name and declared type count nothing.

    Raises UploadRejected.
    """
    limit = settings.UPLOAD_LIMIT_BYTES
    wanted = ", ".join(NAMES[kind] for kind in kinds)
    if (file.size or 0) > limit:
        size = (file.size or 0) / 1024 / 1024
        raise UploadRejected(
            f"The file has {size:.0f} MB; at most {limit // 1024 // 1024} MB can be kept. Send a smaller {wanted}."
        )
    if not file.size:
        raise UploadRejected("The file is empty. Choose it again.")
    head = file.read(4096)
    file.seek(0)
    guess = filetype.guess_mime(head)
    if guess not in {kind.value for kind in kinds}:
        raise UploadRejected(
            f"The file's content is {_describe(head, guess)}, not {wanted}. "
            f"Save or scan it as {wanted} and send it again."
        )
    return CheckedFile(file, Kind(guess), (file.name or "file")[:200])


def _describe(head: bytes, guess: str | None) -> str:
    text = head.lstrip()[:200].lower()
    if text.startswith((b"<!doctype html", b"<html", b"<script")) or b"<html" in text:
        return "a web page (HTML)"
    if b"<svg" in text or text.startswith(b"<?xml"):
        return "XML or SVG"
    return _in_words(guess) if guess else "of an unknown kind"


def _in_words(content_type: str) -> str:
    """What people call a file of this type."""
    family, _, name = content_type.partition("/")
    if family in _FAMILIES:
        return f"{_FAMILIES[family]} ({name.removeprefix('x-').upper()})"
    return _KNOWN.get(content_type, "of another kind")


def stored_name(folder: str, kind: Kind) -> str:
    """A new name under `folder` that nobody can guess and no file brought along."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token}{SUFFIX[kind]}"


def serve_file(file: Any, *, filename: str, kind: Kind | str, inline: bool = False) -> FileResponse:
    """A stored file as a response. Only PDF, JPEG and PNG may show inside the browser, and nothing in them may run."""
    known = Kind(kind) if kind in set(Kind) else None
    response = FileResponse(
        file.open("rb"),
        as_attachment=not (inline and known),
        filename=filename,
        content_type=known.value if known else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
