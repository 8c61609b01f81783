"""Documents, and the bodies that certificates name."""

from django.http import HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from certificates.api.serializers import AccreditationBodyRow, CertificationBodyRow, FileRow, file_row
from certificates.forms import UploadForm
from certificates.models import AccreditationBody, CertificationBody
from certificates.selectors import file_for_page
from certificates.services import store_file
from common import clock
from common.api.endpoint import PARTS, Endpoint, operation
from common.api.fields import body_of
from common.api.requests import ApiRequest, Created, Listing
from common.paging import Sort
from common.uploads import serve_file
from suppliers.selectors import supplier_for_page

NEWEST = (Sort("newest", "Newest first", (), descending=True),)
BODIES = (Sort("name", "Name", ("name_key",)),)
ACCREDITORS = (Sort("abbreviation", "Abbreviation", ("abbreviation",)),)


class SupplierFiles(Endpoint):
    """Documents about a supplier's certificates."""

    @operation(Permission.VIEW, returns=FileRow, sorts=NEWEST)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Certificates as received, and proofs of verifications."""
        return self.page(supplier_for_page(request.user, supplier_id).certificate_files.all(), file_row)

    @operation(Permission.CERTIFICATE_EDIT, body=body_of(UploadForm), returns=FileRow, status=201, takes=(PARTS,))
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Upload a PDF, JPEG or PNG (multipart, field `upload`). The same content again is the file we have."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(UploadForm)
        file = store_file(supplier, form.cleaned_data["upload"], actor=request.user, at=clock.now())
        return Created(file_row(file), reverse("certificates_api:file", args=[file.pk]))


class OneFile(Endpoint):
    """One document."""

    @operation(Permission.VIEW, returns=FileRow)
    def get(self, request: ApiRequest, file_id: int) -> FileRow:
        """What the document is; its content is at `content/`."""
        return file_row(file_for_page(request.user, file_id))


class FileContent(Endpoint):
    """The content of a document."""

    @operation(Permission.VIEW, gives_file=True)
    def get(self, request: ApiRequest, file_id: int) -> HttpResponseBase:
        """The document itself."""
        file = file_for_page(request.user, file_id)
        return serve_file(file.file, filename=file.original_name, kind=file.kind)


class CertificationBodies(Endpoint):
    """Bodies that issue certificates."""

    @operation(Permission.VIEW, returns=CertificationBodyRow, sorts=BODIES)
    def get(self, request: ApiRequest) -> Listing:
        """Certification bodies on record; a new one is recorded with the certificate that names it first."""
        return self.page(CertificationBody.objects.all(), _body)


def _body(body: CertificationBody) -> CertificationBodyRow:
    return {"id": body.pk, "name": body.name, "register_url": body.register_url}


class AccreditationBodies(Endpoint):
    """Bodies that accredit certification bodies."""

    @operation(Permission.VIEW, returns=AccreditationBodyRow, sorts=ACCREDITORS)
    def get(self, request: ApiRequest) -> Listing:
        """Accreditation bodies: reference data."""
        return self.page(AccreditationBody.objects.all(), _accreditor)


def _accreditor(body: AccreditationBody) -> AccreditationBodyRow:
    return {"id": body.pk, "abbreviation": body.abbreviation, "name": body.name, "economy": body.economy}
