"""Deliveries and inspected lots: recorded, corrected by superseding, retracted."""

from typing import TypeVar

from django.db import IntegrityError, transaction

from common import history
from common.problems import Invalid, Problem
from common.records import Conflict, claim_submission
from deliveries.domain.receipts import is_same_receipt
from deliveries.domain.records import DeliveryData, LotData, delivery_problems, lot_problems
from deliveries.models import Delivery, InspectionLot
from deliveries.services.places import By, Place, check_place, columns, keep, needed_reason
from deliveries.words import recorded_already
from suppliers.models import Supplier
from suppliers.services import mark_evidence_changed

R = TypeVar("R", Delivery, InspectionLot)
TWICE = Problem("external_id", "This number of that system is recorded for the supplier already.")


class RecordedAlready(Invalid):
    """The same receipt stands already; `row` is that record."""

    def __init__(self, row: Delivery) -> None:
        super().__init__(Problem("delivery_note", recorded_already(row.data)))
        self.row = row


@transaction.atomic
def record_delivery(place: Place, data: DeliveryData, by: By) -> Delivery:
    """Keep a receipt or an open order line. Raises AlreadySubmitted, RecordedAlready, Invalid, NotAllowed."""
    check_place(place)
    row = _delivery(place, data, by)
    _check_is_new(row, by)
    return _insert(row, by)


@transaction.atomic
def correct_delivery(wrong: Delivery, place: Place, data: DeliveryData, by: By) -> Delivery:
    """Supersede a wrong delivery by a right one; lots found with it follow.

    Raises Conflict, RecordedAlready, Invalid, NotAllowed. One that stood twice before may be put right in other things.
    """
    _supersede(wrong, by)
    check_place(place)
    row = _delivery(place, data, by)
    if not is_same_receipt(data, wrong.data):
        _check_is_new(row, by)
    row.corrects = wrong
    _insert(row, by)
    InspectionLot.objects.filter(delivery=wrong).update(delivery=row)
    wrong.nonconformances.update(delivery=row)
    mark_evidence_changed([wrong.supplier_id])
    return row


@transaction.atomic
def record_lot(place: Place, data: LotData, by: By, delivery: Delivery | None = None) -> InspectionLot:
    """Keep an inspected lot. Raises AlreadySubmitted, Invalid, NotAllowed."""
    check_place(place)
    return _insert(_lot(place, data, by, delivery), by)


@transaction.atomic
def correct_lot(wrong: InspectionLot, place: Place, data: LotData, by: By) -> InspectionLot:
    """Supersede a wrong lot by a right one. Raises Conflict, Invalid, NotAllowed."""
    _supersede(wrong, by)
    check_place(place)
    row = _lot(place, data, by, wrong.delivery)
    row.corrects = wrong
    _insert(row, by)
    wrong.nonconformances.update(lot=row)
    mark_evidence_changed([wrong.supplier_id])
    return row


@transaction.atomic
def retract(wrong: Delivery | InspectionLot, by: By) -> None:
    """Supersede a record that should not be there, by nothing. Raises Conflict, Invalid."""
    _supersede(wrong, by)
    mark_evidence_changed([wrong.supplier_id])


def _delivery(place: Place, data: DeliveryData, by: By) -> Delivery:
    if problems := delivery_problems(data, by.today):
        raise Invalid(*problems)
    derived = {"line_key": data.line_key, "happened_on": data.happened_on}
    return Delivery(**place.values, **by.values, **columns(data), **derived)


def _lot(place: Place, data: LotData, by: By, delivery: Delivery | None) -> InspectionLot:
    if problems := lot_problems(data, by.today):
        raise Invalid(*problems)
    if delivery is not None and delivery.supplier_id != place.supplier.pk:
        raise Invalid(Problem("delivery", "This delivery is another supplier's."))
    values = columns(data) | {"result": data.result.value, "delivery": delivery}
    return InspectionLot(**place.values, **by.values, **values)


def _check_is_new(row: Delivery, by: By) -> None:
    """Raises RecordedAlready; AlreadySubmitted where it stands because this very form was carried out.

    The supplier is held until the transaction ends, so that of two people with the same receipt one comes second and
    sees it. Records with different numbers of another system are told apart by these.
    """
    Supplier.objects.select_for_update(no_key=True).get(pk=row.supplier_id)
    same = {"happened_on": row.happened_on, "delivered_quantity": row.delivered_quantity}
    standing = Delivery.objects.standing().filter(supplier=row.supplier_id, **same)
    if row.external_id:
        standing = standing.filter(external_id="")
    for other in standing.select_related("recorded_by").order_by("id"):
        if is_same_receipt(row.data, other.data):
            claim_submission(by.submission, other.get_absolute_url)
            raise RecordedAlready(other)


def _insert(row: R, by: By) -> R:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if row.external_id and _taken(row):
            raise Invalid(TWICE) from None
        raise
    keep(row, row.supplier_id, by, row.get_absolute_url)
    return row


def _taken(row: Delivery | InspectionLot) -> bool:
    same = {"supplier_id": row.supplier_id, "source": row.source, "external_id": row.external_id}
    return type(row)._default_manager.filter(superseded_at=None, **same).exists()


def _supersede(wrong: Delivery | InspectionLot, by: By) -> None:
    reason = needed_reason(by.reason)
    values = {"superseded_at": by.at, "superseded_by": by.actor, "superseded_reason": reason}
    if not type(wrong)._default_manager.filter(pk=wrong.pk, superseded_at=None).update(**values):
        raise Conflict(type(wrong)._default_manager.get(pk=wrong.pk))
    wrong.refresh_from_db()
    history.record_change(
        wrong,
        actor=by.actor,
        action="superseded",
        changes={"superseded_at": (None, by.at)},
        root_id=wrong.supplier_id,
        reason=reason,
        at=by.at,
    )
