"""The certificates tab of a supplier."""

from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate
from certificates.selectors.lists import Shown, shown_all
from standards.domain.duty import Duty
from standards.labels import DUTY_LABELS
from suppliers.models import Supplier
from suppliers.profile_selectors import standards_of


@dataclass(frozen=True)
class Requirement:
    """A standard that the profile of any scope asks for, and the best current certificate on record for it, if any."""

    standard: str
    duty: str
    is_mandatory: bool
    held: Shown | None
    set_aside_until: date | None


def certificates_of_supplier(supplier: Supplier, day: date) -> list[Shown]:
    """Every certificate on record: those in force first, then what still is open, then the closed ones."""
    rows = Certificate.objects.filter(supplier=supplier).in_outline().order_by("expiry_order", "pk")
    return sorted(shown_all(rows, day), key=lambda row: (row.state.is_closed, not row.state.is_in_force))


def requirements_of(supplier: Supplier, certificates: list[Shown], day: date) -> list[Requirement]:
    """What the requirement profiles ask of the supplier's scopes, beside what is on record."""
    return [
        Requirement(
            standard=asked.subject,
            duty=DUTY_LABELS[asked.duty],
            is_mandatory=asked.duty is Duty.MANDATORY,
            held=_held(asked.subject, certificates),
            set_aside_until=until,
        )
        for asked, until in standards_of(supplier, day)
    ]


def _held(code: str, certificates: list[Shown]) -> Shown | None:
    return next((row for row in certificates if not row.state.is_closed and _holds(row, code)), None)


def _holds(row: Shown, code: str) -> bool:
    return any(held.standard == code for held in row.editions)
