from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from common.tables import export_as
from common.views import AuthedRequest
from deliveries.exports import DELIVERIES, LOTS, NONCONFORMANCES
from deliveries.filters import DeliveryFilter, LotFilter, NonconformanceFilter
from deliveries.views.listing import list_page
from suppliers.models import Supplier


@requires(Permission.VIEW, listing=True, saves=Savable("Deliveries", DeliveryFilter))
def delivery_list(request: AuthedRequest) -> HttpResponse:
    """Deliveries and open order lines."""
    return list_page(request, DELIVERIES, "deliveries/list.html")


@requires(Permission.EXPORT, listing=True)
def delivery_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """The filtered deliveries as CSV or XLSX."""
    return export_as(kind, DELIVERIES.export(request))


@requires(Permission.VIEW, listing=True, saves=Savable("Inspection lots", LotFilter))
def lot_list(request: AuthedRequest) -> HttpResponse:
    """Inspected lots."""
    return list_page(request, LOTS, "deliveries/lots.html")


@requires(Permission.EXPORT, listing=True)
def lot_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """The filtered lots as CSV or XLSX."""
    return export_as(kind, LOTS.export(request))


@requires(Permission.VIEW, listing=True, saves=Savable("Nonconformances", NonconformanceFilter))
def nonconformance_list(request: AuthedRequest) -> HttpResponse:
    """Nonconformances."""
    return list_page(request, NONCONFORMANCES, "deliveries/nonconformances.html")


@requires(Permission.EXPORT, listing=True)
def nonconformance_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """The filtered nonconformances as CSV or XLSX."""
    return export_as(kind, NONCONFORMANCES.export(request))


QUESTIONS = {
    "delivery": "Who delivered?",
    "lot": "Whose lot was inspected?",
    "nonconformance": "Whose part does not conform?",
}


@requires(Permission.DELIVERY_EDIT)
def choose_supplier(request: AuthedRequest, what: str) -> HttpResponse:
    """Of which supplier? The record itself is made on the supplier's page."""
    text = request.GET.get("q", "").strip()[:200]
    found = Supplier.objects.visible_to(request.user).current().matching(text) if text else Supplier.objects.none()
    rows = [
        (supplier, reverse(f"deliveries:{what}_new", args=[supplier.pk]))
        for supplier in found.order_by("name_key", "pk")[:20]
    ]
    context = {"q": text, "rows": rows, "question": QUESTIONS[what], "what": what}
    return render(request, "deliveries/choose.html", context)
