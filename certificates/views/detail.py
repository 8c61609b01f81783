"""The page of one certificate: what is claimed beside what was verified, and the short verbs."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.forms import EventForm, RetireForm
from certificates.models import Certificate
from certificates.selectors import certificate_for_page, changes_of, on_page, reminders_of, twins_of
from certificates.services import CertificateError, record_event, retire_certificate
from common import clock
from common.records import AlreadySubmitted, Conflict
from common.views import AuthedRequest, new_submission, redirect_to


@requires(Permission.VIEW)
def certificate_detail(request: AuthedRequest, certificate_id: int) -> HttpResponse:
    """One certificate."""
    certificate = certificate_for_page(request.user, certificate_id)
    today = clock.today()
    twins, has_twins = twins_of(certificate, request.user)
    context = {
        "supplier": certificate.supplier,
        "tab": "certificates",
        "certificate": certificate,
        "on_page": on_page(certificate, today),
        "twins": twins,
        "has_twins": has_twins,
        "reminders": reminders_of(certificate),
        "changes": changes_of(certificate)[:100],
        "today": today,
    }
    return render(request, "certificates/detail.html", context)


@requires(Permission.CERTIFICATE_EDIT)
def retire(request: AuthedRequest, certificate_id: int) -> HttpResponse:
    """Close the record with a reason."""
    certificate = certificate_for_page(request.user, certificate_id)
    form = RetireForm(request.POST or None, initial={"version": certificate.version})
    if request.method != "POST" or not form.is_valid():
        return _short(request, certificate, form, "retire", 422 if request.method == "POST" else 200)
    try:
        retire_certificate(
            certificate,
            form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            actor=request.user,
            at=clock.now(),
        )
    except Conflict as conflict:
        form.put("version", certificate_for_page(request.user, certificate.pk).version)
        form.add_error(None, f"{conflict} Look at it again before you retire it.")
        return _short(request, certificate, form, "retire", 409)
    except CertificateError as error:
        form.add_error(None, str(error))
        return _short(request, certificate, form, "retire", 422)
    return redirect_to(request, certificate.get_absolute_url(), "Retired. The record is kept.")


@requires(Permission.CERTIFICATE_EDIT)
def event(request: AuthedRequest, certificate_id: int) -> HttpResponse:
    """Note what the certification body did."""
    certificate = certificate_for_page(request.user, certificate_id)
    today = clock.today()
    form = EventForm(request.POST or None, initial={"submission": new_submission()}, today=today)
    if request.method != "POST" or not form.is_valid():
        return _short(request, certificate, form, "event", 422 if request.method == "POST" else 200)
    data = form.cleaned_data
    try:
        record_event(
            certificate,
            data["kind"],
            data["on"],
            note=data["note"],
            actor=request.user,
            at=clock.now(),
            submission=data["submission"],
        )
    except CertificateError as error:
        form.add_error("on", str(error))
        return _short(request, certificate, form, "event", 422)
    except AlreadySubmitted as repeat:
        return redirect_to(request, repeat.url, "This was recorded the first time.")
    return redirect_to(request, certificate.get_absolute_url(), "Recorded.")


def _short(
    request: AuthedRequest, certificate: Certificate, form: RetireForm | EventForm, page: str, status: int
) -> HttpResponse:
    context = {"supplier": certificate.supplier, "tab": "certificates", "certificate": certificate, "form": form}
    return render(request, f"certificates/{page}.html", context, status=status)
