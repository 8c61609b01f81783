"""Recording many certificates at once, as claimed: a fixed number of statements however many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from accounts.models import User
from certificates.domain.verification import first_due_on
from certificates.models import Certificate, CertificateSite, CertificateStandard, CertificationBody
from certificates.services.data import CertificateData
from certificates.services.projections import first_reminders, store_next_reminders
from certificates.services.record import creation_changes
from common import history
from common.text import fold
from suppliers.models import NO_EXPIRY, Supplier
from suppliers.services import mark_evidence_changed

BATCH = 500


@dataclass(frozen=True)
class NewCertificate:
    """One to be recorded. `data` has been checked by the caller with the rules of the form."""

    supplier_id: int
    data: CertificateData
    reason: str = ""


def record_certificates(new: Sequence[NewCertificate], *, actor: User, at: datetime) -> list[Certificate]:
    """Record all of them in the caller's transaction, in their order.

    Raises IntegrityError when one of them is on record and current, or breaks a rule of the database.
    """
    today = timezone.localdate(at)
    certificates = [_certificate(each, actor, at, today) for each in new]
    Certificate.objects.bulk_create(certificates, batch_size=BATCH)
    pairs = list(zip(new, certificates, strict=True))
    CertificateStandard.objects.bulk_create(
        (row for each, certificate in pairs for row in _standards(each, certificate)), batch_size=BATCH
    )
    CertificateSite.objects.bulk_create(
        (
            CertificateSite(certificate=certificate, site=covered.site, scope_text=covered.scope_text)
            for each, certificate in pairs
            for covered in each.data.sites
        ),
        batch_size=BATCH,
    )
    history.record_bulk(
        history.build_entry(
            certificate,
            actor=actor,
            action="created",
            changes=creation_changes(certificate, each.data),
            root_id=each.supplier_id,
            reason=each.reason,
            at=at,
        )
        for each, certificate in pairs
    )
    store_next_reminders(first_reminders(certificates, today))
    ids = {each.supplier_id for each in new}
    refresh_next_expiries(ids)
    mark_evidence_changed(ids)
    return certificates


def certification_bodies(names: Iterable[str], *, actor: User, at: datetime) -> Mapping[str, CertificationBody]:
    """The bodies of these names by folded name, recorded now where they are new."""
    wanted = {fold(name)[:200]: " ".join(name.split())[:200] for name in names}
    bodies = _known_bodies(wanted)
    new = [CertificationBody(name=name, name_key=key) for key, name in wanted.items() if key not in bodies]
    CertificationBody.objects.bulk_create(new, batch_size=BATCH)
    history.record_bulk(
        history.build_entry(body, actor=actor, action="created", changes=history.initial_values(body), at=at)
        for body in new
    )
    return bodies | {body.name_key: body for body in new}


def refresh_next_expiries(supplier_ids: Iterable[int]) -> None:
    """Store the earliest expiry among the open certificates of each of these suppliers."""
    ids = sorted(set(supplier_ids))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        held = list(Supplier.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk"))
        open_ones = Certificate.objects.filter(supplier_id__in=some, closed_on=None).order_by()
        first = dict(open_ones.values_list("supplier_id").annotate(first=Min("expires_on")))
        for supplier in held:
            supplier.next_expiry_on = first.get(supplier.pk) or NO_EXPIRY
        Supplier.objects.bulk_update(held, ["next_expiry_on"], batch_size=BATCH)


def _known_bodies(wanted: Iterable[str]) -> dict[str, CertificationBody]:
    keys = sorted(wanted)
    found: dict[str, CertificationBody] = {}
    for start in range(0, len(keys), BATCH):
        rows = CertificationBody.objects.filter(name_key__in=keys[start : start + BATCH])
        found.update((body.name_key, body) for body in rows)
    return found


def _certificate(new: NewCertificate, actor: User, at: datetime, today: date) -> Certificate:
    return Certificate(
        supplier_id=new.supplier_id,
        recorded_at=at,
        recorded_by=actor,
        verification_due_on=first_due_on(today),
        **new.data.columns,
    )


def _standards(new: NewCertificate, certificate: Certificate) -> Iterable[CertificateStandard]:
    for edition in new.data.editions:
        yield CertificateStandard(
            certificate=certificate,
            edition=edition,
            standard_id=edition.standard_id,
            supplier_id=certificate.supplier_id,
            body_id=certificate.body_id,
            number_key=certificate.number_key,
        )
