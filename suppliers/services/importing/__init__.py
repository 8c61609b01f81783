"""The steps of an import, each a verb: upload, read, map columns, check, decide, write."""

from suppliers.services.importing.checking import check_import, start_check
from suppliers.services.importing.deciding import as_in_file, correct_row, decide_all, decide_rows
from suppliers.services.importing.uploading import (
    OPEN_STATES,
    StepPassed,
    change_reading,
    discard,
    preview,
    propose_columns,
    reopen,
    set_columns,
    start_import,
)
from suppliers.services.importing.writing import StillOpen, start_write, write_import

__all__ = [
    "OPEN_STATES",
    "StepPassed",
    "StillOpen",
    "as_in_file",
    "change_reading",
    "check_import",
    "correct_row",
    "decide_all",
    "decide_rows",
    "discard",
    "preview",
    "propose_columns",
    "reopen",
    "set_columns",
    "start_check",
    "start_import",
    "start_write",
    "write_import",
]
