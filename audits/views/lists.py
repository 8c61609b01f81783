from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from audits.exports import audits_export, findings_export
from audits.filters import AuditFilter
from audits.selectors import AUDIT_SORTS, audits_for_page
from common import clock
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.views import AuthedRequest
from suppliers.models import Supplier


@requires(Permission.VIEW, listing=True, saves=Savable("Audits", AuditFilter))
def audit_list(request: AuthedRequest) -> HttpResponse:
    """All audits, filtered and paged."""
    today = clock.today()
    form = AuditFilter(request.GET)
    sort, descending = choose_sort(AUDIT_SORTS, request.GET.get("sort"))
    page = keyset_page(
        form.apply(audits_for_page(request.user), request.user, today),
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    return render(request, "audits/list.html", {"page": page, "form": form, "today": today, "sorts": AUDIT_SORTS})


@requires(Permission.EXPORT, listing=True)
def audit_export(request: AuthedRequest, form: str) -> HttpResponseBase:
    """What the list shows, as CSV or XLSX."""
    return export_as(form, audits_export(request))


@requires(Permission.EXPORT, listing=True)
def finding_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list of findings shows, as CSV or XLSX."""
    return export_as(kind, findings_export(request))


@requires(Permission.AUDIT_EDIT)
def audit_new(request: AuthedRequest) -> HttpResponse:
    """Which supplier is to be audited? The plan itself is made on the supplier's page."""
    text = request.GET.get("q", "").strip()[:200]
    found = Supplier.objects.visible_to(request.user).current().matching(text) if text else Supplier.objects.none()
    suppliers = list(found.order_by("name_key", "pk")[:20])
    return render(request, "audits/new.html", {"q": text, "suppliers": suppliers})
