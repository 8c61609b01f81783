"""What a person reads off a certificate, as the services take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from certificates.domain.identity import number_key
from certificates.models import AccreditationBody, Certificate, CertificateFile, CertificationBody
from certificates.services.errors import CertificateClosed, CertificateError
from standards.models import Edition
from suppliers.models import Site, Supplier

KEY_LENGTH = 100
"""Of the stored key: compatibility forms of a few signs are many letters long."""


@dataclass(frozen=True)
class Coverage:
    """A site that the certificate names, with its own scope text where one is printed."""

    site: Site
    scope_text: str = ""


@dataclass(frozen=True)
class CertificateData:
    """What a person reads off the paper. At least one edition; everything else may be missing on it."""

    body: CertificationBody
    number: str
    holder: str
    editions: Sequence[Edition]
    address: str = ""
    accreditation_body: AccreditationBody | None = None
    scope_text: str = ""
    exclusions: str = ""
    first_certified_on: date | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    expires_on: date | None = None
    sites: Sequence[Coverage] = ()
    file: CertificateFile | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The certificate's own columns."""
        return {
            "body": self.body,
            "accreditation_body": self.accreditation_body,
            "number": self.number,
            "number_key": number_key(self.number)[:KEY_LENGTH],
            "holder": self.holder,
            "address": self.address,
            "scope_text": self.scope_text,
            "exclusions": self.exclusions,
            "first_certified_on": self.first_certified_on,
            "issued_on": self.issued_on,
            "valid_from": self.valid_from,
            "expires_on": self.expires_on,
            "file": self.file,
        }


def check_data(supplier: Supplier, data: CertificateData) -> None:
    refuse_archived(supplier.pk)
    if not data.editions:
        raise CertificateError("Name at least one standard with its edition.")
    if len({edition.standard_id for edition in data.editions}) < len(data.editions):
        raise CertificateError("A standard is named twice. Keep the edition that is printed.")
    if any(covered.site.supplier_id != supplier.pk for covered in data.sites):
        raise CertificateError("A site belongs to another supplier.")
    if data.file is not None and data.file.supplier_id != supplier.pk:
        raise CertificateError("The file belongs to another supplier.")


def refuse_archived(supplier_id: int) -> None:
    """Nothing is written about an archived supplier."""
    if Supplier.objects.filter(pk=supplier_id, archived_at__isnull=False).exists():
        raise CertificateError("The supplier is archived. Bring it back before you change anything.")


def refuse_closed(certificate: Certificate) -> None:
    """Nothing more is written to a retired or superseded record, nor about an archived supplier."""
    refuse_archived(certificate.supplier_id)
    fresh = Certificate.objects.get(pk=certificate.pk)
    if fresh.retired_on is not None:
        raise CertificateClosed("This certificate is retired. Record a new one instead.")
    if fresh.superseded_on is not None:
        raise CertificateClosed("This certificate was renewed already. Open its successor.")
