"""The supplier list as a table: the same rows in the same order as the page shows them."""

from decimal import Decimal

from common.tables import Column
from standards.labels import sector_choices
from suppliers.domain.terms import Rating
from suppliers.labels import criticality_choices, rating_choices, status_choices
from suppliers.models import NO_EXPIRY
from suppliers.selectors import ExportRow

STATUS, RATING = dict(status_choices()), dict(rating_choices())
CRITICALITY, SECTOR = dict(criticality_choices()), dict(sector_choices())


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
    Column("Status", lambda row: STATUS[row.supplier.status]),
    Column("Criticality", lambda row: CRITICALITY[row.supplier.criticality]),
    Column("Sector", lambda row: SECTOR[row.supplier.sector]),
    Column("Risk", lambda row: RATING[row.supplier.rating]),
    Column("Score (0–100)", _score),
    Column("Confidence (%)", lambda row: row.supplier.confidence_percent),
    Column("Certificate", lambda row: row.supplier.claim_text),
    Column(
        "Next expiry", lambda row: None if row.supplier.next_expiry_on == NO_EXPIRY else row.supplier.next_expiry_on
    ),
    Column("Next step", lambda row: row.supplier.next_step),
    Column("Owner", lambda row: row.supplier.owner__name),
)
