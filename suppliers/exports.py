"""The supplier list as a table: the same rows in the same order as the page shows them."""

from decimal import Decimal

from common.tables import Column
from standards.domain.duty import Sector
from standards.labels import SECTOR_LABELS
from suppliers.domain.terms import Criticality, Rating, Status
from suppliers.labels import CRITICALITY_LABELS, RATING_LABELS, STATUS_LABELS
from suppliers.models import NO_EXPIRY
from suppliers.selectors import ExportRow


def _score(row: ExportRow) -> Decimal | None:
    """A score only where there is a rating: an unproven supplier has none."""
    return None if row.supplier.rating == Rating.UNPROVEN else Decimal(row.supplier.score_tenths) / 10


COLUMNS = (
    Column("Vetted id", lambda row: row.supplier.pk),
    Column("Legal name", lambda row: row.supplier.legal_name),
    Column("Name in local script", lambda row: row.supplier.local_name),
    Column("Country", lambda row: row.supplier.country),
    Column("City", lambda row: row.supplier.city),
    Column("We buy", lambda row: row.bought),
    Column("Status", lambda row: STATUS_LABELS[Status(row.supplier.status)]),
    Column("Criticality", lambda row: CRITICALITY_LABELS[Criticality(row.supplier.criticality)]),
    Column("Sector", lambda row: SECTOR_LABELS[Sector(row.supplier.sector)]),
    Column("Risk", lambda row: RATING_LABELS[Rating(row.supplier.rating)]),
    Column("Score (0–100)", _score),
    Column("Confidence (%)", lambda row: row.supplier.confidence_percent),
    Column("Certificate", lambda row: row.supplier.claim_text),
    Column(
        "Next expiry", lambda row: None if row.supplier.next_expiry_on == NO_EXPIRY else row.supplier.next_expiry_on
    ),
    Column("Next step", lambda row: row.supplier.next_step),
    Column("Owner", lambda row: row.supplier.owner__name),
)
