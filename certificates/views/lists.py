"""The portfolio: certificates of all suppliers, narrowed by URL, and the export of what is shown."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from certificates.filters import CertificateFilter
from certificates.selectors import Shown, portfolio, shown, shown_all, waiting_counts
from common import clock
from common.paging import Sort, choose_sort, keyset_page
from common.tables import Column, stream_csv, stream_xlsx
from common.views import AuthedRequest

SORTS = [
    Sort("expiry", "Expiry", ("expiry_order",)),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
    Sort("recorded", "Recorded", ("recorded_at",), descending=True),
]
DUE_SORTS = [Sort("due", "Verification due", ("verification_due_on",)), *SORTS]
"""Offered where every row has a due date."""


@requires(Permission.VIEW, listing=True)
def certificate_list(request: AuthedRequest) -> HttpResponse:
    """Certificates of all suppliers that this person sees."""
    found = _filtered(request)
    sort, descending = choose_sort(_sorts(found), request.GET.get("sort"))
    page = keyset_page(
        found.qs,
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "filter": found,
        "page": page,
        "rows": shown_all(page.rows, found.today),
        "counts": waiting_counts(request.user, found.today),
        "today": found.today,
        "query": request.GET.urlencode(),
    }
    return render(request, "certificates/list.html", context)


@requires(Permission.EXPORT, listing=True)
def certificate_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """What the list shows, all pages of it, as CSV or XLSX."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    found = _filtered(request)
    sort, descending = choose_sort(_sorts(found), request.GET.get("sort"))
    order = [f"-{name}" if descending else name for name in (*sort.fields, "pk")]
    certificates = found.qs.order_by(*order).iterator(chunk_size=500)
    rows: Iterator[Shown] = (shown(certificate, found.today) for certificate in certificates)
    stream = stream_csv if kind == "csv" else stream_xlsx
    return stream(f"certificates-{found.today:%Y-%m-%d}", EXPORT, rows)


EXPORT = [
    Column("Supplier", lambda row: row.certificate.supplier.legal_name),
    Column("Country", lambda row: row.certificate.supplier.country.code),
    Column("Standard", lambda row: row.certificate.standards_text),
    Column("Number", lambda row: row.certificate.number),
    Column("Certification body", lambda row: str(row.certificate.body)),
    Column("Accreditation body", lambda row: str(row.certificate.accreditation_body or "")),
    Column("Holder as printed", lambda row: row.certificate.holder),
    Column("Valid from", lambda row: row.certificate.valid_from),
    Column("Expiry", lambda row: row.certificate.expires_on),
    Column("State", lambda row: row.state_label),
    Column("Verification", lambda row: row.claim_text),
    Column("Verification due", lambda row: row.certificate.verification_due_on),
    Column("Owner", lambda row: str(row.certificate.supplier.owner)),
]


def _filtered(request: AuthedRequest) -> CertificateFilter:
    return CertificateFilter(request.GET, portfolio(request.user), user=request.user, today=clock.today())


def _sorts(found: Any) -> list[Sort]:
    return DUE_SORTS if found.chosen_list == "verification" else SORTS
