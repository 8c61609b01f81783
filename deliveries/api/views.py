"""Deliveries, inspected lots and nonconformances: lists, records, corrections, and what becomes of the parts."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from common import clock
from common.api.endpoint import PARTS, Endpoint, operation
from common.api.fields import LARGEST_ID, body_of, partly
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.history import changes_for
from common.uploads import serve_file
from deliveries import services
from deliveries.api.serializers import (
    DeliveryRow,
    LotRow,
    NonconformanceFileRow,
    NonconformanceRow,
    delivery_row,
    evidence_version,
    lot_row,
    nonconformance_file_row,
    nonconformance_row,
)
from deliveries.filters import DeliveryFilter, LotFilter, NonconformanceFilter
from deliveries.forms import DeliveryForm, LotForm, ReasonForm, initial_of
from deliveries.forms_nonconformance import CloseForm, DecideForm, FileForm, NonconformanceForm
from deliveries.models import Nonconformance
from deliveries.selectors import lists as selectors
from deliveries.services import By
from suppliers.selectors import supplier_for_page

EDIT = Permission.DELIVERY_EDIT
LOG, MEND = Permission.NONCONFORMANCE_LOG, Permission.NONCONFORMANCE_EDIT
SUPPLIER = {"supplier": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}}
ID = {"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_ID}
CAME_WITH = {"delivery": {**ID, "description": "With which delivery it came."}}
FOUND_WITH = {**CAME_WITH, "lot": {**ID, "description": "In which inspected lot it was found."}}
BEGUN = ["result", "stage", "known_from", "severity", "found_on", "inspected_on"]


def list_parameters(form: Any) -> Any:
    """What narrows a list: the fields of the page's filter, and the supplier."""
    return form_parameters(form) | SUPPLIER


class Recording(Endpoint):
    """What all of it shares."""

    def by(self, reason: str = "") -> By:
        """Who writes it down, now."""
        return By(self.request.user, clock.now(), clock.today(), None, reason)

    def narrowed_by(self, form: Any, rows: Any) -> Any:
        """The rows that the page's filter lets through."""
        return self.sound(form(self.request.GET, self.request.user, clock.today())).apply(rows)

    def came_with(self, sent: dict[str, Any], supplier_id: int, name: str, find: Any) -> Any:
        """The record that the body names, of the same supplier; 404 for any other."""
        wanted = sent.pop(name, None)
        return None if wanted is None else find(self.request.user, wanted, supplier_id)


def _delivery(user: Any, delivery_id: int, supplier_id: int) -> Any:
    return selectors.deliveries_for_list(user).get(supplier=supplier_id, pk=delivery_id)


def _lot(user: Any, lot_id: int, supplier_id: int) -> Any:
    return selectors.lots_for_list(user).get(supplier=supplier_id, pk=lot_id)


def _as_recorded(row: Any) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields if field.name not in {"supplier", "recorded_by"}]
    return initial_of(row, tuple(names))


def _correction(form: Any) -> Any:
    return {**partly(body_of(form)), "required": ["reason"]}


class Deliveries(Recording):
    """Deliveries and open order lines that this person sees."""

    @operation(
        Permission.VIEW, returns=DeliveryRow, query=list_parameters(DeliveryFilter), sorts=selectors.DELIVERY_SORTS
    )
    def get(self, request: ApiRequest) -> Listing:
        """Deliveries and open lines, narrowed as on the page."""
        return self.page(self.narrowed_by(DeliveryFilter, selectors.deliveries_for_list(request.user)), delivery_row)


class SupplierDeliveries(Recording):
    """Deliveries of one supplier."""

    @operation(EDIT, body=body_of(DeliveryForm, leave_out=["reason"]), returns=DeliveryRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Record a delivery, or an open line (without `delivered_on`)."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(DeliveryForm, supplier=supplier)
        made = services.record_delivery(form.place(), form.data_from(None), self.by())
        return Created(delivery_row(made), reverse("deliveries_api:delivery", args=[made.pk]))


class OneDelivery(Endpoint):
    """One delivery."""

    @operation(Permission.VIEW, returns=DeliveryRow)
    def get(self, request: ApiRequest, delivery_id: int) -> DeliveryRow:
        """A delivery, also a superseded one."""
        return delivery_row(selectors.delivery_for_page(request.user, delivery_id))


class DeliveryCorrect(Recording):
    """Putting a delivery right."""

    @operation(EDIT, body=_correction(DeliveryForm), returns=DeliveryRow, status=201, locked=True)
    def post(self, request: ApiRequest, delivery_id: int) -> Created:
        """Supersede a wrong delivery by a right one, with a reason."""
        row = selectors.delivery_for_page(request.user, delivery_id)
        self.expected_text(evidence_version(row))
        form = self.filled(DeliveryForm, supplier=row.supplier, correcting=True, initial=_as_recorded(row))
        who = self.by(form.cleaned_data["reason"])
        made = services.correct_delivery(row, form.place(), form.data_from(row), who)
        return Created(delivery_row(made), reverse("deliveries_api:delivery", args=[made.pk]))


class DeliveryRetract(Recording):
    """Retracting a delivery."""

    @operation(EDIT, body=body_of(ReasonForm), returns=DeliveryRow, locked=True)
    def post(self, request: ApiRequest, delivery_id: int) -> DeliveryRow:
        """Supersede a delivery that should not be there, by nothing."""
        row = selectors.delivery_for_page(request.user, delivery_id)
        self.expected_text(evidence_version(row))
        services.retract(row, self.by(self.filled(ReasonForm).cleaned_data["reason"]))
        return delivery_row(selectors.delivery_for_page(request.user, delivery_id))


class Lots(Recording):
    """Inspected lots that this person sees."""

    @operation(Permission.VIEW, returns=LotRow, query=list_parameters(LotFilter), sorts=selectors.LOT_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Inspected lots, narrowed as on the page."""
        return self.page(self.narrowed_by(LotFilter, selectors.lots_for_list(request.user)), lot_row)


class SupplierLots(Recording):
    """Inspected lots of one supplier."""

    @operation(
        EDIT,
        body=body_of(LotForm, leave_out=["reason"], extra=CAME_WITH, optional=BEGUN),
        returns=LotRow,
        status=201,
    )
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Record an inspected lot."""
        supplier, sent = supplier_for_page(request.user, supplier_id), self.typed()
        delivery = self.came_with(sent, supplier.pk, "delivery", _delivery)
        form = self.filled(LotForm, values=sent, supplier=supplier, initial={"inspected_on": clock.today()})
        made = services.record_lot(form.place(), form.data_from(None), self.by(), delivery)
        return Created(lot_row(made), reverse("deliveries_api:lot", args=[made.pk]))


class OneLot(Endpoint):
    """One inspected lot."""

    @operation(Permission.VIEW, returns=LotRow)
    def get(self, request: ApiRequest, lot_id: int) -> LotRow:
        """An inspected lot, also a superseded one."""
        return lot_row(selectors.lot_for_page(request.user, lot_id))


class LotCorrect(Recording):
    """Putting a lot right."""

    @operation(EDIT, body=_correction(LotForm), returns=LotRow, status=201, locked=True)
    def post(self, request: ApiRequest, lot_id: int) -> Created:
        """Supersede a wrong lot by a right one, with a reason."""
        row = selectors.lot_for_page(request.user, lot_id)
        self.expected_text(evidence_version(row))
        form = self.filled(LotForm, supplier=row.supplier, correcting=True, initial=_as_recorded(row))
        who = self.by(form.cleaned_data["reason"])
        made = services.correct_lot(row, form.place(), form.data_from(row), who)
        return Created(lot_row(made), reverse("deliveries_api:lot", args=[made.pk]))


class LotRetract(Recording):
    """Retracting a lot."""

    @operation(EDIT, body=body_of(ReasonForm), returns=LotRow, locked=True)
    def post(self, request: ApiRequest, lot_id: int) -> LotRow:
        """Supersede a lot that should not be there, by nothing."""
        row = selectors.lot_for_page(request.user, lot_id)
        self.expected_text(evidence_version(row))
        services.retract(row, self.by(self.filled(ReasonForm).cleaned_data["reason"]))
        return lot_row(selectors.lot_for_page(request.user, lot_id))


class Nonconformances(Recording):
    """Nonconformances that this person sees."""

    @operation(
        Permission.VIEW,
        returns=NonconformanceRow,
        query=list_parameters(NonconformanceFilter),
        sorts=selectors.NONCONFORMANCE_SORTS,
    )
    def get(self, request: ApiRequest) -> Listing:
        """Nonconformances, narrowed as on the page."""
        rows = selectors.nonconformances_for_list(request.user)
        return self.page(self.narrowed_by(NonconformanceFilter, rows), nonconformance_row)


class SupplierNonconformances(Recording):
    """Nonconformances of one supplier."""

    @operation(
        LOG,
        body=body_of(NonconformanceForm, leave_out=["reason"], extra=FOUND_WITH, optional=BEGUN),
        returns=NonconformanceRow,
        status=201,
    )
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Log a nonconformance, of its own or found with a delivery or lot."""
        supplier, sent = supplier_for_page(request.user, supplier_id), self.typed()
        delivery = self.came_with(sent, supplier.pk, "delivery", _delivery)
        lot = self.came_with(sent, supplier.pk, "lot", _lot)
        form = self.filled(NonconformanceForm, values=sent, supplier=supplier, initial={"found_on": clock.today()})
        links = form.links(delivery or (lot.delivery if lot else None), lot)
        made = services.log_nonconformance(form.place(), form.data_from(), links, self.by())
        return Created(_row(request, made.pk), reverse("deliveries_api:nonconformance", args=[made.pk]))


def _row(request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
    return nonconformance_row(selectors.nonconformance_for_page(request.user, nonconformance_id))


class OneNonconformance(Recording):
    """One nonconformance."""

    @operation(Permission.VIEW, returns=NonconformanceRow)
    def get(self, request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
        """A nonconformance."""
        return _row(request, nonconformance_id)

    @operation(MEND, body=_correction(NonconformanceForm), returns=NonconformanceRow, locked=True)
    def patch(self, request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
        """Put right what it says, with the reason."""
        row = selectors.nonconformance_for_page(request.user, nonconformance_id)
        version = self.expected(row)
        form = self.filled(
            NonconformanceForm, version=version, supplier=row.supplier, before=row, initial=_as_recorded(row)
        )
        who = self.by(form.cleaned_data["reason"])
        services.correct_nonconformance(
            row, form.place(), form.data_from(), form.links(), who, expected_version=version
        )
        return _row(request, nonconformance_id)


class NonconformanceMove(Recording):
    """What all moves share."""

    def found(self, request: ApiRequest, nonconformance_id: int) -> Nonconformance:
        """The nonconformance at the version that the request was made for; the service checks it again."""
        row = selectors.nonconformance_for_page(request.user, nonconformance_id)
        self.expected(row)
        return row


class NonconformanceDecide(NonconformanceMove):
    """What becomes of the parts."""

    @operation(MEND, body=body_of(DecideForm, optional=["on"]), returns=NonconformanceRow, locked=True)
    def post(self, request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
        """Decide what becomes of the parts; what was decided before stays in the history."""
        row = self.found(request, nonconformance_id)
        services.decide(row, self.filled(DecideForm, initial={"on": clock.today()}).decision(), self.by())
        return _row(request, nonconformance_id)


class NonconformanceClose(NonconformanceMove):
    """Closing."""

    @operation(MEND, body=body_of(CloseForm), returns=NonconformanceRow, locked=True)
    def post(self, request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
        """Close it when the disposition was carried out."""
        row = self.found(request, nonconformance_id)
        services.close_nonconformance(row, self.by(), note=self.filled(CloseForm).cleaned_data["note"])
        return _row(request, nonconformance_id)


class NonconformanceReopen(NonconformanceMove):
    """Reopening."""

    @operation(MEND, body=body_of(ReasonForm), returns=NonconformanceRow, locked=True)
    def post(self, request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
        """Reopen it, because it was not over, or should not have been void."""
        row = self.found(request, nonconformance_id)
        services.reopen_nonconformance(row, self.by(self.filled(ReasonForm).cleaned_data["reason"]))
        return _row(request, nonconformance_id)


class NonconformanceVoid(NonconformanceMove):
    """Making it void."""

    @operation(MEND, body=body_of(ReasonForm), returns=NonconformanceRow, locked=True)
    def post(self, request: ApiRequest, nonconformance_id: int) -> NonconformanceRow:
        """It should not have been logged: it stays readable and counts no more."""
        row = self.found(request, nonconformance_id)
        services.void_nonconformance(row, self.by(self.filled(ReasonForm).cleaned_data["reason"]))
        return _row(request, nonconformance_id)


class NonconformanceHistory(Endpoint):
    """What happened to a nonconformance."""

    @operation(Permission.VIEW, returns=HistoryEntry, sorts=NEWEST)
    def get(self, request: ApiRequest, nonconformance_id: int) -> Listing:
        """Newest first."""
        row = selectors.nonconformance_for_page(request.user, nonconformance_id)
        return self.page(changes_for(row), history_entry)


class NonconformanceFiles(Endpoint):
    """Photos and documents of a nonconformance."""

    @operation(Permission.VIEW, returns=list[NonconformanceFileRow])
    def get(self, request: ApiRequest, nonconformance_id: int) -> list[NonconformanceFileRow]:
        """Its photos and documents."""
        row = selectors.nonconformance_for_page(request.user, nonconformance_id)
        return [nonconformance_file_row(file) for file in row.files.all()]

    @operation(LOG, body=body_of(FileForm), returns=NonconformanceFileRow, status=201, takes=(PARTS,))
    def post(self, request: ApiRequest, nonconformance_id: int) -> Created:
        """Add a photo or document (multipart, field `file`)."""
        row = selectors.nonconformance_for_page(request.user, nonconformance_id)
        typed = self.filled(FileForm).cleaned_data
        made = services.add_file(row, typed["file"], caption=typed["caption"], actor=request.user, at=clock.now())
        return Created(nonconformance_file_row(made), reverse("deliveries_api:file", args=[made.pk]))


class NonconformanceFileContent(Endpoint):
    """A photo or document itself."""

    @operation(Permission.VIEW, gives_file=True)
    def get(self, request: ApiRequest, nonconformance_file_id: int) -> HttpResponseBase:
        """The file itself."""
        file = selectors.file_for_page(request.user, nonconformance_file_id)
        return serve_file(file.file, filename=file.original_name, kind=file.kind)


class NonconformanceFileRemove(Endpoint):
    """Removing a photo or document."""

    @operation(MEND, body=body_of(ReasonForm))
    def post(self, request: ApiRequest, nonconformance_file_id: int) -> None:
        """Remove a file while the nonconformance is not closed, with a reason."""
        file = selectors.file_for_page(request.user, nonconformance_file_id)
        reason = self.filled(ReasonForm).cleaned_data["reason"]
        services.remove_file(file, reason=reason, actor=request.user, at=clock.now())
