"""Corrective actions: the list, one of them, and every step and move."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from audits import selectors_capa as selectors
from audits.api.serializers_capa import CapaRecord, CapaRow, CapaStepRow, capa_record, capa_row, capa_step_row
from audits.domain.capa import Stage
from audits.filters_capa import CapaFilter
from audits.forms_capa import OpenForm, PeopleForm, ReasonForm, ReopenForm, ReviewForm, StepForm
from audits.forms_capa_answers import ANSWER_FORMS
from audits.labels_capa import severity_choices
from audits.models import Capa
from audits.services.capa import (
    CapaInput,
    Origin,
    cancel_capa,
    close_capa,
    open_capa,
    reopen_capa,
    severities_of,
    supplier_of,
)
from audits.services.capa_answers import submit_step, withdraw_answer
from audits.services.capa_people import change_people, change_step
from common import clock
from common.api.endpoint import JSON, PARTS, Endpoint, operation
from common.api.fields import LARGEST_ID, body_of, partly
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.problems import Problem
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.api.shapes import reference
from common.uploads import serve_file
from suppliers.selectors import supplier_for_page

EDIT, REVIEW = Permission.CAPA_EDIT, Permission.CAPA_REVIEW
PERSON = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
PEOPLE = {"responsible": PERSON, "reviewer": PERSON}
OPENING = body_of(
    OpenForm,
    extra={**PEOPLE, "severity": {"type": "string", "enum": [value for value, _ in severity_choices()]}},
    optional=["responsible"],
)
DECISIONS = [ReviewForm.ACCEPT, ReviewForm.REJECT, ReviewForm.EFFECTIVE, ReviewForm.NOT_EFFECTIVE]
DECISION = body_of(ReviewForm, extra={"decision": {"type": "string", "enum": DECISIONS}})
NOTE = body_of(ReasonForm, optional=["reason"])


def record_of(request: ApiRequest, capa_id: int) -> CapaRecord:
    """The corrective action read anew."""
    capa = selectors.capa_for_page(request.user, capa_id)
    return capa_record(capa, selectors.rounds_for_page(capa), clock.today())


class Capas(Endpoint):
    """Corrective actions that this person sees."""

    @operation(Permission.VIEW, returns=CapaRow, query=form_parameters(CapaFilter), sorts=selectors.CAPA_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Corrective actions, narrowed as on the page; ended ones only when `state` asks for them."""
        today = clock.today()
        rows = self.sound(CapaFilter(request.GET)).apply(selectors.capas_for_list(request.user), request.user, today)
        return self.page(rows, lambda capa: capa_row(capa, today))


class SupplierCapas(Endpoint):
    """Corrective actions of one supplier."""

    @operation(Permission.VIEW, returns=CapaRow, sorts=selectors.CAPA_SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """All corrective actions of the supplier, ended ones too."""
        supplier, today = supplier_for_page(request.user, supplier_id), clock.today()
        rows = selectors.capas_for_list(request.user).filter(supplier=supplier)
        return self.page(rows, lambda capa: capa_row(capa, today))


class _Opening(Endpoint):
    """Opening a corrective action, whatever it answers."""

    def open(self, request: ApiRequest, origin: Origin, standing: Capa | None) -> Created:
        """Open one from `origin`, which has none yet."""
        if standing is not None:
            sentence = "There is a corrective action already."
            raise Problem(409, "exists", sentence, more={"records": [reference(standing)]})
        form = self._form(origin, request)
        people = {name: form.cleaned_data[name] for name in ("responsible", "reviewer", "contact")}
        given = CapaInput(severity=form.severity_given, **people)
        capa = open_capa(origin, given, actor=request.user, today=clock.today(), at=clock.now())
        return Created(record_of(request, capa.pk), reverse("audits_api:capa", args=[capa.pk]))

    def _form(self, origin: Origin, request: ApiRequest) -> OpenForm:
        sent = {**self.typed(), "submission": None}
        known: dict[str, Any] = {"supplier": supplier_of(origin), "allowed": severities_of(origin)}
        initial = {"responsible": request.user.pk}
        form: OpenForm = self.filled(_once(OpenForm), values=sent, version=1, initial=initial, **known)
        return form


class FindingCapa(_Opening):
    """The corrective action that a finding calls for."""

    @operation(EDIT, body=OPENING, returns=CapaRecord, status=201)
    def post(self, request: ApiRequest, finding_id: int) -> Created:
        """Open a corrective action from a finding; 409 with `records` when it has one."""
        finding = selectors.finding_for_capa(request.user, finding_id)
        return self.open(request, finding, selectors.capa_of_finding(finding))


class NonconformanceCapa(_Opening):
    """The corrective action that a nonconformance calls for."""

    @operation(EDIT, body=OPENING, returns=CapaRecord, status=201)
    def post(self, request: ApiRequest, nonconformance_id: int) -> Created:
        """Open a corrective action from a nonconformance; 409 with `records` when it has one."""
        found = selectors.nonconformance_for_capa(request.user, nonconformance_id)
        return self.open(request, found, selectors.capa_of_nonconformance(found))


def _once(form: Any) -> Any:
    """The form without the token that makes a page count once: Idempotency-Key does that here."""

    def made(*data: Any, **known: Any) -> Any:
        found = form(*data, **known)
        found.fields["submission"].required = False
        return found

    return made


class OneCapa(Endpoint):
    """One corrective action."""

    @operation(Permission.VIEW, returns=CapaRecord)
    def get(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """A corrective action with all rounds, steps and answers, and what is possible now."""
        return record_of(request, capa_id)


class CapaMove(Endpoint):
    """What all moves share."""

    def found(self, request: ApiRequest, capa_id: int) -> Capa:
        """The corrective action at the version that the request was made for."""
        capa = selectors.capa_for_page(request.user, capa_id)
        self.expected(capa)
        return capa

    def form_of(self, form: Any, at: Capa, **known: Any) -> Any:
        """The page's form, filled with the body."""
        return self.filled(_once(form), values=self.typed(), version=at.version, **known)

    def who(self, capa: Capa) -> dict[str, Any]:
        """Who acts, when, on which version."""
        moment = {"actor": self.request.user, "today": clock.today(), "at": clock.now()}
        return {**moment, "expected_version": capa.version}


class _Answering(CapaMove):
    """Handing in the answer to one step. With files: multipart, field `attached`."""

    stage: Stage

    def hand_in(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Write down the answer to this step if it is its turn."""
        capa = self.found(request, capa_id)
        step = capa.current_step or selectors.last_step(capa)
        form = self.form_of(ANSWER_FORMS[self.stage], capa, walk=step.round, initial={"answered_on": clock.today()})
        given = form.cleaned_data
        submit_step(
            capa,
            form.answer(),
            evidence=given["evidence"],
            files=given["attached"],
            answered_on=given["answered_on"],
            **self.who(capa),
        )
        return record_of(request, capa_id)


def _answer_body(stage: Stage) -> Any:
    return body_of(ANSWER_FORMS[stage], optional=["answered_on", "lots"])


class CapaContainment(_Answering):
    """The first step."""

    stage = Stage.CONTAINMENT

    @operation(EDIT, body=_answer_body(stage), returns=CapaRecord, locked=True, takes=(JSON, PARTS))
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Hand in the containment."""
        return self.hand_in(request, capa_id)


class CapaRootCause(_Answering):
    """The second step."""

    stage = Stage.ROOT_CAUSE

    @operation(EDIT, body=_answer_body(stage), returns=CapaRecord, locked=True, takes=(JSON, PARTS))
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Hand in the root cause: why it happened, escaped, and was allowed."""
        return self.hand_in(request, capa_id)


class CapaActions(_Answering):
    """The third step."""

    stage = Stage.ACTIONS

    @operation(EDIT, body=_answer_body(stage), returns=CapaRecord, locked=True, takes=(JSON, PARTS))
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Hand in the actions and the criterion by which they are judged."""
        return self.hand_in(request, capa_id)


class CapaImplemented(_Answering):
    """The fourth step."""

    stage = Stage.IMPLEMENTED

    @operation(EDIT, body=_answer_body(stage), returns=CapaRecord, locked=True, takes=(JSON, PARTS))
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Hand in what is in place, and how it was validated."""
        return self.hand_in(request, capa_id)


class CapaEffectiveness(_Answering):
    """The fifth step."""

    stage = Stage.EFFECTIVENESS

    @operation(EDIT, body=_answer_body(stage), returns=CapaRecord, locked=True, takes=(JSON, PARTS))
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Hand in what was observed since."""
        return self.hand_in(request, capa_id)


class CapaReview(CapaMove):
    """Judging an answer."""

    @operation(REVIEW, body=DECISION, returns=CapaRecord, locked=True)
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Judge the answer under review; nobody judges their own."""
        capa = self.found(request, capa_id)
        answer = selectors.answer_under_review(capa)
        if answer is None:
            raise Problem(422, "refused", "No answer waits for a review.")
        claims = answer.content.get("result") != "not_effective"
        form = self.form_of(ReviewForm, capa, step=answer.step.stage, claims_effective=claims)
        form.judge(capa, **self.who(capa))
        return record_of(request, capa_id)


class CapaWithdraw(CapaMove):
    """Taking an answer back."""

    @operation(EDIT, body=body_of(ReasonForm), returns=CapaRecord, locked=True)
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Take back an answer that was written down wrongly."""
        capa = self.found(request, capa_id)
        withdraw_answer(capa, reason=self.form_of(ReasonForm, capa).cleaned_data["reason"], **self.who(capa))
        return record_of(request, capa_id)


class CapaPeople(CapaMove):
    """Who is in charge."""

    @operation(EDIT, body=partly(body_of(PeopleForm, extra=PEOPLE)), returns=CapaRecord, locked=True)
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Name another responsible person or reviewer, with a reason."""
        capa = self.found(request, capa_id)
        given = self.form_of(PeopleForm, capa, capa=capa).cleaned_data
        people = {name: given[name] for name in ("responsible", "reviewer", "reason")}
        change_people(capa, **people, **self.who(capa))
        return record_of(request, capa_id)


class CapaClose(CapaMove):
    """Closing."""

    @operation(REVIEW, body=NOTE, returns=CapaRecord, locked=True)
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """Close after effectiveness was verified; `reason` is the closing note."""
        capa = self.found(request, capa_id)
        note = self.form_of(ReasonForm, capa, required=False).cleaned_data["reason"]
        close_capa(capa, note=note, **self.who(capa))
        return record_of(request, capa_id)


class CapaCancel(CapaMove):
    """Cancelling."""

    @operation(REVIEW, body=body_of(ReasonForm), returns=CapaRecord, locked=True)
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """End without a result, with a reason."""
        capa = self.found(request, capa_id)
        cancel_capa(capa, reason=self.form_of(ReasonForm, capa).cleaned_data["reason"], **self.who(capa))
        return record_of(request, capa_id)


class CapaReopen(CapaMove):
    """Reopening."""

    @operation(REVIEW, body=body_of(ReopenForm), returns=CapaRecord, locked=True)
    def post(self, request: ApiRequest, capa_id: int) -> CapaRecord:
        """The same defect came back within twelve months of closing: a new round begins."""
        capa = self.found(request, capa_id)
        given = self.form_of(ReopenForm, capa, capa=capa).cleaned_data
        seen = {name: given[name] for name in ("reason", "seen_on", "finding", "nonconformance")}
        reopen_capa(capa, **seen, **self.who(capa))
        return record_of(request, capa_id)


class CapaStepChange(CapaMove):
    """One step of a corrective action."""

    @operation(Permission.VIEW, returns=CapaStepRow)
    def get(self, request: ApiRequest, step_id: int) -> CapaStepRow:
        """A step with its answers."""
        return capa_step_row(selectors.step_for_page(request.user, step_id))

    @operation(EDIT, body={**partly(body_of(StepForm)), "required": ["reason"]}, returns=CapaStepRow, locked=True)
    def patch(self, request: ApiRequest, step_id: int) -> CapaStepRow:
        """Give a step another owner (`owner` or `contact`) or due date, with a reason."""
        step = selectors.step_for_page(request.user, step_id)
        version = self.expected(step)
        given = self.filled(_once(StepForm), values=self.typed(), version=version, step=step).cleaned_data
        moved = {name: given[name] for name in ("owner", "contact", "due_on", "reason")}
        moment: dict[str, Any] = {"actor": request.user, "today": clock.today(), "at": clock.now()}
        change_step(step, **moved, **moment, expected_version=version)
        return capa_step_row(selectors.step_for_page(request.user, step_id))


class CapaHistory(Endpoint):
    """What happened to a corrective action."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, capa_id: int) -> Listing:
        """Newest first."""
        return self.page(selectors.history_for_capa(selectors.capa_for_page(request.user, capa_id)), history_entry)


class CapaFileContent(Endpoint):
    """A file that came with an answer."""

    @operation(Permission.VIEW, gives_file=True)
    def get(self, request: ApiRequest, file_id: int) -> HttpResponseBase:
        """The file itself."""
        file = selectors.file_for_page(request.user, file_id)
        return serve_file(file.file, filename=file.original_name, kind=file.kind)
