"""What answers about certificates look like."""

from datetime import date, datetime
from typing import TypedDict

from certificates.domain.assurance import Standing
from certificates.domain.reminders import ReminderKind
from certificates.domain.state import CertificateState, EventKind
from certificates.domain.verification import Check, CheckResult, Method, Outcome
from certificates.models import Certificate, CertificateEvent, CertificateFile, Reminder, Verification
from certificates.selectors import Requirement, Shown
from certificates.selectors.detail import ComparedRow
from common.api.shapes import Reference, reference, reference_or_none


class CertificateRow(TypedDict):
    """A certificate as it is printed, with its state and standing today."""

    id: int
    version: int
    supplier: Reference
    number: str
    editions: list[Reference]
    body: Reference
    accreditation_body: Reference | None
    holder: str
    first_certified_on: date | None
    issued_on: date | None
    valid_from: date | None
    expires_on: date | None
    state: CertificateState
    state_text: str
    standing: Standing
    standing_text: str
    verification_due_on: date | None
    closed_on: date | None
    recorded_at: datetime


def certificate_row(row: Shown) -> CertificateRow:
    """A certificate as a program reads it."""
    certificate = row.certificate
    return {
        "id": certificate.pk,
        "version": certificate.version,
        "supplier": reference(certificate.supplier),
        "number": certificate.number,
        "editions": [{"id": held.edition, "name": held.name} for held in row.editions],
        "body": {"id": certificate.body_id, "name": row.body},
        "accreditation_body": _named(certificate.accreditation_body_id, row.accreditation_body),
        "holder": certificate.holder,
        "first_certified_on": certificate.first_certified_on,
        "issued_on": certificate.issued_on,
        "valid_from": certificate.valid_from,
        "expires_on": certificate.expires_on,
        "state": row.state,
        "state_text": row.state_label,
        "standing": row.assurance.standing,
        "standing_text": row.claim_text,
        "verification_due_on": certificate.verification_due_on,
        "closed_on": certificate.closed_on,
        "recorded_at": certificate.recorded_at,
    }


def _named(number: int | None, name: str) -> Reference | None:
    return None if number is None else {"id": number, "name": name}


class CoveredSite(TypedDict):
    """A site that the certificate names, with its own scope where one is printed."""

    site: Reference
    scope_text: str


class EventRow(TypedDict):
    """What the certification body did, and on which day."""

    id: int
    kind: EventKind
    on: date
    note: str
    recorded_at: datetime


def event_row(event: CertificateEvent) -> EventRow:
    return {
        "id": event.pk,
        "kind": EventKind(event.kind),
        "on": event.on,
        "note": event.note,
        "recorded_at": event.recorded_at,
    }


class CheckRow(TypedDict):
    """One comparison: what is printed, what we have on record, what was found. `scope`: of the check of a scope."""

    check: Check
    scope: Reference | None
    printed: str
    ours: str
    result: CheckResult
    note: str


def compared_row(row: ComparedRow) -> CheckRow:
    """A line of claimed beside verified."""
    return {
        "check": row.comparison.check,
        "scope": reference_or_none(row.comparison.scope),
        "printed": row.comparison.printed,
        "ours": row.comparison.ours,
        "result": row.result,
        "note": row.note,
    }


class VerificationRow(TypedDict):
    """Somebody looked: when, how, with which outcome and proof. `outdated_on`: the record says something else since."""

    id: int
    method: Method
    outcome: Outcome
    checked_on: date
    next_due_on: date
    source: str
    proof_text: str
    proof_url: str
    proof_file: Reference | None
    checked_by: Reference
    recorded_at: datetime
    outdated_on: date | None


def verification_row(verification: Verification) -> VerificationRow:
    """A verification (select `checked_by` and `proof_file` for many)."""
    return {
        "id": verification.pk,
        "method": Method(verification.method),
        "outcome": Outcome(verification.outcome),
        "checked_on": verification.checked_on,
        "next_due_on": verification.next_due_on,
        "source": verification.source,
        "proof_text": verification.proof_text,
        "proof_url": verification.proof_url,
        "proof_file": reference_or_none(verification.proof_file),
        "checked_by": reference(verification.checked_by),
        "recorded_at": verification.recorded_at,
        "outdated_on": verification.outdated_on,
    }


class ReminderRow(TypedDict):
    """A rung of the reminder ladder that was reached, and whom it was sent to."""

    kind: ReminderKind
    anchor_on: date
    step: int
    sent_at: datetime
    sent_to: list[Reference]


def reminder_row(reminder: Reminder) -> ReminderRow:
    """A reminder (prefetch `recipients__user`)."""
    return {
        "kind": ReminderKind(reminder.kind),
        "anchor_on": reminder.anchor_on,
        "step": reminder.step,
        "sent_at": reminder.sent_at,
        "sent_to": [reference(recipient.user) for recipient in reminder.recipients.all()],
    }


class CertificateRecord(CertificateRow):
    """A certificate with all that its page says: what is claimed beside what the last look found."""

    address: str
    scope_text: str
    exclusions: str
    sites: list[CoveredSite]
    file: Reference | None
    replaces: Reference | None
    replaced_by: Reference | None
    retired_on: date | None
    retired_reason: str
    recorded_by: Reference
    events: list[EventRow]
    verifications: list[VerificationRow]
    comparisons: list[CheckRow]
    reminders: list[ReminderRow]
    same_at_other_suppliers: list[Reference]
    is_at_other_suppliers: bool


def own_columns(certificate: Certificate) -> dict[str, object]:
    """What only the record's own page shows (of a certificate from `certificate_for_page`)."""
    return {
        "address": certificate.address,
        "scope_text": certificate.scope_text,
        "exclusions": certificate.exclusions,
        "sites": [{"site": reference(row.site), "scope_text": row.scope_text} for row in certificate.covered.all()],
        "file": reference_or_none(certificate.file),
        "replaces": reference_or_none(certificate.replaces),
        "replaced_by": reference_or_none(getattr(certificate, "replaced_by", None)),
        "retired_on": certificate.retired_on,
        "retired_reason": certificate.retired_reason,
        "recorded_by": reference(certificate.recorded_by),
        "events": [event_row(event) for event in certificate.events.all()],
        "verifications": [verification_row(one) for one in certificate.verifications.all()],
    }


class FileRow(TypedDict):
    """A stored document: a certificate as received, or the proof of a verification."""

    id: int
    supplier_id: int
    name: str
    kind: str
    size: int
    sha256: str
    uploaded_at: datetime


def file_row(file: CertificateFile) -> FileRow:
    return {
        "id": file.pk,
        "supplier_id": file.supplier_id,
        "name": file.original_name,
        "kind": file.kind,
        "size": file.size,
        "sha256": file.sha256,
        "uploaded_at": file.uploaded_at,
    }


class RequiredStandardRow(TypedDict):
    """A standard that the supplier's sector asks for, and the certificate on record for it, if any."""

    standard: str
    duty: str
    is_mandatory: bool
    certificate: Reference | None


def requirement_row(row: Requirement) -> RequiredStandardRow:
    return {
        "standard": row.standard,
        "duty": row.duty,
        "is_mandatory": row.is_mandatory,
        "certificate": reference(row.held.certificate) if row.held else None,
    }


class AccreditationBodyRow(TypedDict):
    """A body that accredits certification bodies."""

    id: int
    abbreviation: str
    name: str
    economy: str


class CertificationBodyRow(TypedDict):
    """A body that issues certificates."""

    id: int
    name: str
    register_url: str
