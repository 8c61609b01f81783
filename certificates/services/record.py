"""Record a certificate as claimed, and its successor when it is renewed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from certificates.services.data import CertificateData, check_data, refuse_closed
from certificates.services.once import counted_once
from certificates.services.projections import Anchors, anchors_of, refresh_projections
from certificates.services.rows import write_sites, write_standards
from common import history
from common.records import claim_submission, update_record
from suppliers.models import Supplier
from suppliers.services import mark_evidence_changed


def record_certificate(
    supplier: Supplier,
    data: CertificateData,
    *,
    actor: User,
    at: datetime,
    submission: UUID | str | None = None,
) -> Certificate:
    """Record a certificate as claimed. Raises AlreadyRecorded, AlreadySubmitted, CertificateError, ValidationError."""
    with counted_once(submission):
        certificate = _create(supplier, data, actor=actor, at=at, replaces=None)
        claim_submission(submission, certificate.get_absolute_url)
        return certificate


def renew_certificate(
    old: Certificate,
    data: CertificateData,
    *,
    expected_version: int,
    actor: User,
    at: datetime,
    submission: UUID | str | None = None,
) -> Certificate:
    """Record the successor and close the old one from the successor's first valid day on.

    Raises Conflict when the old one was changed meanwhile, CertificateClosed when it was renewed or retired before.
    """
    today = timezone.localdate(at)
    takes_over = data.valid_from or data.issued_on or today
    with counted_once(submission):
        refuse_closed(old)
        before = anchors_of(old)
        update_record(
            old,
            {"superseded_on": takes_over},
            expected_version=expected_version,
            actor=actor,
            root_id=old.supplier_id,
            action="renewed",
            at=at,
        )
        old.standards.update(is_current=False)
        certificate = _create(old.supplier, data, actor=actor, at=at, replaces=old)
        refresh_projections(old, today=today, before=before)
        claim_submission(submission, certificate.get_absolute_url)
        return certificate


def _create(
    supplier: Supplier, data: CertificateData, *, actor: User, at: datetime, replaces: Certificate | None
) -> Certificate:
    check_data(supplier, data)
    certificate = Certificate(supplier=supplier, replaces=replaces, recorded_at=at, recorded_by=actor, **data.columns)
    certificate.full_clean(exclude=["number_key"])
    certificate.save(force_insert=True)
    write_standards(certificate, data.editions)
    write_sites(certificate, data.sites)
    _record_creation(certificate, data, actor=actor, at=at)
    refresh_projections(certificate, today=timezone.localdate(at), before=Anchors())
    mark_evidence_changed([supplier.pk])
    return certificate


def _record_creation(certificate: Certificate, data: CertificateData, *, actor: User, at: datetime) -> None:
    changes = creation_changes(certificate, data)
    history.record_change(
        certificate, actor=actor, action="created", changes=changes, root_id=certificate.supplier_id, at=at
    )


def creation_changes(certificate: Certificate, data: CertificateData) -> dict[str, tuple[Any, Any]]:
    """What the history says a new certificate began with."""
    changes = history.initial_values(certificate, data.columns.keys() - {"number_key"})
    changes["standards"] = (None, [str(edition) for edition in data.editions])
    changes["sites"] = (None, [str(covered.site) for covered in data.sites])
    return changes
