"""Serving stored documents, and the picture of a PDF's page that stands beside a form."""

from io import BytesIO
from threading import Lock

import pypdfium2
from django.http import Http404, HttpResponse, HttpResponseBase

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.models import CertificateFile
from certificates.selectors import file_for_page
from common.uploads import Kind, serve_file
from common.views import AuthedRequest

PREVIEW_WIDTH = 1100
"""Pixels: readable at the width of a column on a dense screen."""
LARGEST_SIDE = 2500
_one_at_a_time = Lock()
"""The PDF library keeps state of its own and must not be entered by two threads."""


@requires(Permission.VIEW)
def certificate_file(request: AuthedRequest, file_id: int) -> HttpResponseBase:
    """The document itself: inside the browser with `?inline`, else as a download."""
    file = file_for_page(request.user, file_id)
    inline = "inline" in request.GET
    return serve_file(file.file, filename=file.original_name, kind=file.kind, inline=inline)


@requires(Permission.VIEW)
def certificate_file_preview(request: AuthedRequest, file_id: int) -> HttpResponseBase:
    """A picture of the document: itself, or the first page of a PDF. Nothing in the document runs."""
    file = file_for_page(request.user, file_id)
    if file.kind != Kind.PDF.value:
        return serve_file(file.file, filename=file.original_name, kind=file.kind, inline=True)
    response = HttpResponse(_first_page(file), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _first_page(file: CertificateFile) -> bytes:
    """The first page as PNG. Raises Http404 when the PDF cannot be drawn."""
    with file.file.open("rb") as stored:
        content = stored.read()
    try:
        with _one_at_a_time, pypdfium2.PdfDocument(content) as document:
            page = document[0]
            width, height = page.get_size()
            scale = min(PREVIEW_WIDTH / max(width, 1), LARGEST_SIDE / max(width, height, 1))
            picture = page.render(scale=scale).to_pil().copy()
    except (pypdfium2.PdfiumError, IndexError):
        raise Http404("This PDF cannot be shown as a picture. Download it.") from None
    drawn = BytesIO()
    picture.save(drawn, format="PNG")
    return drawn.getvalue()
