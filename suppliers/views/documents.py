"""Documents of suppliers: the list, one document, a new one, its review, its file."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.history import changes_for
from common.ids import id_of
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.uploads import UploadRejected, serve_file
from common.views import AuthedRequest
from suppliers import profile_selectors as selectors
from suppliers import services
from suppliers.domain.profiles.terms import ReviewState
from suppliers.exports import documents_export
from suppliers.models import Supplier, SupplierDocument
from suppliers.profile_filters import DocumentFilter
from suppliers.profile_forms import DocumentForm, NoteForm, document_initial
from suppliers.selectors import count_up_to, supplier_for_page
from suppliers.views.saving import act, save_form


@requires(Permission.VIEW, listing=True)
def document_list(request: AuthedRequest) -> HttpResponse:
    """Documents of all suppliers that this person sees."""
    today = clock.today()
    form = DocumentFilter(request.GET)
    rows = form.apply(selectors.documents_in_rows(request.user), request.user, today)
    sort, descending = choose_sort(selectors.DOCUMENT_SORTS, request.GET.get("sort"))
    page = keyset_page(
        rows,
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    count = count_up_to(form.apply(selectors.documents_to_count(request.user), request.user, today))
    context = {"form": form, "page": page, "count": count, "today": today}
    return render(request, "suppliers/documents/list.html", context)


@requires(Permission.EXPORT, listing=True)
def document_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list shows, all pages of it, as CSV or XLSX."""
    return export_as(kind, documents_export(request))


@requires(Permission.VIEW)
def document_detail(request: AuthedRequest, document_id: int) -> HttpResponse:
    """One document with its review and its history."""
    document = selectors.document_for_page(request.user, document_id)
    return _detail(request, document, NoteForm())


def _detail(request: AuthedRequest, document: SupplierDocument, form: NoteForm, status: int = 200) -> HttpResponse:
    waits = document.state == ReviewState.RECEIVED.value and document.supplier.archived_at is None
    may_review = request.user.can(Permission.DOCUMENT_REVIEW)
    context = {
        "document": document,
        "supplier": document.supplier,
        "form": form,
        "may_decide": waits and may_review and document.uploaded_by_id != request.user.pk,
        "is_own": waits and may_review and document.uploaded_by_id == request.user.pk,
        "changes": changes_for(document)[:50],
        "today": clock.today(),
    }
    return render(request, "suppliers/documents/detail.html", context, status=status)


@requires(Permission.DOCUMENT_EDIT)
def document_new(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Record a document. `?kind=` and `?for=` fill in what a requirement asks for, `?instead=` what it renews."""
    supplier = supplier_for_page(request.user, supplier_id)
    older = _older(request, supplier)
    initial = document_initial(older, clock.today()) if older else _initial(request)
    form = DocumentForm(request.POST or None, request.FILES or None, supplier=supplier, initial=initial)

    def save() -> str:
        token = form.cleaned_data["submission"]
        return services.record_document(
            supplier,
            form.document,
            form.cleaned_data["file"],
            actor=request.user,
            at=clock.now(),
            submission=token,
            replaces=older,
        ).get_absolute_url()

    context = {"supplier": supplier, "title": "Record a document", "older": older}
    message = "Recorded. It counts when another person has accepted it."
    try:
        return save_form(
            request, form, save, template="suppliers/documents/form.html", context=context, message=message
        )
    except UploadRejected as refusal:
        form.add_error("file", str(refusal))
        return render(request, "suppliers/documents/form.html", {**context, "form": form}, status=422)


def _older(request: AuthedRequest, supplier: Supplier) -> SupplierDocument | None:
    number = id_of(request.GET.get("instead", ""))
    return get_object_or_404(supplier.documents, pk=number) if number else None


def _initial(request: AuthedRequest) -> dict[str, Any]:
    code = request.GET.get("kind", "")
    kind = selectors.kind_by_code(code) if code else None
    return {"kind": kind, "holds_for": request.GET.get("for", ""), "received_on": clock.today()}


@requires(Permission.DOCUMENT_REVIEW)
@require_POST
def document_review(request: AuthedRequest, document_id: int) -> HttpResponse:
    """Accept or reject a document that waits for its review."""
    document = selectors.document_for_page(request.user, document_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _detail(request, document, form, 422)
    decide = services.reject_document if "reject" in request.POST else services.accept_document
    note = form.cleaned_data["note"]
    done = "Rejected." if "reject" in request.POST else "Accepted. It counts from today."

    def do() -> None:
        decide(document, actor=request.user, note=note, at=clock.now())

    return act(request, document.get_absolute_url(), do, done)


@requires(Permission.VIEW)
def document_file(request: AuthedRequest, document_id: int) -> HttpResponseBase:
    """The file itself: inside the browser with `?inline`, else as a download."""
    document = selectors.document_for_page(request.user, document_id)
    inline = "inline" in request.GET
    return serve_file(document.file, filename=document.original_name, kind=document.file_kind, inline=inline)
