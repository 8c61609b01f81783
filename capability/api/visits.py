"""Visit notes: the list, a note with its three sections, its rows, and how it becomes evidence."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from capability import services
from capability.api.serializers_visits import (
    VisitCountRow,
    VisitListRow,
    VisitMeasurementRow,
    VisitQuestionRow,
    VisitRecord,
    count_row,
    measurement_row,
    question_row,
    visit_record,
    visit_row,
)
from capability.domain.terms import Counted
from capability.exports import visits_export
from capability.filters import VisitFilter
from capability.forms import CountForm, MeasurementForm, QuestionForm, ReasonForm, VisitForm, visit_initial
from capability.models import VisitNote, VisitRow
from capability.selectors import VISIT_SORTS, sheet_for_visit, visit_for_page, visits_for_list
from capability.services import Act
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.fields import body_of, partly
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.locking import require_version
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.history import changes_for
from suppliers.selectors import supplier_for_page

EDIT = Permission.CAPABILITY_EDIT
HEAD = body_of(
    VisitForm,
    extra={"unannounced": {"type": "boolean", "description": "Nobody knew that we were coming."}},
    optional=["site", "visited_on", "unannounced"],
)
QUERY = form_parameters(VisitFilter({}))


def _row(form: Any) -> Any:
    return body_of(form, leave_out=["replace"])


class Visiting(Endpoint):
    """What all of it shares."""

    def by(self) -> Act:
        """Who writes it down, now."""
        return Act(self.request.user, clock.now(), clock.today())

    def record(self, visit_id: int) -> VisitRecord:
        """The note read anew."""
        return visit_record(sheet_for_visit(visit_for_page(self.request.user, visit_id)))

    def narrowed_rows(self) -> Any:
        """The notes that the page's filter lets through."""
        form = self.sound(VisitFilter(self.request.GET))
        return form.apply(visits_for_list(self.request.user), self.request.user)

    def head(self, sent: dict[str, Any], unannounced: bool, **known: Any) -> Any:
        """The page's form of where and when; a form knows yes and no as words."""
        words = {**sent, "unannounced": str(sent.get("unannounced", unannounced))}
        return self.filled(VisitForm, values=words, **known).head()

    def at_its_version(self, visit_id: int) -> VisitNote:
        """The note, as the request was made for it."""
        visit = visit_for_page(self.request.user, visit_id)
        self.expected(visit)
        return visit


class Visits(Visiting):
    """Visit notes that this person sees."""

    @operation(Permission.VIEW, returns=VisitListRow, query=QUERY, sorts=VISIT_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Visit notes, narrowed as on the page; without those put away or replaced."""
        return self.page(self.narrowed_rows(), visit_row)


class VisitExport(Exporting):
    """Visit notes as a file."""

    @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(QUERY, VISIT_SORTS))
    def get(self, request: ApiRequest) -> HttpResponseBase:
        """Visit notes as CSV or XLSX, narrowed and sorted as the list."""
        return self.file(visits_export(request))


class SupplierVisits(Visiting):
    """Visit notes of one supplier."""

    @operation(Permission.VIEW, returns=VisitListRow, query=QUERY, sorts=VISIT_SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Visit notes of the supplier, narrowed as on the page."""
        supplier = supplier_for_page(request.user, supplier_id)
        return self.page(self.narrowed_rows().filter(supplier=supplier), visit_row)

    @operation(EDIT, body=HEAD, returns=VisitRecord, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Begin a note: today at the first site, of all that we buy there, if not said otherwise."""
        supplier, sent = supplier_for_page(request.user, supplier_id), self.typed()
        first = supplier.sites.first()
        site_id = sent.get("site") or (first.pk if first else None)
        scopes = supplier.scopes.rated().filter(site=site_id)
        initial = {"visited_on": clock.today(), "site": site_id, "scopes": scopes}
        head = self.head(sent, False, supplier=supplier, initial=initial)
        made = services.begin_visit(head, self.by())
        return Created(self.record(made.pk), reverse("capability_api:visit", args=[made.pk]))


class OneVisit(Visiting):
    """One visit note."""

    @operation(Permission.VIEW, returns=VisitRecord)
    def get(self, request: ApiRequest, visit_id: int) -> VisitRecord:
        """A note with its three sections; questions and counts that nobody filled in have version 0."""
        return self.record(visit_id)

    @operation(EDIT, body=partly(HEAD), returns=VisitRecord, locked=True)
    def patch(self, request: ApiRequest, visit_id: int) -> VisitRecord:
        """Change where, when and whom of a draft."""
        visit = self.at_its_version(visit_id)
        initial = visit_initial(visit)
        head = self.head(self.typed(), visit.unannounced, supplier=visit.supplier, initial=initial)
        services.change_visit(visit, head, expected_version=visit.version, by=self.by())
        return self.record(visit_id)


class VisitComplete(Visiting):
    """Making a draft evidence."""

    @operation(EDIT, returns=VisitRecord, locked=True)
    def post(self, request: ApiRequest, visit_id: int) -> VisitRecord:
        """Make the draft evidence; 422 names what is missing, row by row."""
        services.complete_visit(self.at_its_version(visit_id), self.by())
        return self.record(visit_id)


class VisitCorrect(Visiting):
    """Putting a completed note right."""

    @operation(EDIT, body=body_of(ReasonForm), returns=VisitRecord, status=201, locked=True)
    def post(self, request: ApiRequest, visit_id: int) -> Created:
        """Begin a draft with all that the completed note says; completing it supersedes the note."""
        visit = self.at_its_version(visit_id)
        reason = self.filled(ReasonForm).cleaned_data["reason"]
        made = services.begin_correction(visit, self.by(), reason=reason)
        return Created(self.record(made.pk), reverse("capability_api:visit", args=[made.pk]))


class VisitDiscard(Visiting):
    """Putting a draft away."""

    @operation(EDIT, body=body_of(ReasonForm), returns=VisitRecord, locked=True)
    def post(self, request: ApiRequest, visit_id: int) -> VisitRecord:
        """Put a draft away: it never was evidence."""
        visit = self.at_its_version(visit_id)
        services.discard_visit(visit, self.by(), reason=self.filled(ReasonForm).cleaned_data["reason"])
        return self.record(visit_id)


class VisitHistory(Endpoint):
    """What happened to a visit note."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, visit_id: int) -> Listing:
        """Newest first."""
        return self.page(changes_for(visit_for_page(request.user, visit_id)), history_entry)


class RowOfVisit(Visiting):
    """What the rows of the three sections share. Without a row yet the version is 0."""

    def version_of(self, row: VisitRow | None) -> int:
        """The row's version, for which the request was made."""
        version = row.version if row else 0
        require_version(self.request, version)
        return version

    def remove(self, row: VisitRow | None) -> None:
        """Take the row off the draft."""
        if row is None:
            raise Http404("No such row.")
        self.version_of(row)
        services.remove_row(row, self.by())


class VisitCount(RowOfVisit):
    """What was pulled at random: `receipts` or `labels`."""

    def _find(self, visit_id: int, what: str) -> tuple[VisitNote, Any]:
        visit = visit_for_page(self.request.user, visit_id)
        if what not in set(Counted):
            raise Http404("No such row.")
        return visit, visit.counts.filter(what=what).first()

    @operation(EDIT, body=_row(CountForm), returns=VisitCountRow, locked=True)
    def put(self, request: ApiRequest, visit_id: int, what: str) -> VisitCountRow:
        """Keep how many were pulled and how many were in order; what is not sent is empty."""
        visit, row = self._find(visit_id, what)
        version = self.version_of(row)
        values = self.filled(CountForm).values()
        saved = services.save_count(visit, Counted(what), values, expected_version=version, by=self.by())
        return count_row(saved)

    @operation(EDIT, locked=True)
    def delete(self, request: ApiRequest, visit_id: int, what: str) -> None:
        """Take the row off a draft."""
        self.remove(self._find(visit_id, what)[1])


class VisitMeasurement(RowOfVisit):
    """What we measured again."""

    def _find(self, visit_id: int, number: int) -> tuple[VisitNote, Any]:
        visit = visit_for_page(self.request.user, visit_id)
        known = visit.measurements.filter(number=number) if number <= services.MOST_ROWS else None
        return visit, known.first() if known is not None else None

    @operation(EDIT, body=_row(MeasurementForm), returns=VisitMeasurementRow, locked=True)
    def put(self, request: ApiRequest, visit_id: int, number: int) -> VisitMeasurementRow:
        """Keep a measurement, from number 1 on; half of it is fine while the note is a draft."""
        visit, row = self._find(visit_id, number)
        version = self.version_of(row)
        values = self.filled(MeasurementForm).values()
        services.save_measurement(visit, number, values, expected_version=version, by=self.by())
        return measurement_row(self._find(visit_id, number)[1])

    @operation(EDIT, locked=True)
    def delete(self, request: ApiRequest, visit_id: int, number: int) -> None:
        """Take the row off a draft."""
        self.remove(self._find(visit_id, number)[1])


class VisitQuestion(RowOfVisit):
    """What was asked."""

    def _find(self, visit_id: int, code: str) -> tuple[VisitNote, Any]:
        visit = visit_for_page(self.request.user, visit_id)
        return visit, visit.questions.filter(code=code).first()

    @operation(EDIT, body=_row(QuestionForm), returns=VisitQuestionRow, locked=True)
    def put(self, request: ApiRequest, visit_id: int, code: str) -> VisitQuestionRow:
        """Keep how a question was answered. `own1`, `own2` … are questions of one's own; stock ones keep their text."""
        visit, row = self._find(visit_id, code)
        version = self.version_of(row)
        values = self.filled(QuestionForm).values()
        return question_row(services.save_question(visit, code, values, expected_version=version, by=self.by()))

    @operation(EDIT, locked=True)
    def delete(self, request: ApiRequest, visit_id: int, code: str) -> None:
        """Take the row off a draft."""
        self.remove(self._find(visit_id, code)[1])
