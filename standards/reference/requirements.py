"""Which management-system standard a sector asks for, as shipped: the first rules of the requirement profiles.

Mandatory ones cap the rating when missing (docs/scoring.md).
"""

from datetime import date

from standards.domain.duty import Duty, Sector

CHECKED_ON = date(2026, 11, 21)
OWN_RULE = "Our own rule: a certified quality management system is expected"

REQUIREMENTS: list[tuple[Sector, str, Duty, str]] = [
    (
        Sector.AUTOMOTIVE,
        "IATF 16949",
        Duty.MANDATORY,
        "Customer-specific requirements of the vehicle makers in the IATF",
    ),
    (Sector.AEROSPACE, "AS9100", Duty.MANDATORY, "Purchase conditions of the aircraft makers in the IAQG"),
    (Sector.MEDICAL, "ISO 13485", Duty.MANDATORY, "US FDA QMSR and the EU MDR's harmonised standard"),
    *(
        (sector, "ISO 9001", Duty.EXPECTED, OWN_RULE)
        for sector in Sector
        if sector not in (Sector.AUTOMOTIVE, Sector.AEROSPACE, Sector.MEDICAL)
    ),
]
