"""Certificates as claimed on paper, what was verified of them, and the reminders about both."""

from certificates.models.body import AccreditationBody, CertificationBody
from certificates.models.certificate import Certificate, CertificateSite, CertificateStandard
from certificates.models.due import DueDecision
from certificates.models.event import CertificateEvent
from certificates.models.file import CertificateFile
from certificates.models.reminder import NextReminder, Reminder, ReminderRecipient
from certificates.models.verification import Verification, VerificationCheck

__all__ = [
    "AccreditationBody",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateSite",
    "CertificateStandard",
    "CertificationBody",
    "DueDecision",
    "NextReminder",
    "Reminder",
    "ReminderRecipient",
    "Verification",
    "VerificationCheck",
]
