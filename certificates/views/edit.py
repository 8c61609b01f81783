"""Record, correct and renew: one form in three uses, with the document beside it."""

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.forms import CertificateForm
from certificates.forms.certificate import initial_of
from certificates.models import Certificate, CertificateFile
from certificates.selectors import certificate_for_page
from certificates.services import (
    CertificateError,
    change_certificate,
    record_certificate,
    renew_certificate,
    store_file,
)
from common import clock
from common.ids import id_of
from common.records import AlreadySubmitted, Conflict
from common.views import AuthedRequest, new_submission, redirect_to
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page


@requires(Permission.CERTIFICATE_EDIT)
def new_certificate(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Record a certificate of a supplier."""
    supplier = supplier_for_page(request.user, supplier_id)
    if request.method != "POST":
        initial = {"holder": supplier.legal_name, "kept_file": _dropped(request, supplier)}
        return _page(request, _empty(supplier, initial))
    form = CertificateForm(request.POST, request.FILES, supplier=supplier)
    file = _keep_upload(request, form)
    if not form.is_valid():
        return _page(request, form, 422)
    at = clock.now()
    try:
        data = form.certificate_data(actor=request.user, at=at, file=file)
        certificate = record_certificate(
            supplier, data, actor=request.user, at=at, submission=form.cleaned_data["submission"]
        )
    except (ValidationError, CertificateError) as error:
        return _refused(request, form, error)
    except AlreadySubmitted as repeat:
        return redirect_to(request, repeat.url, "This certificate was recorded the first time.")
    message = "Recorded as claimed. It counts as verified once somebody has looked it up."
    return redirect_to(request, certificate.get_absolute_url(), message)


@requires(Permission.CERTIFICATE_EDIT)
def edit_certificate(request: AuthedRequest, certificate_id: int) -> HttpResponse:
    """Correct what was read off the paper."""
    certificate = certificate_for_page(request.user, certificate_id)
    supplier = certificate.supplier
    if request.method != "POST":
        return _page(request, CertificateForm(initial=initial_of(certificate), supplier=supplier), of=certificate)
    form = CertificateForm(request.POST, request.FILES, supplier=supplier)
    file = _keep_upload(request, form)
    if not form.is_valid():
        return _page(request, form, 422, of=certificate)
    at = clock.now()
    try:
        data = form.certificate_data(actor=request.user, at=at, file=file)
        version = form.cleaned_data["version"] or 0
        changed = change_certificate(certificate, data, expected_version=version, actor=request.user, at=at)
    except Conflict:
        return _conflict(request, form, certificate)
    except (ValidationError, CertificateError) as error:
        return _refused(request, form, error, of=certificate)
    return redirect_to(request, certificate.get_absolute_url(), "Saved." if changed else "Nothing was changed.")


@requires(Permission.CERTIFICATE_EDIT)
def renew(request: AuthedRequest, certificate_id: int) -> HttpResponse:
    """Record the successor; the old one is superseded from its first valid day on."""
    old = certificate_for_page(request.user, certificate_id)
    if request.method != "POST":
        changed = dict.fromkeys(("valid_from", "expires_on", "issued_on", "kept_file"))
        return _page(request, _empty(old.supplier, initial_of(old) | changed), of=old, renews=True)
    form = CertificateForm(request.POST, request.FILES, supplier=old.supplier)
    file = _keep_upload(request, form)
    if not form.is_valid():
        return _page(request, form, 422, of=old, renews=True)
    at = clock.now()
    try:
        data = form.certificate_data(actor=request.user, at=at, file=file)
        successor = renew_certificate(
            old,
            data,
            expected_version=form.cleaned_data["version"] or 0,
            actor=request.user,
            at=at,
            submission=form.cleaned_data["submission"],
        )
    except Conflict:
        return _conflict(request, form, old, renews=True)
    except (ValidationError, CertificateError) as error:
        return _refused(request, form, error, of=old, renews=True)
    except AlreadySubmitted as repeat:
        return redirect_to(request, repeat.url, "The renewal was recorded the first time.")
    return redirect_to(request, successor.get_absolute_url(), "Renewed. The old certificate is kept as superseded.")


def _empty(supplier: Supplier, initial: dict[str, Any]) -> CertificateForm:
    return CertificateForm(initial={**initial, "submission": new_submission()}, supplier=supplier)


def _dropped(request: AuthedRequest, supplier: Supplier) -> CertificateFile | None:
    """The file that was dropped on the tab a moment ago."""
    return _file_of(supplier, request.GET.get("file"))


def _keep_upload(request: AuthedRequest, form: CertificateForm) -> CertificateFile | None:
    """Keep an accepted file at once, so that a mistake elsewhere in the form does not lose it."""
    upload = form.files.get("upload")
    form.full_clean()
    kept: CertificateFile | None = form.cleaned_data.get("kept_file")
    if upload is None or "upload" in form.errors:
        return kept
    file = store_file(form.supplier, upload, actor=request.user, at=clock.now())
    form.put("kept_file", file.pk)
    return file


def _refused(
    request: AuthedRequest,
    form: CertificateForm,
    error: ValidationError | CertificateError,
    *,
    of: Certificate | None = None,
    renews: bool = False,
) -> HttpResponse:
    if isinstance(error, ValidationError):
        form.add_service_errors(error)
    else:
        form.add_error(None, str(error))
    return _page(request, form, 422, of=of, renews=renews)


def _conflict(
    request: AuthedRequest, form: CertificateForm, certificate: Certificate, *, renews: bool = False
) -> HttpResponse:
    """Show what it says now beside what was typed; saving again from here is a knowing choice."""
    current = certificate_for_page(request.user, certificate.pk)
    sites = {f"site_{site.pk}": False for site in form.sites} | {f"site_scope_{site.pk}": "" for site in form.sites}
    form.put("version", current.version)
    now = SimpleNamespace(**(sites | initial_of(current)))
    return _page(request, form, 409, of=current, renews=renews, now=now)


def _page(
    request: AuthedRequest,
    form: CertificateForm,
    status: int = 200,
    *,
    of: Certificate | None = None,
    renews: bool = False,
    now: SimpleNamespace | None = None,
) -> HttpResponse:
    back = of.get_absolute_url() if of else reverse("certificates:for_supplier", args=[form.supplier.pk])
    number = form["kept_file"].value()
    file = number if isinstance(number, CertificateFile) else _file_of(form.supplier, number)
    context = {
        "supplier": form.supplier,
        "tab": "certificates",
        "form": form,
        "certificate": of,
        "renews": renews,
        "now": now,
        "file": file,
        "back": back,
    }
    return render(request, "certificates/form.html", context, status=status)


def _file_of(supplier: Supplier, number: object) -> CertificateFile | None:
    known = id_of(str(number or ""))
    return supplier.certificate_files.filter(pk=known).first() if known else None
