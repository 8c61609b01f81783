"""Verbs about certificates. Each writes, in one transaction, the record, its history, its projections, and the news
that a supplier's evidence changed. `at` is the moment at which it happens; its day in the company's zone is "today"."""

from certificates.services.bodies import certification_body
from certificates.services.bulk import NewCertificate, certification_bodies, record_certificates
from certificates.services.bulk_due import CERTIFICATE_DUE
from certificates.services.change import change_certificate, retire_certificate
from certificates.services.data import CertificateData, Coverage
from certificates.services.errors import AlreadyRecorded, CertificateClosed, CertificateError, OutcomeNotSupported
from certificates.services.events import record_event
from certificates.services.files import store_file
from certificates.services.projections import refresh_next_expiry
from certificates.services.record import record_certificate, renew_certificate
from certificates.services.reminders import send_reminders
from certificates.services.verify import CheckAnswer, VerificationData, record_verification

__all__ = [
    "CERTIFICATE_DUE",
    "AlreadyRecorded",
    "CertificateClosed",
    "CertificateData",
    "CertificateError",
    "CheckAnswer",
    "Coverage",
    "NewCertificate",
    "OutcomeNotSupported",
    "VerificationData",
    "certification_bodies",
    "certification_body",
    "change_certificate",
    "record_certificate",
    "record_certificates",
    "record_event",
    "record_verification",
    "refresh_next_expiry",
    "renew_certificate",
    "retire_certificate",
    "send_reminders",
    "store_file",
]
