from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits.filters import AuditFilter
from audits.labels import PURPOSE_LABELS, STATE_LABELS, STRENGTH_LABELS
from audits.selectors import AUDIT_SORTS, audits_for_list
from common import clock
from common.paging import choose_sort, keyset_page
from common.tables import Column, stream_csv, stream_xlsx
from common.views import AuthedRequest
from suppliers.models import Supplier

COLUMNS = (
    Column("Audit", lambda audit: audit.pk),
    Column("Supplier", lambda audit: audit.supplier.legal_name),
    Column("Site", lambda audit: audit.site.name),
    Column("How", lambda audit: STRENGTH_LABELS[audit.strength]),
    Column("Purpose", lambda audit: PURPOSE_LABELS[audit.purpose]),
    Column("Planned for", lambda audit: audit.planned_on),
    Column("Conducted on", lambda audit: audit.conducted_on),
    Column("State", lambda audit: STATE_LABELS[audit.state]),
    Column("Lead auditor", lambda audit: audit.lead.name),
    Column("Open findings", lambda audit: audit.open_findings),
)


@requires(Permission.VIEW, listing=True)
def audit_list(request: AuthedRequest) -> HttpResponse:
    """All audits, filtered and paged."""
    today = clock.today()
    form = AuditFilter(request.GET)
    sort, descending = choose_sort(AUDIT_SORTS, request.GET.get("sort"))
    page = keyset_page(
        form.apply(audits_for_list(request.user), request.user, today),
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    return render(request, "audits/list.html", {"page": page, "form": form, "today": today})


@requires(Permission.EXPORT, listing=True)
def audit_export(request: AuthedRequest, form: str) -> HttpResponseBase:
    """What the list shows, as CSV or XLSX."""
    sort, descending = choose_sort(AUDIT_SORTS, request.GET.get("sort"))
    names = (*sort.fields, "pk")
    rows = AuditFilter(request.GET).apply(audits_for_list(request.user), request.user, clock.today())
    found = rows.order_by(*(f"-{name}" if descending else name for name in names)).iterator(chunk_size=1000)
    stream = stream_xlsx if form == "xlsx" else stream_csv
    return stream("audits", COLUMNS, found)


@requires(Permission.AUDIT_EDIT)
def audit_new(request: AuthedRequest) -> HttpResponse:
    """Which supplier is to be audited? The plan itself is made on the supplier's page."""
    text = request.GET.get("q", "").strip()[:200]
    found = Supplier.objects.visible_to(request.user).current().matching(text) if text else Supplier.objects.none()
    suppliers = list(found.order_by("name_key", "pk")[:20])
    return render(request, "audits/new.html", {"q": text, "suppliers": suppliers})
