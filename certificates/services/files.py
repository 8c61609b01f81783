"""Keep an uploaded document: a certificate as received, or the proof of a verification."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from certificates.models import CertificateFile
from common import history
from common.uploads import Kind, checked_upload
from suppliers.models import Supplier

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)


def store_file(supplier: Supplier, upload: UploadedFile[Any], *, actor: User, at: datetime) -> CertificateFile:
    """Keep a PDF, JPEG or PNG for a supplier; the same content sent again is the file we have.

    Raises UploadRejected with what the file is and what to do.
    """
    checked = checked_upload(upload, kinds=KINDS)
    digest = _sha256(checked.file)
    known = supplier.certificate_files.filter(sha256=digest).first()
    if known is not None:
        return known
    with transaction.atomic():
        file = CertificateFile(
            supplier=supplier,
            kind=checked.kind.value,
            original_name=checked.original_name,
            size=checked.file.size or 0,
            sha256=digest,
            uploaded_at=at,
            uploaded_by=actor,
        )
        file.file.save(checked.original_name, checked.file, save=False)
        file.save(force_insert=True)
        history.record_created(
            file, actor=actor, root_id=supplier.pk, fields=["original_name", "kind", "size", "sha256"], at=at
        )
        return file


def _sha256(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
