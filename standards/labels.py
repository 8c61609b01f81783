"""The words for sectors and duties."""

from standards.domain.duty import Duty, Sector

SECTOR_LABELS: dict[Sector, str] = {
    Sector.GENERAL_INDUSTRY: "General industry",
    Sector.AUTOMOTIVE: "Automotive",
    Sector.AEROSPACE: "Aerospace",
    Sector.MEDICAL: "Medical devices",
    Sector.ELECTRONICS: "Electronics",
    Sector.ENERGY: "Energy",
    Sector.RAIL: "Rail",
    Sector.OTHER: "Other",
}
DUTY_LABELS: dict[Duty, str] = {Duty.MANDATORY: "Mandatory", Duty.EXPECTED: "Expected"}


def sector_choices() -> list[tuple[str, str]]:
    return [(sector.value, label) for sector, label in SECTOR_LABELS.items()]


def duty_choices() -> list[tuple[str, str]]:
    return [(duty.value, label) for duty, label in DUTY_LABELS.items()]
