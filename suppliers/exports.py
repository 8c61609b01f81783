"""The supplier list and the documents as tables: the same rows in the same order as the pages show them."""

from decimal import Decimal
from operator import attrgetter

from common import clock
from common.paging import in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export
from standards.labels import sector_choices
from suppliers import profile_selectors, selectors
from suppliers.domain.terms import Rating
from suppliers.filters import SupplierFilter
from suppliers.labels import criticality_choices, rating_choices, status_choices
from suppliers.models import NO_EXPIRY
from suppliers.profile_filters import DocumentFilter
from suppliers.selectors import ExportRow

STATUS, RATING = dict(status_choices()), dict(rating_choices())
CRITICALITY, SECTOR = dict(criticality_choices()), dict(sector_choices())


def _score(row: ExportRow) -> Decimal | None:
    """A score only where there is a rating: an unproven supplier has none."""
    return None if row.rating == Rating.UNPROVEN else Decimal(row.score_tenths) / 10


COLUMNS = (
    Column("Vetted id", attrgetter("pk")),
    Column("Legal name", attrgetter("legal_name")),
    Column("Name in local script", attrgetter("local_name")),
    Column("Country", attrgetter("country")),
    Column("City", attrgetter("city")),
    Column("We buy", attrgetter("bought")),
    Column("Status", lambda row: STATUS[row.status]),
    Column("Criticality", lambda row: CRITICALITY[row.criticality]),
    Column("Sector", lambda row: SECTOR[row.sector]),
    Column("Risk", lambda row: RATING[row.rating]),
    Column("Score (0–100)", _score),
    Column("Confidence (%)", attrgetter("confidence_percent")),
    Column("Certificate", attrgetter("claim_text")),
    Column("Next expiry", lambda row: None if row.next_expiry_on == NO_EXPIRY else row.next_expiry_on),
    Column("Next step", attrgetter("next_step")),
    Column("Owner", attrgetter("owner_name")),
)
DOCUMENT_COLUMNS = (
    Column("Supplier", lambda row: row.supplier.legal_name),
    Column("Document", lambda row: row.kind.name),
    Column("Number or title", lambda row: row.number),
    Column("Revision", lambda row: row.revision),
    Column("Holds for", lambda row: str(row.scope or row.site or "")),
    Column("Date of issue", lambda row: row.issued_on),
    Column("Valid until", lambda row: row.valid_until),
    Column("Received on", lambda row: row.received_on),
    Column("State", lambda row: row.get_state_display() if row.is_current else "Superseded"),
    Column("Owner", lambda row: row.supplier.owner.name),
)


def suppliers_export(request: Asking) -> Export:
    """Suppliers as the list narrows and sorts them."""
    rows = selectors.suppliers_for_list(request.user)
    chosen = SupplierFilter(request.GET, queryset=rows, request=request, offering=False)
    found = in_order(chosen.found, selectors.SORTS, request.GET.get("sort"))
    return Export(f"suppliers-{clock.today():%Y-%m-%d}", COLUMNS, selectors.export_rows(found), chosen.form)


def documents_export(request: Asking) -> Export:
    """Documents as their list narrows and sorts them."""
    today, form = clock.today(), DocumentFilter(request.GET)
    rows = form.apply(profile_selectors.documents_for_list(request.user), request.user, today)
    found = in_order(rows, profile_selectors.DOCUMENT_SORTS, request.GET.get("sort"))
    return Export(f"documents-{today:%Y-%m-%d}", DOCUMENT_COLUMNS, streamed(found), form)
