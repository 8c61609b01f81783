"""Counts made on the floor: coverage of the incoming inspection, and where defects were caught."""

from typing import Any

from django.urls import reverse

from accounts.domain.permissions import Permission
from audits.api.serializers import (
    CoverageRow,
    StagesRow,
    coverage_row,
    observation_version,
    stages_row,
)
from audits.forms import ReasonForm
from audits.forms_observation import CoverageForm, ObservationForm, StagesForm, observation_initial
from audits.models import Audit, CoverageObservation, StageObservation
from audits.selectors import PEOPLE, audit_for_page, coverage_for_page, stages_for_page
from audits.services import Recorded, retract_observation
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import LARGEST_ID, body_of, partly
from common.api.problems import FieldError, invalid
from common.api.requests import ApiRequest, Created, Listing
from common.paging import Sort
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page

EDIT = Permission.AUDIT_EDIT
SORTS = (Sort("observed", "Seen on", ("observed_on",), descending=True),)
AUDIT = {
    "type": ["integer", "null"],
    "minimum": 1,
    "maximum": LARGEST_ID,
    "description": "The audit in which it was counted: site and source are then the audit's.",
}
OF_AUDIT = ["site", "strength", "observed_on"]


def _new(form: type[ObservationForm]) -> Any:
    return body_of(form, leave_out=["reason"], extra={"audit": AUDIT}, optional=OF_AUDIT)


def _correction(form: type[ObservationForm]) -> Any:
    return {**partly(body_of(form, leave_out=["site", "strength"])), "required": ["reason"]}


class Observing(Endpoint):
    """What both kinds share."""

    def by(self, note: str = "") -> Recorded:
        return Recorded(self.request.user, clock.now(), clock.today(), note=note)

    def typed_new(self, form: Any, supplier: Supplier) -> Any:
        """The form of a new count, within an audit or apart from one."""
        sent = self.typed()
        audit = self._audit(sent.pop("audit", None), supplier)
        if audit is not None:
            sent = {name: value for name, value in sent.items() if name not in ("site", "strength")}
        initial = {"observed_on": (audit.conducted_on if audit else None) or clock.today(), "skip_lot": 0}
        return self.filled(form, values=sent, supplier=supplier, audit=audit, initial=initial)

    def _audit(self, audit_id: int | None, supplier: Supplier) -> Audit | None:
        if audit_id is None:
            return None
        audit = Audit.objects.filter(supplier=supplier, pk=audit_id).first()
        if audit is None:
            raise invalid([FieldError("audit", "This supplier has no such audit.", "#/audit")])
        return audit_for_page(self.request.user, audit.pk)

    def typed_correction(self, form: Any, row: Any) -> Any:
        """The form of a correction, begun with what the wrong one says."""
        self.expected_text(observation_version(row))
        known = {"supplier": row.supplier, "audit": row.audit, "correcting": True}
        return self.filled(form, **known, initial=observation_initial(row))

    def retract(self, row: CoverageObservation | StageObservation) -> None:
        """Supersede by nothing."""
        self.expected_text(observation_version(row))
        retract_observation(row, self.by(), reason=self.filled(ReasonForm).cleaned_data["reason"])


class SupplierCoverages(Observing):
    """Coverage of the incoming inspection of a supplier."""

    @operation(Permission.VIEW, returns=CoverageRow, sorts=SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Counts of receipts with an inspection record, superseded ones too."""
        supplier = supplier_for_page(request.user, supplier_id)
        rows = CoverageObservation.objects.filter(supplier=supplier).select_related(*PEOPLE)
        return self.page(rows, coverage_row)

    @operation(EDIT, body=_new(CoverageForm), returns=CoverageRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Record a coverage. Site and source are needed apart from an audit."""
        form = self.typed_new(CoverageForm, supplier_for_page(request.user, supplier_id))
        made = form.record(self.by(form.cleaned_data["note"]))
        return Created(coverage_row(made), reverse("audits_api:coverage", args=[made.pk]))


class OneCoverage(Endpoint):
    """One coverage."""

    @operation(Permission.VIEW, returns=CoverageRow)
    def get(self, request: ApiRequest, observation_id: int) -> CoverageRow:
        """A coverage."""
        return coverage_row(coverage_for_page(request.user, observation_id))


class CoverageCorrect(Observing):
    """Putting a coverage right."""

    @operation(EDIT, body=_correction(CoverageForm), returns=CoverageRow, status=201, locked=True)
    def post(self, request: ApiRequest, observation_id: int) -> Created:
        """Supersede a wrong coverage by a right one, with a reason."""
        row = coverage_for_page(request.user, observation_id)
        form = self.typed_correction(CoverageForm, row)
        made = form.correct(row, self.by(form.cleaned_data["note"]))
        return Created(coverage_row(made), reverse("audits_api:coverage", args=[made.pk]))


class CoverageRetract(Observing):
    """Retracting a coverage."""

    @operation(EDIT, body=body_of(ReasonForm), returns=CoverageRow, locked=True)
    def post(self, request: ApiRequest, observation_id: int) -> CoverageRow:
        """Supersede a coverage that should not be there, by nothing."""
        self.retract(coverage_for_page(request.user, observation_id))
        return coverage_row(coverage_for_page(request.user, observation_id))


class SupplierStages(Observing):
    """Where a supplier's defects were caught."""

    @operation(Permission.VIEW, returns=StagesRow, sorts=SORTS)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Counts of defects by the stage that caught them, superseded ones too."""
        supplier = supplier_for_page(request.user, supplier_id)
        rows = StageObservation.objects.filter(supplier=supplier).select_related(*PEOPLE)
        return self.page(rows, stages_row)

    @operation(EDIT, body=_new(StagesForm), returns=StagesRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Record where defects were caught. Site and source are needed apart from an audit."""
        form = self.typed_new(StagesForm, supplier_for_page(request.user, supplier_id))
        made = form.record(self.by(form.cleaned_data["note"]))
        return Created(stages_row(made), reverse("audits_api:stages", args=[made.pk]))


class OneStages(Endpoint):
    """One count of where defects were caught."""

    @operation(Permission.VIEW, returns=StagesRow)
    def get(self, request: ApiRequest, observation_id: int) -> StagesRow:
        """Where defects were caught."""
        return stages_row(stages_for_page(request.user, observation_id))


class StagesCorrect(Observing):
    """Putting such a count right."""

    @operation(EDIT, body=_correction(StagesForm), returns=StagesRow, status=201, locked=True)
    def post(self, request: ApiRequest, observation_id: int) -> Created:
        """Supersede a wrong count by a right one, with a reason."""
        row = stages_for_page(request.user, observation_id)
        form = self.typed_correction(StagesForm, row)
        made = form.correct(row, self.by(form.cleaned_data["note"]))
        return Created(stages_row(made), reverse("audits_api:stages", args=[made.pk]))


class StagesRetract(Observing):
    """Retracting such a count."""

    @operation(EDIT, body=body_of(ReasonForm), returns=StagesRow, locked=True)
    def post(self, request: ApiRequest, observation_id: int) -> StagesRow:
        """Supersede a count that should not be there, by nothing."""
        self.retract(stages_for_page(request.user, observation_id))
        return stages_row(stages_for_page(request.user, observation_id))
