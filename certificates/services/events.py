"""Note what the certification body did with a certificate."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from certificates.domain.state import EventKind
from certificates.models import Certificate, CertificateEvent
from certificates.services.data import refuse_archived
from certificates.services.errors import CertificateError
from certificates.services.once import counted_once
from certificates.services.projections import anchors_of, refresh_projections
from common import history
from common.records import claim_submission
from suppliers.services import mark_evidence_changed


def record_event(
    certificate: Certificate,
    kind: EventKind,
    on: date,
    *,
    actor: User,
    at: datetime,
    note: str = "",
    submission: UUID | str | None = None,
) -> CertificateEvent:
    """Note what the certification body did on a day. Raises CertificateError when it lies ahead or is on record."""
    today = timezone.localdate(at)
    if on > today:
        raise CertificateError("This day lies ahead. Record it when it has happened.")
    with counted_once(submission):
        refuse_archived(certificate.supplier_id)
        claim_submission(submission, certificate.get_absolute_url)
        before = anchors_of(certificate)
        event = CertificateEvent(
            certificate=certificate, kind=kind.value, on=on, note=note, recorded_at=at, recorded_by=actor
        )
        if certificate.events.filter(kind=kind.value, on=on).exists():
            raise CertificateError("This event is recorded for that day already.")
        event.save(force_insert=True)
        history.record_created(
            event, actor=actor, root_id=certificate.supplier_id, reason=note, fields=["kind", "on"], at=at
        )
        refresh_projections(certificate, today=today, before=before)
        mark_evidence_changed([certificate.supplier_id])
        return event
