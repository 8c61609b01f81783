"""The overview and comparisons as PDF: asked for here, made in the worker."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock, jobs
from common.uploads import Kind, serve_file
from common.views import AuthedRequest, redirect_to
from overview.document import KINDS
from overview.filters import PortfolioFilter, whole_numbers
from overview.services import MAKE_DOCUMENT, document_name, names_hidden, own_document

LONGEST = 2000


@requires(Permission.SCORECARD)
def document_new(request: AuthedRequest, kind: str) -> HttpResponse:
    """Have the overview or a comparison (`query`: what is compared) made as PDF."""
    return _ask(request, kind)


@require_POST
def _ask(request: AuthedRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    job = jobs.enqueue(MAKE_DOCUMENT, {"kind": kind, **_asked(request, kind)}, by=request.user)
    return redirect_to(request, reverse("common:job", args=[job.pk]))


def _asked(request: AuthedRequest, kind: str) -> dict[str, Any]:
    """What the document is narrowed to, or compares; what no page would take is left out."""
    data = QueryDict(request.POST.get("query", "")[:LONGEST])
    if kind == "comparison":
        return {"suppliers": whole_numbers(data, "supplier"), "scopes": whole_numbers(data, "scope")}
    form = PortfolioFilter(data)
    return {"chosen": form.kept, "told": form.told}


@requires(Permission.SCORECARD)
def document_file(request: AuthedRequest, job_id: UUID) -> HttpResponseBase:
    """The file, for whoever had it made, as long as all that it names may be seen by them."""
    job = own_document(request.user, job_id)
    if names_hidden(job, request.user):
        words = "Something in this document may no longer be shown to you. Have it made again."
        return redirect_to(request, reverse("overview:matrix"), words, level=messages.WARNING)
    name = f"{job.payload.get('kind', 'overview')}-{clock.today():%Y-%m-%d}.pdf"
    return serve_file(default_storage.open(document_name(job.pk)), filename=name, kind=Kind.PDF, inline=True)
