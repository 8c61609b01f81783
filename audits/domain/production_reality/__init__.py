"""The shipped checklist *Production reality*: what happens on a normal production day.

Written from common practice of supplier-quality engineers; clause numbers are those of ISO 9001:2015. A
published version is pinned by a test: mend wording in a new version, audits keep the one they used.
"""

from audits.domain.checklist import Checklist
from audits.domain.production_reality.making import MEASURING, PRODUCTION, RECEIVING
from audits.domain.production_reality.people import OPENNESS, QUALITY_DEPARTMENT, WORKFORCE
from audits.domain.production_reality.system import (
    CORRECTIVE_ACTION,
    NONCONFORMING,
    SUBCONTRACTORS,
    TRACEABILITY,
)

PRODUCTION_REALITY_1 = Checklist(
    code="production_reality",
    version=1,
    title="Production reality",
    standard="ISO 9001",
    edition="2015",
    sections=(
        RECEIVING,
        PRODUCTION,
        MEASURING,
        NONCONFORMING,
        TRACEABILITY,
        QUALITY_DEPARTMENT,
        WORKFORCE,
        SUBCONTRACTORS,
        CORRECTIVE_ACTION,
        OPENNESS,
    ),
)
