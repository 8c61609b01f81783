"""Findings and their photos."""

from django.http import HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from audits import services
from audits.api.serializers import FindingRow, PhotoRow, finding_row, photo_row
from audits.filters import FindingFilter
from audits.forms import CloseForm, FindingForm, PhotoForm, ReasonForm
from audits.models import Finding
from audits.selectors import (
    FINDING_SORTS,
    audit_for_page,
    earlier_like,
    finding_for_page,
    findings_for_list,
    photo_for_page,
)
from common import clock
from common.api.endpoint import PARTS, Endpoint, operation
from common.api.fields import body_of, partly
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.history import changes_for
from common.paging import Sort
from common.uploads import serve_file
from suppliers.selectors import supplier_for_page

EDIT = Permission.AUDIT_EDIT
IN_ORDER = (Sort("id", "In the order in which they were taken", ()),)
NEW = body_of(FindingForm, leave_out=["photo", "reason"], optional=["grade"])
CORRECTED = partly(body_of(FindingForm, leave_out=["photo"]))


def record_of(request: ApiRequest, finding_id: int) -> FindingRow:
    """The finding read anew."""
    return finding_row(finding_for_page(request.user, finding_id), clock.today())


class Findings(Endpoint):
    """Findings of all audits that this person sees."""

    @operation(Permission.VIEW, returns=FindingRow, query=form_parameters(FindingFilter), sorts=FINDING_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Findings, narrowed as on the page."""
        today = clock.today()
        rows = self.sound(FindingFilter(request.GET)).apply(findings_for_list(request.user), request.user, today)
        return self.page(rows, lambda finding: finding_row(finding, today))


class SupplierFindings(Endpoint):
    """Findings of one supplier."""

    @operation(Permission.VIEW, returns=FindingRow, sorts=FINDING_SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """All findings of the supplier's audits."""
        supplier, today = supplier_for_page(request.user, supplier_id), clock.today()
        rows = findings_for_list(request.user).filter(audit__supplier=supplier)
        return self.page(rows, lambda finding: finding_row(finding, today))


class AuditFindings(Endpoint):
    """Findings of one audit."""

    @operation(Permission.VIEW, returns=FindingRow, sorts=FINDING_SORTS)
    def get(self, request: ApiRequest, audit_id: int) -> Listing:
        """The findings of an audit."""
        audit, today = audit_for_page(request.user, audit_id), clock.today()
        rows = findings_for_list(request.user).filter(audit=audit)
        return self.page(rows, lambda finding: finding_row(finding, today))

    @operation(EDIT, body=NEW, returns=FindingRow, status=201)
    def post(self, request: ApiRequest, audit_id: int) -> Created:
        """Write down a finding, from a question or apart from one. Without a clause the question's own is taken."""
        audit = audit_for_page(request.user, audit_id)
        sent = self.typed()
        question = audit.checklist.by_code.get(sent.get("question") or "")
        clause = sent.get("clause") or (question.clause if question else "")
        earlier = earlier_like(audit, sent.get("question") or "", clause)
        form = self.filled(lambda *data, **known: FindingForm(*data, audit=audit, earlier=earlier, **known).keep())
        made = services.raise_finding(audit, form.given(), actor=request.user, at=clock.now())
        return Created(record_of(request, made.pk), reverse("audits_api:finding", args=[made.pk]))


class OneFinding(Endpoint):
    """One finding."""

    @operation(Permission.VIEW, returns=FindingRow)
    def get(self, request: ApiRequest, finding_id: int) -> FindingRow:
        """A finding."""
        return record_of(request, finding_id)

    @operation(EDIT, body=CORRECTED, returns=FindingRow, locked=True)
    def patch(self, request: ApiRequest, finding_id: int) -> FindingRow:
        """Correct what a finding says; once its audit is complete, with a reason."""
        finding = finding_for_page(request.user, finding_id)
        version = self.expected(finding)
        earlier = finding.repeats or earlier_like(finding.audit, finding.question, finding.clause)
        names = ("grade", "statement", "evidence", "question", "clause", "due_on")
        known = {name: getattr(finding, name) for name in names} | {"is_repeat": finding.repeats is not None}

        def correction(*data: object) -> FindingForm:
            return FindingForm(*data, audit=finding.audit, earlier=earlier, initial=known).keep("reason", "version")

        form = self.filled(correction, version=version)
        services.correct_finding(
            finding,
            form.given(),
            expected_version=version,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=clock.now(),
        )
        return record_of(request, finding_id)


class FindingMove(Endpoint):
    """What all moves of a finding share."""

    def found(self, request: ApiRequest, finding_id: int) -> Finding:
        """The finding at the version that the request was made for."""
        finding = finding_for_page(request.user, finding_id)
        self.expected(finding)
        return finding


class FindingClose(FindingMove):
    """Closing a finding."""

    @operation(EDIT, body=body_of(CloseForm), returns=FindingRow, locked=True)
    def post(self, request: ApiRequest, finding_id: int) -> FindingRow:
        """Close it on the word of somebody who saw the correction work."""
        finding = self.found(request, finding_id)
        typed = self.filled(CloseForm).cleaned_data
        services.close_finding(finding, **typed, actor=request.user, at=clock.now(), today=clock.today())
        return record_of(request, finding_id)


class FindingReopen(FindingMove):
    """Reopening a finding."""

    @operation(EDIT, body=body_of(ReasonForm), returns=FindingRow, locked=True)
    def post(self, request: ApiRequest, finding_id: int) -> FindingRow:
        """Open it again, because it came back or was closed in error."""
        finding = self.found(request, finding_id)
        typed = self.filled(ReasonForm).cleaned_data
        services.reopen_finding(finding, **typed, actor=request.user, at=clock.now(), today=clock.today())
        return record_of(request, finding_id)


class FindingWithdraw(FindingMove):
    """Withdrawing a finding."""

    @operation(EDIT, body=body_of(ReasonForm), returns=FindingRow, locked=True)
    def post(self, request: ApiRequest, finding_id: int) -> FindingRow:
        """Take back what should not have been raised. It stays readable and counts no more."""
        finding = self.found(request, finding_id)
        services.withdraw_finding(finding, **self.filled(ReasonForm).cleaned_data, actor=request.user, at=clock.now())
        return record_of(request, finding_id)


class FindingHistory(Endpoint):
    """What happened to a finding."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, finding_id: int) -> Listing:
        """Newest first."""
        return self.page(changes_for(finding_for_page(request.user, finding_id)), history_entry)


class FindingPhotos(Endpoint):
    """Photos of a finding."""

    @operation(Permission.VIEW, returns=PhotoRow, sorts=IN_ORDER)
    def get(self, request: ApiRequest, finding_id: int) -> Listing:
        """Photos of the finding."""
        finding = finding_for_page(request.user, finding_id)
        return self.page(finding.photos.select_related("uploaded_by"), photo_row)

    @operation(EDIT, body=body_of(PhotoForm), returns=PhotoRow, status=201, takes=(PARTS,))
    def post(self, request: ApiRequest, finding_id: int) -> Created:
        """Add a JPEG or PNG (multipart, field `photo`); what the camera wrote into it is removed."""
        finding = finding_for_page(request.user, finding_id)
        typed = self.filled(PhotoForm).cleaned_data
        made = services.add_photo(finding, typed["photo"], caption=typed["caption"], actor=request.user, at=clock.now())
        return Created(photo_row(made), reverse("audits_api:photo", args=[made.pk]))


class OnePhoto(Endpoint):
    """One photo."""

    @operation(Permission.VIEW, returns=PhotoRow)
    def get(self, request: ApiRequest, photo_id: int) -> PhotoRow:
        """What the photo is."""
        return photo_row(photo_for_page(request.user, photo_id))


class PhotoContent(Endpoint):
    """The picture itself."""

    @operation(Permission.VIEW, gives_file=True)
    def get(self, request: ApiRequest, photo_id: int) -> HttpResponseBase:
        """The picture itself."""
        photo = photo_for_page(request.user, photo_id)
        return serve_file(photo.file, filename=photo.original_name, kind=photo.kind)


class PhotoRemove(Endpoint):
    """Removing a photo."""

    @operation(EDIT, body=body_of(ReasonForm))
    def post(self, request: ApiRequest, photo_id: int) -> None:
        """Remove a photo while its audit is in progress, with a reason."""
        photo = photo_for_page(request.user, photo_id)
        services.remove_photo(photo, **self.filled(ReasonForm).cleaned_data, actor=request.user, at=clock.now())
