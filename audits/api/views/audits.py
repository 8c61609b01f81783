"""Audits: the list, the plan, the answers, and what moves an audit on."""

from django.http import Http404
from django.urls import reverse

from accounts.domain.permissions import Permission
from audits import services
from audits.api.serializers import (
    AnswerRow,
    AuditRecord,
    AuditRow,
    ChecklistRow,
    audit_record,
    audit_row,
    checklist_row,
    given_answer,
)
from audits.domain.checklists import CHECKLISTS
from audits.domain.grading import lacks_of
from audits.filters import AuditFilter
from audits.forms import AnswerForm, CompleteForm, PlanForm, ReasonForm, ReplanForm, StartForm, plan_initial
from audits.models import Answer, Audit
from audits.selectors import AUDIT_SORTS, audit_for_page, audits_for_list, history_of_answers, sheet_for_audit
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.history import changes_for
from suppliers.selectors import supplier_for_page

EDIT = Permission.AUDIT_EDIT
PLAN = body_of(PlanForm, optional=["lead", "planned_on", "strength", "purpose"])


def address_of(audit_id: int) -> str:
    return reverse("audits_api:audit", args=[audit_id])


def record_of(request: ApiRequest, audit_id: int) -> AuditRecord:
    """The audit read anew."""
    return audit_record(sheet_for_audit(audit_for_page(request.user, audit_id)), clock.today())


class Audits(Endpoint):
    """Audits of all suppliers that this person sees."""

    @operation(Permission.VIEW, returns=AuditRow, query=form_parameters(AuditFilter), sorts=AUDIT_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Audits, narrowed as on the page."""
        today = clock.today()
        rows = self.sound(AuditFilter(request.GET)).apply(audits_for_list(request.user), request.user, today)
        return self.page(rows, lambda audit: audit_row(audit, today))


class SupplierAudits(Endpoint):
    """Audits of one supplier."""

    @operation(Permission.VIEW, returns=AuditRow, sorts=AUDIT_SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """All audits of the supplier."""
        supplier, today = supplier_for_page(request.user, supplier_id), clock.today()
        rows = audits_for_list(request.user).filter(supplier=supplier)
        return self.page(rows, lambda audit: audit_row(audit, today))

    @operation(EDIT, body=PLAN, returns=AuditRecord, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Plan an audit at one of the supplier's sites. A day in the past is allowed: visits are entered afterwards."""
        supplier = supplier_for_page(request.user, supplier_id)
        initial = {"lead": request.user.pk, "planned_on": clock.today()}
        form = self.filled(PlanForm, supplier=supplier, initial=initial)
        made = services.plan_audit(form.plan(), actor=request.user, at=clock.now())
        return Created(record_of(request, made.pk), address_of(made.pk))


class OneAudit(Endpoint):
    """One audit."""

    @operation(Permission.VIEW, returns=AuditRecord)
    def get(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """An audit with its checklist, answers and findings."""
        return record_of(request, audit_id)

    @operation(EDIT, body=partly(PLAN), returns=AuditRecord, locked=True)
    def patch(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """Change the plan of an audit that has not ended."""
        audit = audit_for_page(request.user, audit_id)
        version = self.expected(audit)
        form = self.filled(PlanForm, supplier=audit.supplier, initial=plan_initial(audit), version=version)
        services.change_plan(audit, form.plan(), expected_version=version, actor=request.user, at=clock.now())
        return record_of(request, audit_id)


class AuditMove(Endpoint):
    """What all moves of an audit share."""

    def found(self, request: ApiRequest, audit_id: int) -> Audit:
        """The audit at the version that the request was made for."""
        audit = audit_for_page(request.user, audit_id)
        self.expected(audit)
        return audit


class AuditStart(AuditMove):
    """Beginning an audit."""

    @operation(EDIT, body=body_of(StartForm), returns=AuditRecord, locked=True)
    def post(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """Begin: answers can be given from now on."""
        audit = self.found(request, audit_id)
        typed = self.filled(StartForm).cleaned_data
        services.start_audit(audit, **typed, actor=request.user, at=clock.now(), today=clock.today())
        return record_of(request, audit_id)


class AuditComplete(AuditMove):
    """Completing an audit."""

    @operation(EDIT, body=body_of(CompleteForm, optional=["conducted_on"]), returns=AuditRecord, locked=True)
    def post(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """Take the audit into evidence; what is missing is named by question."""
        audit = self.found(request, audit_id)
        initial = {"conducted_on": audit.happened_on, "summary": audit.summary}
        typed = self.filled(CompleteForm, initial=initial).cleaned_data
        services.complete_audit(audit, **typed, actor=request.user, at=clock.now(), today=clock.today())
        return record_of(request, audit_id)


class AuditCancel(AuditMove):
    """Cancelling an audit."""

    @operation(EDIT, body=body_of(ReasonForm), returns=AuditRecord, locked=True)
    def post(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """End the audit without a result, for a reason of ours."""
        audit = self.found(request, audit_id)
        services.cancel_audit(audit, **self.filled(ReasonForm).cleaned_data, actor=request.user, at=clock.now())
        return record_of(request, audit_id)


class AuditDecline(AuditMove):
    """An audit that the supplier would not have."""

    @operation(EDIT, body=body_of(ReasonForm), returns=AuditRecord, locked=True)
    def post(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """Note that the supplier would not have us."""
        audit = self.found(request, audit_id)
        services.decline_audit(audit, **self.filled(ReasonForm).cleaned_data, actor=request.user, at=clock.now())
        return record_of(request, audit_id)


class AuditReopen(AuditMove):
    """Reopening an audit."""

    @operation(EDIT, body=body_of(ReasonForm), returns=AuditRecord, locked=True)
    def post(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """Take a completed audit out of evidence to mend it. Managers and administrators only."""
        audit = self.found(request, audit_id)
        services.reopen_audit(audit, **self.filled(ReasonForm).cleaned_data, actor=request.user, at=clock.now())
        return record_of(request, audit_id)


class AuditReplan(AuditMove):
    """Planning an audit again."""

    @operation(EDIT, body=body_of(ReplanForm), returns=AuditRecord, locked=True)
    def post(self, request: ApiRequest, audit_id: int) -> AuditRecord:
        """Plan a cancelled or declined audit anew."""
        audit = self.found(request, audit_id)
        services.replan_audit(audit, **self.filled(ReplanForm).cleaned_data, actor=request.user, at=clock.now())
        return record_of(request, audit_id)


def _answer(audit: Audit, code: str) -> Answer | None:
    if code not in audit.checklist.by_code:
        raise Http404
    return audit.answers.select_related("answered_by", "confirmed_by").filter(question=code).first()


def _answer_row(audit: Audit, answer: Answer) -> AnswerRow:
    return given_answer(answer, list(lacks_of(audit.checklist.by_code[answer.question], answer.given)))


class AuditAnswer(Endpoint):
    """The answer to one question."""

    @operation(EDIT, body=body_of(AnswerForm, leave_out=["replace"]), returns=AnswerRow, locked=True)
    def put(self, request: ApiRequest, audit_id: int, code: str) -> AnswerRow:
        """Keep an answer. If-Match is the answer's version in the audit: "0" when nobody has answered yet."""
        audit = audit_for_page(request.user, audit_id)
        before = _answer(audit, code)
        version = before.version if before else 0
        self.expected_text(str(version))
        form = self.filled(AnswerForm, version=version)
        kept = services.save_answer(
            audit, form.given(code), expected_version=version, actor=request.user, at=clock.now()
        )
        return _answer_row(audit, kept)


class AnswerConfirm(Endpoint):
    """The second person's word."""

    @operation(EDIT, returns=AnswerRow, locked=True)
    def post(self, request: ApiRequest, audit_id: int, code: str) -> AnswerRow:
        """Agree, as a second person, that a question does not arise here."""
        audit = audit_for_page(request.user, audit_id)
        answer = _answer(audit, code)
        if answer is None:
            raise services.NotAllowed("Nobody has answered this question yet.")
        version = self.expected(answer)
        services.confirm_not_applicable(answer, expected_version=version, actor=request.user, at=clock.now())
        return _answer_row(audit, answer)


class AuditHistory(Endpoint):
    """What happened to an audit."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, audit_id: int) -> Listing:
        """Plan and moves, newest first."""
        return self.page(changes_for(audit_for_page(request.user, audit_id)), history_entry)


class AnswerHistory(Endpoint):
    """What was answered in an audit."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, audit_id: int) -> Listing:
        """Answers, newest first, also those that were replaced since."""
        return self.page(history_of_answers(audit_for_page(request.user, audit_id)), history_entry)


class Checklists(Endpoint):
    """Published checklists."""

    @operation(Permission.VIEW, returns=list[ChecklistRow])
    def get(self, request: ApiRequest) -> list[ChecklistRow]:
        """Every version of every checklist: audits keep the one they were conducted on."""
        return [checklist_row(checklist) for checklist in CHECKLISTS.values()]
