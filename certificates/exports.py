"""The portfolio of certificates as a table: the same rows in the same order as the page shows them."""

from certificates.filters import CertificateFilter
from certificates.selectors import portfolio, shown_all, sorts_of
from common import clock
from common.paging import in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export

COLUMNS = (
    Column("Supplier", lambda row: row.certificate.supplier.legal_name),
    Column("Country", lambda row: row.certificate.supplier.country.code),
    Column("Standard", lambda row: row.standards_text),
    Column("Number", lambda row: row.certificate.number),
    Column("Certification body", lambda row: row.body),
    Column("Accreditation body", lambda row: row.accreditation_body),
    Column("Holder as printed", lambda row: row.certificate.holder),
    Column("Valid from", lambda row: row.certificate.valid_from),
    Column("Expiry", lambda row: row.certificate.expires_on),
    Column("State", lambda row: row.state_label),
    Column("Verification", lambda row: row.claim_text),
    Column("Verification due", lambda row: row.certificate.verification_due_on),
    Column("Owner", lambda row: row.owner),
)


def certificates_export(request: Asking) -> Export:
    """Certificates as the list narrows and sorts them."""
    found = CertificateFilter(request.GET, portfolio(request.user), user=request.user, today=clock.today())
    rows = streamed(in_order(found.qs, sorts_of(found.chosen_list), request.GET.get("sort")))
    lines = shown_all(rows, found.today)
    return Export(f"certificates-{found.today:%Y-%m-%d}", COLUMNS, lines, found.form)
