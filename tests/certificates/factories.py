"""Certificates for tests, made through the services."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.domain.permissions import Role
from certificates.domain.verification import Check, CheckResult, Method, Outcome
from certificates.models import Certificate, CertificateFile, Verification
from certificates.services import (
    CertificateData,
    CheckAnswer,
    Coverage,
    VerificationData,
    certification_body,
    record_certificate,
    record_verification,
    store_file,
)
from standards.models import Edition, Standard
from suppliers.models import Scope, Supplier
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_supplier

_number = count(1)
TODAY = date(2026, 11, 21)


def one_page_pdf() -> bytes:
    """The smallest PDF with a page that can be drawn."""
    document, written = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(200, 300)
    document.save(written)
    return written.getvalue()


PDF = one_page_pdf()
REQUIRED = (Check.ACTIVE, Check.NUMBER, Check.HOLDER, Check.ADDRESS)


def noon(day: date = TODAY) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=12)


def edition(standard: str = "ISO 9001", code: str = "2015") -> Edition:
    """A shipped edition; made anew where a transactional test emptied the table before."""
    owner, _ = Standard.objects.get_or_create(code=standard, defaults={"title": standard})
    values = {"source": "test", "checked_on": TODAY}
    return Edition.objects.get_or_create(standard=owner, code=code, defaults=values)[0]


def certificate_data(supplier: Supplier, **fields) -> CertificateData:
    body = fields.pop("body", "Norm Zert GmbH")
    if isinstance(body, str):
        body = certification_body(body, actor=supplier.owner, at=noon())
    values = {
        "number": f"NZ {next(_number):05}",
        "holder": supplier.legal_name,
        "editions": [edition()],
        "address": "Hauptstraße 1, 52062 Aachen",
        "scope_text": "Turning and milling of valve bodies",
        "valid_from": date(2025, 1, 1),
        "expires_on": date(2027, 12, 31),
        "sites": [Coverage(site) for site in supplier.sites.all()],
        **fields,
    }
    return CertificateData(body=body, **values)


def make_certificate(supplier: Supplier | None = None, *, at: datetime | None = None, **fields) -> Certificate:
    supplier = supplier or make_supplier()
    data = certificate_data(supplier, **fields)
    return record_certificate(supplier, data, actor=supplier.owner, at=at or noon())


def verification_data(
    outcome: Outcome = Outcome.CONFIRMED,
    *,
    method: Method = Method.REGISTER,
    on: date = TODAY,
    differs: tuple[Check, ...] = (),
    scopes: dict[Scope, CheckResult] | None = None,
    **fields,
) -> VerificationData:
    found = outcome not in (Outcome.NOT_FOUND, Outcome.UNREACHABLE)
    checks = [check for check in REQUIRED if method is not Method.ORIGINAL_SEEN or check is not Check.ACTIVE]
    if outcome is Outcome.SUSPENDED_OR_WITHDRAWN:
        differs = (*differs, Check.ACTIVE)
    answers = [
        CheckAnswer(check, CheckResult.MISMATCH if check in differs else CheckResult.MATCH) for check in checks if found
    ]
    answers += [CheckAnswer(Check.SCOPE, result, scope) for scope, result in (scopes or {}).items()]
    values = {"source": "Register of the body", "proof_text": "Entry seen", "answers": answers, **fields}
    return VerificationData(method=method, outcome=outcome, checked_on=on, **values)


def make_verification(
    certificate: Certificate, outcome: Outcome = Outcome.CONFIRMED, *, at: datetime | None = None, **fields
) -> Verification:
    data = verification_data(outcome, **fields)
    actor = make_user(Role.QUALITY_ENGINEER)
    return record_verification(certificate, data, actor=actor, at=at or noon(data.checked_on))


def upload(content: bytes = PDF, name: str = "certificate.pdf", content_type: str = "application/pdf"):
    return SimpleUploadedFile(name, BytesIO(content).read(), content_type)


def make_file(supplier: Supplier, content: bytes = PDF) -> CertificateFile:
    return store_file(supplier, upload(content), actor=supplier.owner, at=noon())
