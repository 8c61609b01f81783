"""The checklists that exist, by code and version. Old versions stay: audits were conducted on them."""

from audits.domain.checklist import Checklist
from audits.domain.production_reality import PRODUCTION_REALITY_1

CHECKLISTS: dict[tuple[str, int], Checklist] = {
    (checklist.code, checklist.version): checklist for checklist in (PRODUCTION_REALITY_1,)
}
DEFAULT_CHECKLIST = PRODUCTION_REALITY_1


def checklist_for(code: str, version: int) -> Checklist:
    """The checklist an audit was conducted on; KeyError when that version was never shipped."""
    return CHECKLISTS[code, version]
