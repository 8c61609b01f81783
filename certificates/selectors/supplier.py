"""The certificates tab of a supplier."""

from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate
from certificates.selectors.lists import Shown, shown_all
from standards.models import SectorRequirement
from suppliers.models import Supplier


@dataclass(frozen=True)
class Requirement:
    """A standard that the supplier's sector asks for, and the best current certificate on record for it, if any."""

    standard: str
    duty: str
    is_mandatory: bool
    held: Shown | None


def certificates_of_supplier(supplier: Supplier, day: date) -> list[Shown]:
    """Every certificate on record: those in force first, then what still is open, then the closed ones."""
    rows = Certificate.objects.filter(supplier=supplier).with_evidence().prefetch_related("covered__site")
    found = shown_all(rows.order_by("expiry_order", "pk"), day)
    return sorted(found, key=lambda row: (row.state.is_closed, not row.state.is_in_force))


def requirements_of(supplier: Supplier, certificates: list[Shown]) -> list[Requirement]:
    """What the sector asks for, beside what is on record."""
    rows = SectorRequirement.objects.filter(sector=supplier.sector).select_related("standard")
    return [
        Requirement(
            standard=row.standard.code,
            duty=row.get_duty_display(),
            is_mandatory=row.duty == "mandatory",
            held=_held(row.standard_id, certificates),
        )
        for row in rows
    ]


def _held(standard_id: int, certificates: list[Shown]) -> Shown | None:
    return next(
        (
            row
            for row in certificates
            if not row.state.is_closed
            and any(held.standard_id == standard_id for held in row.certificate.standards.all())
        ),
        None,
    )
