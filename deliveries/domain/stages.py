"""Where a defect was caught, early to late: at the supplier, or at ours, where it had escaped."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a defect was caught, early to late. The last three are ours: escapes of the supplier."""

    INCOMING = "incoming"
    SUBASSEMBLY = "subassembly"
    IN_PROCESS = "in_process"
    FINAL = "final"
    RECEIVING = "receiving"
    LINE = "line"
    CUSTOMER = "customer"


SUPPLIER_STAGES = (Stage.INCOMING, Stage.SUBASSEMBLY, Stage.IN_PROCESS, Stage.FINAL)
OUR_STAGES = (Stage.RECEIVING, Stage.LINE, Stage.CUSTOMER)
EARLY_STAGES = (Stage.INCOMING, Stage.SUBASSEMBLY, Stage.IN_PROCESS)
