"""What a sector asks of a supplier's management system."""

from enum import StrEnum


class Sector(StrEnum):
    """The buyer's field of use; it decides which management-system standards are asked for."""

    GENERAL_INDUSTRY = "general_industry"
    AUTOMOTIVE = "automotive"
    AEROSPACE = "aerospace"
    MEDICAL = "medical"
    ELECTRONICS = "electronics"
    ENERGY = "energy"
    RAIL = "rail"
    OTHER = "other"


class Duty(StrEnum):
    """Mandatory: without it the rating is capped. Expected: without it points are missing, nothing is capped."""

    MANDATORY = "mandatory"
    EXPECTED = "expected"
