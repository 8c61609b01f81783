"""The certificates tab of a supplier: what is on record, what the sector asks for, and a place to drop a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.forms import UploadForm
from certificates.selectors import certificates_of_supplier, requirements_of
from certificates.services import store_file
from common import clock
from common.views import AuthedRequest, redirect_to
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page, supplier_for_tab


@requires(Permission.VIEW, listing=True)
def supplier_certificates(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """All certificates of a supplier with state and standing today."""
    return _page(request, supplier_for_tab(request.user, supplier_id), UploadForm(), 200)


@requires(Permission.CERTIFICATE_EDIT)
@require_POST
def upload_file(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Keep a dropped file, then go on to the form with the file beside it."""
    supplier = supplier_for_page(request.user, supplier_id)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, supplier, form, 422)
    file = store_file(supplier, form.cleaned_data["upload"], actor=request.user, at=clock.now())
    return redirect_to(request, f"{reverse('certificates:new', args=[supplier.pk])}?file={file.pk}")


def _page(request: AuthedRequest, supplier: Supplier, upload: UploadForm, status: int) -> HttpResponse:
    today = clock.today()
    rows = certificates_of_supplier(supplier, today)
    context = {
        "supplier": supplier,
        "tab": "certificates",
        "rows": rows,
        "requirements": requirements_of(supplier, rows, today),
        "upload": upload,
        "today": today,
    }
    return render(request, "certificates/supplier.html", context, status=status)
