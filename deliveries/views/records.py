"""A delivery or an inspected lot: the page of one, recording, correcting, retracting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.history import changes_for
from common.ids import id_of
from common.outcome import accepted, refused, sent_once
from common.records import Conflict
from common.views import AuthedRequest, form_page, redirect_to
from deliveries import services
from deliveries.domain.on_time import window_words
from deliveries.forms import DeliveryForm, LotForm, ReasonForm, RecordForm, initial_of
from deliveries.labels import VERDICT_LABELS, VERDICT_TONES
from deliveries.models import Delivery, InspectionLot
from deliveries.selectors import lists as selectors
from deliveries.services import By, RecordedAlready
from suppliers.selectors import supplier_for_page

Row = Delivery | InspectionLot


@dataclass(frozen=True, slots=True)
class KindPage:
    """What differs between the two kinds."""

    key: str
    title: str
    form: type[DeliveryForm] | type[LotForm]
    find: Callable[[Any, int], Row]
    template: str


class Kept:
    """What came of keeping a record: where it is now, or which one says the same already."""

    url = ""
    known: Row | None = None

    def hold(self, keep: Callable[[], Row]) -> None:
        """Keep it; a refusal because of another one is remembered with that one, and goes on."""
        try:
            self.url = keep().get_absolute_url()
        except RecordedAlready as refusal:
            self.known = refusal.row
            raise


DELIVERY = KindPage("delivery", "Delivery", DeliveryForm, selectors.delivery_for_page, "deliveries/delivery_form.html")
LOT = KindPage("lot", "Inspected lot", LotForm, selectors.lot_for_page, "deliveries/lot_form.html")
KINDS = {"delivery": DELIVERY, "lot": LOT}


def by(request: AuthedRequest, form: Any) -> By:
    """Who writes it down, now."""
    given = form.cleaned_data
    return By(request.user, clock.now(), clock.today(), given.get("submission"), given.get("reason", ""))


@sent_once
def _new(request: AuthedRequest, supplier_id: int, what: str) -> HttpResponseBase:
    page = KINDS[what]
    supplier = supplier_for_page(request.user, supplier_id)
    delivery = _delivery_of(request, supplier.pk) if page is LOT else None
    today = clock.today()
    initial = _from_delivery(delivery) | {"delivered_on": today, "inspected_on": today, "unit": "pcs"}
    form = page.form(request.POST or None, supplier=supplier, initial=initial)
    kept = Kept()

    def act() -> None:
        kept.hold(lambda: _record(form, by(request, form), delivery))

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, kept.url, f"{page.title} recorded.")
    context = {"form": form, "supplier": supplier, "page": page, "delivery": delivery, "known": kept.known}
    return form_page(request, page.template, context)


def _delivery_of(request: AuthedRequest, supplier_id: int) -> Delivery | None:
    wanted = id_of(request.GET.get("delivery", ""))
    if wanted is None:
        return None
    found = selectors.delivery_for_page(request.user, wanted)
    return found if found.supplier_id == supplier_id else None


def _from_delivery(delivery: Delivery | None) -> dict[str, Any]:
    if delivery is None:
        return {}
    names = ("part_number", "revision", "order_number", "site", "scope")
    return {name: getattr(delivery, name) for name in names} | {"received_on": delivery.delivered_on}


def _record(form: RecordForm, by_whom: By, delivery: Delivery | None) -> Row:
    if isinstance(form, DeliveryForm):
        return services.record_delivery(form.place(), form.data_from(None), by_whom)
    return services.record_lot(form.place(), form.data_from(None), by_whom, delivery)


record_new = requires(Permission.DELIVERY_EDIT)(_new)


@requires(Permission.VIEW)
def delivery_detail(request: AuthedRequest, delivery_id: int) -> HttpResponse:
    """One receipt, the order line it belongs to, and what the rule for on time says of that."""
    row = selectors.delivery_for_page(request.user, delivery_id)
    receipts = selectors.receipts_of_line(row) if row.is_standing else []
    rule, judged = selectors.judged(receipts or [row], clock.today())
    context = {
        "row": row,
        "supplier": row.supplier,
        "receipts": receipts,
        "rule": rule,
        "judged": judged,
        "verdict": VERDICT_LABELS[judged.verdict],
        "verdict_tone": VERDICT_TONES[judged.verdict],
        "window": window_words(rule.rule),
        "lots": row.lots.standing().order_by("-inspected_on", "-id")[:20],
        "nonconformances": row.nonconformances.select_related("defect_type").order_by("-found_on", "-id")[:20],
        "newer": getattr(row, "corrected_by", None),
        "changes": changes_for(row)[:20],
    }
    return render(request, "deliveries/delivery.html", context)


@requires(Permission.VIEW)
def lot_detail(request: AuthedRequest, lot_id: int) -> HttpResponse:
    """One inspected lot."""
    row = selectors.lot_for_page(request.user, lot_id)
    context = {
        "row": row,
        "supplier": row.supplier,
        "nonconformances": row.nonconformances.select_related("defect_type").order_by("-found_on", "-id")[:20],
        "newer": getattr(row, "corrected_by", None),
        "changes": changes_for(row)[:20],
    }
    return render(request, "deliveries/lot.html", context)


@sent_once
def _correct(request: AuthedRequest, page: KindPage, pk: int) -> HttpResponseBase:
    row = page.find(request.user, pk)
    form = page.form(request.POST or None, supplier=row.supplier, correcting=True, initial=_initial(row))
    kept = Kept()

    def act() -> None:
        kept.hold(lambda: _corrected(row, form, by(request, form)))

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, kept.url, "Corrected; the first one stays readable.")
    except Conflict:
        return refused(request, row.get_absolute_url(), "Somebody was quicker: this one is superseded already.")
    context = {"form": form, "supplier": row.supplier, "page": page, "row": row, "known": kept.known}
    return form_page(request, page.template, context)


def _initial(row: Row) -> dict[str, Any]:
    names = row._meta.concrete_fields
    return initial_of(row, tuple(field.name for field in names if field.name not in {"supplier", "recorded_by"}))


def _corrected(row: Row, form: RecordForm, by_whom: By) -> Row:
    if isinstance(row, Delivery) and isinstance(form, DeliveryForm):
        return services.correct_delivery(row, form.place(), form.data_from(row), by_whom)
    if isinstance(row, InspectionLot) and isinstance(form, LotForm):
        return services.correct_lot(row, form.place(), form.data_from(row), by_whom)
    raise TypeError("the form of the other kind")


@requires(Permission.DELIVERY_EDIT)
def delivery_correct(request: AuthedRequest, delivery_id: int) -> HttpResponseBase:
    """Supersede a wrong delivery by a right one."""
    return _correct(request, DELIVERY, delivery_id)


@requires(Permission.DELIVERY_EDIT)
def lot_correct(request: AuthedRequest, lot_id: int) -> HttpResponseBase:
    """Supersede a wrong lot by a right one."""
    return _correct(request, LOT, lot_id)


def _retract(request: AuthedRequest, page: KindPage, pk: int) -> HttpResponse:
    row = page.find(request.user, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.retract(row, by(request, form))

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, row.get_absolute_url(), "Retracted; it stays readable and counts no more.")
    except Conflict:
        return refused(request, row.get_absolute_url(), "Somebody was quicker: this one is superseded already.")
    context = {"form": form, "row": row, "page": page, "supplier": row.supplier}
    return form_page(request, "deliveries/retract.html", context)


@requires(Permission.DELIVERY_EDIT)
def delivery_retract(request: AuthedRequest, delivery_id: int) -> HttpResponse:
    """Supersede a delivery that should not be there, by nothing."""
    return _retract(request, DELIVERY, delivery_id)


@requires(Permission.DELIVERY_EDIT)
def lot_retract(request: AuthedRequest, lot_id: int) -> HttpResponse:
    """Supersede a lot that should not be there, by nothing."""
    return _retract(request, LOT, lot_id)
