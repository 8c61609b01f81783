"""The portfolio, one certificate, and what is done with it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.domain.permissions import Permission
from certificates import selectors, services
from certificates.api.bodies import CERTIFICATE, CERTIFICATE_NAMES, certificate_values
from certificates.api.serializers import (
    CertificateRecord,
    CertificateRow,
    EventRow,
    RequiredStandardRow,
    certificate_row,
    compared_row,
    event_row,
    own_columns,
    reminder_row,
    requirement_row,
)
from certificates.filters import CertificateFilter
from certificates.forms import CertificateForm, EventForm, RetireForm
from certificates.forms.certificate import initial_of
from certificates.models import Certificate
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.problems import refuses
from common.api.query import filters_of
from common.api.requests import ApiRequest, Created, Listing
from common.api.shapes import reference
from suppliers.selectors import supplier_for_page

refuses(services.CertificateError)
EDIT = Permission.CERTIFICATE_EDIT


def address_of(certificate_id: int) -> str:
    return reverse("certificates_api:certificate", args=[certificate_id])


def record_of(request: ApiRequest, certificate_id: int) -> CertificateRecord:
    """The certificate as its page shows it, read anew."""
    certificate = selectors.certificate_for_page(request.user, certificate_id)
    page = selectors.on_page(certificate, clock.today())
    twins, has_twins = selectors.twins_of(certificate, request.user)
    return {
        **certificate_row(page.shown),
        **own_columns(certificate),  # type: ignore[typeddict-item]
        "comparisons": [compared_row(row) for row in page.compared],
        "reminders": [reminder_row(row) for row in selectors.reminders_of(certificate)],
        "same_at_other_suppliers": [reference(twin.supplier) for twin in twins],
        "is_at_other_suppliers": has_twins,
    }


class Certificates(Endpoint):
    """Certificates of all suppliers that this person sees."""

    @operation(
        Permission.VIEW,
        returns=CertificateRow,
        query=filters_of(CertificateFilter),
        sorts=selectors.DUE_SORTS,
    )
    def get(self, request: ApiRequest) -> Listing:
        """The portfolio, narrowed as on the page.

        Closed ones only when `show` asks for them. `sort=due` goes with `show=verification`; else `expiry` comes first.
        """
        today = clock.today()
        rows = selectors.portfolio(request.user)
        found = self.narrowed(CertificateFilter(request.GET, rows, user=request.user, today=today))
        sorts = selectors.sorts_of(found.chosen_list)
        return self.page(found.qs, certificate_row, ready=lambda page: selectors.shown_all(page, today), sorts=sorts)


class SupplierCertificates(Endpoint):
    """Certificates of one supplier."""

    @operation(Permission.VIEW, returns=CertificateRow, sorts=selectors.SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Every certificate on record for the supplier, closed ones too."""
        supplier, today = supplier_for_page(request.user, supplier_id), clock.today()
        rows = Certificate.objects.filter(supplier=supplier).with_evidence()
        return self.page(rows, lambda row: certificate_row(selectors.shown(row, today)))

    @operation(EDIT, body=CERTIFICATE, returns=CertificateRecord, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Record a certificate as claimed. `sites` are those that it names; `file` was uploaded before."""
        supplier, at = supplier_for_page(request.user, supplier_id), clock.now()
        values = certificate_values(self.typed(), supplier.sites.all())
        form = self.filled(CertificateForm, values=values, names=CERTIFICATE_NAMES, supplier=supplier)
        data = form.certificate_data(actor=request.user, at=at, file=form.cleaned_data["kept_file"])
        made = services.record_certificate(supplier, data, actor=request.user, at=at)
        return Created(record_of(request, made.pk), address_of(made.pk))


class SupplierRequiredStandards(Endpoint):
    """What a supplier's sector asks for."""

    @operation(Permission.VIEW, returns=list[RequiredStandardRow])
    def get(self, request: ApiRequest, supplier_id: int) -> list[RequiredStandardRow]:
        """Standards that the sector asks for, each with the certificate on record."""
        supplier = supplier_for_page(request.user, supplier_id)
        held = selectors.certificates_of_supplier(supplier, clock.today())
        return [requirement_row(row) for row in selectors.requirements_of(supplier, held, clock.today())]


class OneCertificate(Endpoint):
    """One certificate."""

    @operation(Permission.VIEW, returns=CertificateRecord)
    def get(self, request: ApiRequest, certificate_id: int) -> CertificateRecord:
        """A certificate with events, verifications, and what is claimed beside what was found."""
        return record_of(request, certificate_id)

    @operation(EDIT, body=partly(CERTIFICATE), returns=CertificateRecord, locked=True)
    def patch(self, request: ApiRequest, certificate_id: int) -> CertificateRecord:
        """Correct what was read off the paper. Confirmations of what it said before no longer speak for it."""
        certificate, at = selectors.certificate_for_page(request.user, certificate_id), clock.now()
        version = self.expected(certificate)
        form = self._filled(certificate, version)
        data = form.certificate_data(actor=request.user, at=at, file=form.cleaned_data["kept_file"])
        services.change_certificate(certificate, data, expected_version=version, actor=request.user, at=at)
        return record_of(request, certificate_id)

    def _filled(self, certificate: Certificate, version: int) -> CertificateForm:
        return self.filled(
            CertificateForm,
            values=certificate_values(self.typed(), certificate.supplier.sites.all()),
            version=version,
            names=CERTIFICATE_NAMES,
            supplier=certificate.supplier,
            initial=initial_of(certificate),
        )


class CertificateRenew(Endpoint):
    """The successor of a certificate."""

    @operation(EDIT, body=CERTIFICATE, returns=CertificateRecord, status=201, locked=True)
    def post(self, request: ApiRequest, certificate_id: int) -> Created:
        """Record the successor; the old one is superseded from its first valid day on."""
        old, at = selectors.certificate_for_page(request.user, certificate_id), clock.now()
        version = self.expected(old)
        values = certificate_values(self.typed(), old.supplier.sites.all())
        form = self.filled(CertificateForm, values=values, names=CERTIFICATE_NAMES, supplier=old.supplier)
        data = form.certificate_data(actor=request.user, at=at, file=form.cleaned_data["kept_file"])
        made = services.renew_certificate(old, data, expected_version=version, actor=request.user, at=at)
        return Created(record_of(request, made.pk), address_of(made.pk))


class CertificateRetire(Endpoint):
    """Closing a certificate that has no successor."""

    @operation(EDIT, body=body_of(RetireForm), returns=CertificateRecord, locked=True)
    def post(self, request: ApiRequest, certificate_id: int) -> CertificateRecord:
        """Close the record with a reason."""
        certificate = selectors.certificate_for_page(request.user, certificate_id)
        version = self.expected(certificate)
        reason = self.filled(RetireForm, version=version).cleaned_data["reason"]
        services.retire_certificate(certificate, reason, expected_version=version, actor=request.user, at=clock.now())
        return record_of(request, certificate_id)


class CertificateEvents(Endpoint):
    """What the certification body did."""

    @operation(EDIT, body=body_of(EventForm), returns=EventRow, status=201)
    def post(self, request: ApiRequest, certificate_id: int) -> Created:
        """Note what the certification body did on a day."""
        certificate = selectors.certificate_for_page(request.user, certificate_id)
        typed = self.filled(EventForm, today=clock.today()).cleaned_data
        made = services.record_event(
            certificate, typed["kind"], typed["on"], note=typed["note"], actor=request.user, at=clock.now()
        )
        return Created(event_row(made), address_of(certificate_id))


class CertificateHistory(Endpoint):
    """What happened to a certificate."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, certificate_id: int) -> Listing:
        """Changes, verifications and events, newest first."""
        certificate = get_object_or_404(Certificate.objects.visible_to(request.user), pk=certificate_id)
        return self.page(selectors.changes_of(certificate), history_entry)
