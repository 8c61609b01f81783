"""The rows that hang on a certificate: standards, which keep it unique, and sites."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction

from certificates.models import Certificate, CertificateSite, CertificateStandard
from certificates.services.data import CertificateData, Coverage
from certificates.services.errors import AlreadyRecorded
from standards.models import Edition


def write_standards(certificate: Certificate, editions: Iterable[Edition]) -> None:
    """Note the standards that the certificate holds. Raises AlreadyRecorded when it is on record."""
    rows = [
        CertificateStandard(
            certificate=certificate,
            edition=edition,
            standard_id=edition.standard_id,
            supplier_id=certificate.supplier_id,
            body_id=certificate.body_id,
            number_key=certificate.number_key,
        )
        for edition in editions
    ]
    _or_already_recorded(certificate, lambda: CertificateStandard.objects.bulk_create(rows))


def keep_identity(certificate: Certificate) -> None:
    """Repeat body and number in the rows that keep the certificate unique."""
    _or_already_recorded(
        certificate,
        lambda: certificate.standards.update(body=certificate.body_id, number_key=certificate.number_key),
    )


def _or_already_recorded(certificate: Certificate, write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        twin = (
            CertificateStandard.objects.filter(
                supplier=certificate.supplier_id,
                body=certificate.body_id,
                number_key=certificate.number_key,
                is_current=True,
            )
            .exclude(certificate=certificate.pk)
            .select_related("certificate__body")
            .first()
        )
        if twin is None:
            raise
        raise AlreadyRecorded(twin.certificate) from None


def write_sites(certificate: Certificate, sites: Iterable[Coverage]) -> None:
    """Note the sites that the certificate names."""
    CertificateSite.objects.bulk_create(
        CertificateSite(certificate=certificate, site=row.site, scope_text=row.scope_text) for row in sites
    )


def change_lists(certificate: Certificate, data: CertificateData) -> dict[str, tuple[Any, Any]]:
    """Bring standards and sites in line with `data`; what differed, as changes."""
    changes: dict[str, tuple[Any, Any]] = {}
    held = {row.edition_id: str(row.edition) for row in certificate.standards.select_related("edition__standard")}
    if set(held) != {edition.pk for edition in data.editions}:
        changes["standards"] = (sorted(held.values()), sorted(str(edition) for edition in data.editions))
        certificate.standards.all().delete()
        write_standards(certificate, data.editions)
    covered = {row.site_id: (str(row.site), row.scope_text) for row in certificate.covered.select_related("site")}
    wanted = {row.site.pk: (str(row.site), row.scope_text) for row in data.sites}
    if covered != wanted:
        changes["sites"] = (sorted(map(_site_text, covered.values())), sorted(map(_site_text, wanted.values())))
        certificate.covered.all().delete()
        write_sites(certificate, data.sites)
    return changes


def _site_text(site: tuple[str, str]) -> str:
    name, scope = site
    return f"{name}: {scope}" if scope else name
