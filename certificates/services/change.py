"""Correct what was read off the paper, and retire a record that no longer counts. Deleting is no verb here."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from certificates.services.data import CertificateData, check_data, refuse_closed
from certificates.services.projections import anchors_of, refresh_projections
from certificates.services.rows import change_lists, keep_identity
from common import history
from common.records import Conflict, update_record
from suppliers.services import mark_evidence_changed

NOT_A_CLAIM = frozenset({"file_id", "first_certified_on"})
"""Columns of which no verification speaks: changing them leaves earlier verifications standing."""


def change_certificate(
    certificate: Certificate,
    data: CertificateData,
    *,
    expected_version: int,
    actor: User,
    at: datetime,
    reason: str = "",
) -> bool:
    """Correct what was read off the paper. Confirmations of what it said before no longer speak for it.

    Returns False when nothing differs. Raises Conflict, AlreadyRecorded, CertificateClosed, CertificateError and
    ValidationError.
    """
    _check(certificate, data)
    with transaction.atomic():
        refuse_closed(certificate)
        before, old = anchors_of(certificate), _snapshot(certificate)
        entry: dict[str, Any] = {"actor": actor, "reason": reason, "root_id": certificate.supplier_id, "at": at}
        changed = update_record(certificate, data.columns, expected_version=expected_version, **entry)
        lists = change_lists(certificate, data)
        if lists:
            if not changed:
                _bump(certificate, expected_version)
            history.record_change(certificate, action="changed", changes=lists, **entry)
        if not (changed or lists):
            return False
        keep_identity(certificate)
        if lists or _claims_differ(old, certificate):
            _outdate_verifications(certificate, at)
        refresh_projections(certificate, today=timezone.localdate(at), before=before)
        mark_evidence_changed([certificate.supplier_id])
        return True


def retire_certificate(
    certificate: Certificate, reason: str, *, expected_version: int, actor: User, at: datetime
) -> None:
    """Close a record that no longer counts and has no successor, with the reason. Raises Conflict."""
    today = timezone.localdate(at)
    with transaction.atomic():
        refuse_closed(certificate)
        before = anchors_of(certificate)
        update_record(
            certificate,
            {"retired_on": today, "retired_reason": reason},
            expected_version=expected_version,
            actor=actor,
            reason=reason,
            root_id=certificate.supplier_id,
            action="retired",
            at=at,
        )
        certificate.standards.update(is_current=False)
        refresh_projections(certificate, today=today, before=before)
        mark_evidence_changed([certificate.supplier_id])


def _check(certificate: Certificate, data: CertificateData) -> None:
    check_data(certificate.supplier, data)
    wanted = Certificate(
        supplier_id=certificate.supplier_id,
        recorded_at=certificate.recorded_at,
        recorded_by_id=certificate.recorded_by_id,
        **data.columns,
    )
    wanted.full_clean(exclude=["number_key"], validate_unique=False)


def _snapshot(certificate: Certificate) -> dict[str, Any]:
    fresh = Certificate.objects.get(pk=certificate.pk)
    return {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields if field.editable}


def _claims_differ(old: dict[str, Any], certificate: Certificate) -> bool:
    return any(getattr(certificate, name) != value for name, value in old.items() if name not in NOT_A_CLAIM)


def _outdate_verifications(certificate: Certificate, at: datetime) -> None:
    certificate.verifications.filter(outdated_on=None).update(outdated_on=timezone.localdate(at))


def _bump(certificate: Certificate, expected_version: int) -> None:
    rows = Certificate.objects.filter(pk=certificate.pk, version=expected_version)
    if not rows.update(version=F("version") + 1):
        raise Conflict(Certificate.objects.get(pk=certificate.pk))
    certificate.refresh_from_db()
