"""Record a verification: what to compare stands side by side, the person answers each."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.domain.verification import Method
from certificates.forms import VerificationForm
from certificates.models import Certificate, CertificateFile
from certificates.reference.registers import registers_for
from certificates.selectors import bought_scopes, certificate_for_page, comparisons
from certificates.services import CertificateError, record_verification, store_file
from common import clock
from common.ids import id_of
from common.records import AlreadySubmitted, Conflict
from common.views import AuthedRequest, new_submission, redirect_to


@requires(Permission.CERTIFICATE_VERIFY)
def verify(request: AuthedRequest, certificate_id: int) -> HttpResponse:
    """Look a certificate up and write down what was found."""
    certificate = certificate_for_page(request.user, certificate_id)
    form = _form(request, certificate)
    if request.method != "POST":
        return _page(request, certificate, form)
    proof = _keep_proof(request, form)
    if not form.is_valid():
        return _page(request, certificate, form, 422)
    try:
        record_verification(
            certificate,
            form.verification_data(proof),
            actor=request.user,
            at=clock.now(),
            expected_version=form.cleaned_data["version"],
            submission=form.cleaned_data["submission"],
        )
    except Conflict:
        return _changed_meanwhile(request, certificate, form)
    except CertificateError as error:
        form.add_error(None, str(error))
        return _page(request, certificate, form, 422)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, certificate, form, 422)
    except AlreadySubmitted as repeat:
        return redirect_to(request, repeat.url, "This verification was recorded the first time.")
    return redirect_to(request, certificate.get_absolute_url(), "Verification recorded.")


def _form(request: AuthedRequest, certificate: Certificate) -> VerificationForm:
    today = clock.today()
    return VerificationForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        supplier=certificate.supplier,
        comparisons=comparisons(certificate, bought_scopes(certificate)),
        today=today,
        initial={
            "checked_on": today,
            "method": Method.REGISTER.value,
            "version": certificate.version,
            "submission": new_submission(),
        },
    )


def _keep_proof(request: AuthedRequest, form: VerificationForm) -> CertificateFile | None:
    """Keep an accepted proof at once, so that a mistake elsewhere in the form does not lose it."""
    upload = form.files.get("proof_upload")
    form.full_clean()
    kept: CertificateFile | None = form.cleaned_data.get("kept_proof")
    if upload is None or "proof_upload" in form.errors:
        return kept
    file = store_file(form.supplier, upload, actor=request.user, at=clock.now())
    form.put("kept_proof", file.pk)
    return file


def _changed_meanwhile(request: AuthedRequest, certificate: Certificate, form: VerificationForm) -> HttpResponse:
    current = certificate_for_page(request.user, certificate.pk)
    form.put("version", current.version)
    form.add_error(None, "Somebody changed the certificate while you compared it. Compare again, then save.")
    form.comparisons = comparisons(current, bought_scopes(current))
    return _page(request, current, form, 409)


def _page(request: AuthedRequest, certificate: Certificate, form: VerificationForm, status: int = 200) -> HttpResponse:
    number = id_of(str(form["kept_proof"].value() or ""))
    proof = certificate.supplier.certificate_files.filter(pk=number).first() if number else None
    context = {
        "supplier": certificate.supplier,
        "tab": "certificates",
        "certificate": certificate,
        "form": form,
        "proof": proof,
        "registers": registers_for(
            {held.edition.standard.code for held in certificate.standards.all()}, certificate.supplier.country.code
        ),
    }
    return render(request, "certificates/verify.html", context, status=status)
