"""What people type about certificates, validated."""

from certificates.forms.certificate import CertificateForm
from certificates.forms.short import EventForm, RetireForm, UploadForm
from certificates.forms.verification import VerificationForm

__all__ = ["CertificateForm", "EventForm", "RetireForm", "UploadForm", "VerificationForm"]
