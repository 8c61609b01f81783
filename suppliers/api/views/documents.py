"""Documents that suppliers sent, their review, and requirements that are set aside."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.domain.permissions import Permission
from common import clock
from common.api.endpoint import PARTS, Endpoint, operation
from common.api.fields import LARGEST_ID, body_of
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.uploads import serve_file
from suppliers import profile_selectors as selectors
from suppliers import services
from suppliers.api.serializers_profiles import DocumentRow, WaiverRow, document_row, waiver_row
from suppliers.domain.profiles.terms import RequirementKind
from suppliers.models import SupplierDocument, Waiver
from suppliers.profile_filters import DocumentFilter
from suppliers.profile_forms import DocumentForm, NoteForm, WaiverForm
from suppliers.selectors import supplier_for_page

EDIT, REVIEW, WAIVE = Permission.DOCUMENT_EDIT, Permission.DOCUMENT_REVIEW, Permission.REQUIREMENT_WAIVE
ID = {"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_ID}
HOLDS_FOR = {"type": "string", "maxLength": 40, "description": "`site:3` or `scope:5`; nothing: the whole supplier."}
UPLOAD = body_of(
    DocumentForm,
    extra={"holds_for": HOLDS_FOR, "replaces": {**ID, "description": "The older document that it takes the place of."}},
    optional=["received_on"],
)
NOTE = body_of(NoteForm)
WAIVABLE = [RequirementKind.STANDARD.value, RequirementKind.DOCUMENT.value, RequirementKind.AUDIT.value]
ASKED: dict[str, Any] = {
    "kind": {"type": "string", "enum": WAIVABLE},
    "subject": {"type": "string", "maxLength": 80, "description": "As the requirement says it, for instance ISO 9001."},
    "scope": {**ID, "description": "Of what we buy; nothing: of all that we buy from this supplier."},
}


class Documents(Endpoint):
    """Documents of suppliers that this person sees."""

    @operation(
        Permission.VIEW, returns=DocumentRow, query=form_parameters(DocumentFilter), sorts=selectors.DOCUMENT_SORTS
    )
    def get(self, request: ApiRequest) -> Listing:
        """Documents, narrowed as on the page; superseded ones only when `state` asks for them."""
        form = self.sound(DocumentFilter(request.GET))
        rows = form.apply(selectors.documents_for_list(request.user), request.user, clock.today())
        return self.page(rows, document_row)


class SupplierDocuments(Endpoint):
    """Documents of one supplier."""

    @operation(Permission.VIEW, returns=DocumentRow, sorts=selectors.DOCUMENT_SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """All documents of the supplier, superseded ones too."""
        supplier = supplier_for_page(request.user, supplier_id)
        return self.page(selectors.documents_for_page(request.user).filter(supplier=supplier), document_row)

    @operation(EDIT, body=UPLOAD, returns=DocumentRow, status=201, takes=(PARTS,))
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Record a document with its file (multipart). It counts when another person has accepted it."""
        supplier, sent = supplier_for_page(request.user, supplier_id), self.typed()
        older_id = sent.pop("replaces", None)
        older = get_object_or_404(supplier.documents, pk=older_id) if older_id else None
        form = self.filled(DocumentForm, values=sent, supplier=supplier, initial={"received_on": clock.today()})
        who: dict[str, Any] = {"actor": request.user, "at": clock.now()}
        made = services.record_document(supplier, form.document, form.cleaned_data["file"], replaces=older, **who)
        return Created(_document(request, made.pk), reverse("suppliers_api:document", args=[made.pk]))


def _document(request: ApiRequest, document_id: int) -> DocumentRow:
    return document_row(selectors.document_for_page(request.user, document_id))


class OneDocument(Endpoint):
    """One document."""

    @operation(Permission.VIEW, returns=DocumentRow)
    def get(self, request: ApiRequest, document_id: int) -> DocumentRow:
        """A document and its review."""
        return _document(request, document_id)


class DocumentContent(Endpoint):
    """The file of a document."""

    @operation(Permission.VIEW, gives_file=True)
    def get(self, request: ApiRequest, document_id: int) -> HttpResponseBase:
        """The file itself."""
        document = selectors.document_for_page(request.user, document_id)
        return serve_file(document.file, filename=document.original_name, kind=document.file_kind)


class _Deciding(Endpoint):
    """What all decisions share."""

    def who(self) -> dict[str, Any]:
        """Who decides, when, and with which words."""
        return {"actor": self.request.user, "note": self.filled(NoteForm).cleaned_data["note"], "at": clock.now()}

    def document(self, document_id: int) -> SupplierDocument:
        """The document at the version that the request was made for."""
        found = selectors.document_for_page(self.request.user, document_id)
        self.expected(found)
        return found

    def waiver(self, waiver_id: int) -> Waiver:
        """The waiver at the version that the request was made for."""
        found = selectors.waiver_for_page(self.request.user, waiver_id)
        self.expected(found)
        return found


class DocumentAccept(_Deciding):
    """Accepting a document."""

    @operation(REVIEW, body=NOTE, returns=DocumentRow, locked=True)
    def post(self, request: ApiRequest, document_id: int) -> DocumentRow:
        """Let a document count from today on; nobody reviews what they recorded."""
        services.accept_document(self.document(document_id), **self.who())
        return _document(request, document_id)


class DocumentReject(_Deciding):
    """Rejecting a document."""

    @operation(REVIEW, body=NOTE, returns=DocumentRow, locked=True)
    def post(self, request: ApiRequest, document_id: int) -> DocumentRow:
        """Say why a document does not count: `note` is needed."""
        services.reject_document(self.document(document_id), **self.who())
        return _document(request, document_id)


def _waiver(request: ApiRequest, waiver_id: int) -> WaiverRow:
    return waiver_row(selectors.waiver_for_page(request.user, waiver_id))


class SupplierWaivers(Endpoint):
    """Waivers of one supplier."""

    @operation(Permission.VIEW, returns=list[WaiverRow])
    def get(self, request: ApiRequest, supplier_id: int) -> list[WaiverRow]:
        """Waivers that wait or may still count, those that wait first."""
        supplier = supplier_for_page(request.user, supplier_id)
        return [waiver_row(waiver) for waiver in selectors.waivers_of(supplier, clock.today())]

    @operation(
        WAIVE,
        body=body_of(WaiverForm, leave_out=["everywhere"], extra=ASKED, required=["kind"]),
        returns=WaiverRow,
        status=201,
    )
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Ask that a requirement be set aside until a day; it counts when a second person confirms it."""
        supplier, sent = supplier_for_page(request.user, supplier_id), self.typed()
        asked = {"kind": sent.pop("kind"), "subject": sent.pop("subject", "")}
        scope_id = sent.pop("scope", None)
        scope = get_object_or_404(supplier.scopes.select_related("process", "site"), pk=scope_id) if scope_id else None
        given = self.filled(WaiverForm, values=sent, has_scope=False).cleaned_data
        words = {"reason": given["reason"], "until": given["until"]}
        who: dict[str, Any] = {"actor": request.user, "at": clock.now()}
        made = services.request_waiver(supplier, scope=scope, **asked, **words, **who)
        return Created(_waiver(request, made.pk), reverse("suppliers_api:waiver", args=[made.pk]))


class OneWaiver(Endpoint):
    """One waiver."""

    @operation(Permission.VIEW, returns=WaiverRow)
    def get(self, request: ApiRequest, waiver_id: int) -> WaiverRow:
        """A waiver, whatever became of it."""
        return _waiver(request, waiver_id)


class WaiverConfirm(_Deciding):
    """Confirming a waiver."""

    @operation(WAIVE, body=NOTE, returns=WaiverRow, locked=True)
    def post(self, request: ApiRequest, waiver_id: int) -> WaiverRow:
        """Let it count from today to its end; nobody confirms their own."""
        services.confirm_waiver(self.waiver(waiver_id), **self.who())
        return _waiver(request, waiver_id)


class WaiverDecline(_Deciding):
    """Declining a waiver."""

    @operation(WAIVE, body=NOTE, returns=WaiverRow, locked=True)
    def post(self, request: ApiRequest, waiver_id: int) -> WaiverRow:
        """Say no: `note` is needed."""
        services.decline_waiver(self.waiver(waiver_id), **self.who())
        return _waiver(request, waiver_id)


class WaiverWithdraw(_Deciding):
    """Ending a waiver."""

    @operation(WAIVE, body=NOTE, returns=WaiverRow, locked=True)
    def post(self, request: ApiRequest, waiver_id: int) -> WaiverRow:
        """End a confirmed waiver today, or take back a request: `note` is needed."""
        services.withdraw_waiver(self.waiver(waiver_id), **self.who())
        return _waiver(request, waiver_id)
