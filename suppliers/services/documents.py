"""Documents that suppliers send: received, then accepted or rejected by another person, replaced by newer ones."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from common import history
from common.records import claim_submission, move_state, update_record
from common.uploads import Kind, checked_upload
from suppliers.domain.profiles.terms import ReviewState
from suppliers.models import DocumentKind, Scope, Site, Supplier, SupplierDocument
from suppliers.services.evidence import mark_all_changed, mark_evidence_changed
from suppliers.services.profiles import suppliers_under
from suppliers.services.saving import Refused, edit, insert, refuse_if_archived

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)
TOLD = ("kind", "site", "scope", "number", "revision", "issued_on", "valid_until", "received_on", "original_name")


@dataclass(frozen=True)
class DocumentData:
    """What is typed about a document. Neither site nor scope: it speaks for the whole supplier."""

    kind: DocumentKind
    received_on: date
    site: Site | None = None
    scope: Scope | None = None
    number: str = ""
    revision: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


@transaction.atomic
def record_document(
    supplier: Supplier,
    data: DocumentData,
    upload: UploadedFile[Any],
    *,
    actor: User,
    at: datetime,
    submission: UUID | str | None = None,
    replaces: SupplierDocument | None = None,
) -> SupplierDocument:
    """Keep a document with its file (PDF, JPEG, PNG). `replaces`: the older one ends when this one is accepted.

    Raises UploadRejected, ValidationError, AlreadySubmitted, Refused.
    """
    refuse_if_archived(supplier.pk)
    claim_submission(submission, lambda: f"{supplier.get_absolute_url()}requirements/")
    _check(supplier, data, timezone.localdate(at))
    checked = checked_upload(upload, kinds=KINDS)
    document = SupplierDocument(
        supplier=supplier,
        file_kind=checked.kind.value,
        original_name=checked.original_name,
        size=checked.file.size or 0,
        sha256=_sha256(checked.file),
        uploaded_by=actor,
        uploaded_at=at,
        replaces=_open_to_replace(replaces, supplier, data.kind),
        **vars(data),
    )
    document.clean_fields(exclude=["file", "expiry_order"])
    document.validate_constraints(exclude=["file"])
    document.file.save(checked.original_name, checked.file, save=False)
    document.save(force_insert=True)
    history.record_created(document, actor=actor, root_id=supplier.pk, fields=TOLD, at=at)
    mark_evidence_changed([supplier.pk])
    return document


def _check(supplier: Supplier, data: DocumentData, today: date) -> None:
    if data.site is not None and data.site.supplier_id != supplier.pk:
        raise ValidationError({"site": "This site belongs to another supplier."})
    if data.scope is not None and data.scope.supplier_id != supplier.pk:
        raise ValidationError({"scope": "This is bought from another supplier."})
    for name in ("received_on", "issued_on"):
        day = getattr(data, name)
        if day is not None and day > today:
            raise ValidationError({name: "This day lies ahead. Type the day as printed, or the day it came in."})


def _open_to_replace(older: SupplierDocument | None, supplier: Supplier, kind: DocumentKind) -> SupplierDocument | None:
    if older is None:
        return None
    if not older.is_current:
        raise Refused("Something newer took the place of this document already. Begin from that one.")
    if (older.supplier_id, older.kind_id) != (supplier.pk, kind.pk):
        remedy = f"Choose “{older.kind}”, or record it as a document of its own."
        raise ValidationError({"kind": f"This takes the place of another kind of document. {remedy}"})
    return older


def _sha256(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def accept_document(document: SupplierDocument, *, actor: User, note: str = "", at: datetime) -> None:
    """Let a received document count from today on; the one it replaces ends. Raises Conflict, Refused.

    Where that one was rejected, what it should have replaced ends, too.
    """
    _review(document, ReviewState.ACCEPTED, actor, note, at)
    older = document.replaces
    while older is not None:
        if older.is_current:
            _supersede(older, actor, at)
        older = older.replaces


def _supersede(older: SupplierDocument, actor: User, at: datetime) -> None:
    update_record(
        older,
        {"superseded_on": timezone.localdate(at)},
        expected_version=older.version,
        actor=actor,
        root_id=older.supplier_id,
        action="superseded",
        at=at,
    )


@transaction.atomic
def reject_document(document: SupplierDocument, *, actor: User, note: str, at: datetime) -> None:
    """Say why a received document does not count. Raises Conflict, Refused, ValidationError without a reason."""
    if not note.strip():
        raise ValidationError({"note": "Say why: the supplier will be asked for another one."})
    _review(document, ReviewState.REJECTED, actor, note, at)


def _review(document: SupplierDocument, to: ReviewState, actor: User, note: str, at: datetime) -> None:
    refuse_if_archived(document.supplier_id)
    if document.uploaded_by_id == actor.pk:
        raise Refused("You recorded this document. Another person has to review it.")
    move_state(
        document,
        field="state",
        expected=ReviewState.RECEIVED,
        to=to,
        actor=actor,
        reason=note.strip(),
        root_id=document.supplier_id,
        extra={"reviewed_by": actor, "reviewed_on": timezone.localdate(at), "review_note": note.strip()},
        action=to.value,
        at=at,
    )
    mark_evidence_changed([document.supplier_id])


@transaction.atomic
def create_document_kind(
    values: dict[str, Any], *, actor: User, submission: UUID | str | None = None, at: datetime | None = None
) -> DocumentKind:
    """Add a kind of document to the list. Raises ValidationError, AlreadySubmitted."""
    claim_submission(submission, lambda: reverse("suppliers:document_kinds"))
    kind = DocumentKind(code=slugify(values["name"])[:60] or "kind", **values)
    insert(kind, actor=actor, root_id=None, at=at)
    return kind


@transaction.atomic
def update_document_kind(
    kind: DocumentKind, values: dict[str, Any], *, expected_version: int, actor: User, at: datetime | None = None
) -> bool:
    """Rename a kind, or offer it no longer; its code stays. Raises Conflict, ValidationError."""
    changed = edit(kind, values, expected_version=expected_version, actor=actor, root_id=None, at=at)
    if changed:
        mark_named(kind)
    return changed


def mark_named(kind: DocumentKind) -> None:
    """Lists carry the name of a kind; those of the suppliers that it is asked of are made anew."""
    rules = [row.rule for row in kind.rules.select_related("standard", "document_kind", "process")]
    if rules:
        mark_all_changed(suppliers_under(rules))
