from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import jobs
from common.uploads import Kind, serve_file
from common.views import AuthedRequest, redirect_to
from scoring import selectors
from suppliers.selectors import supplier_for_page


@requires(Permission.SCORECARD)
def scorecard(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Choose the scope, have the PDF made in the worker, and find those made before."""
    supplier = supplier_for_page(request.user, supplier_id)
    chosen = request.POST.get("scope", "") or request.GET.get("scope", "")
    standing = selectors.standing_for_page(supplier.pk, chosen)
    if request.method == "POST" and standing.shown is not None:
        snapshot_id = standing.shown.snapshot_id
        key = f"{snapshot_id}:{request.user.pk}"
        job = jobs.enqueue("scoring.make_scorecard", {"snapshot": snapshot_id}, by=request.user, key=key)
        return redirect_to(request, reverse("common:job", args=[job.pk]))
    context = {
        "supplier": supplier,
        "tab": "rating",
        "standing": standing,
        "documents": selectors.documents_for_page(supplier.pk),
    }
    return render(request, "scoring/scorecard.html", context)


@requires(Permission.SCORECARD)
def scorecard_file(request: AuthedRequest, document_id: int) -> FileResponse:
    """The PDF itself, to those who may see its supplier."""
    document = selectors.scorecard_for_page(request.user, document_id)
    name = slugify(document.supplier.legal_name) or "supplier"
    return serve_file(
        document.file, filename=f"scorecard-{name}-{document.snapshot.on}.pdf", kind=Kind.PDF, inline=True
    )
