"""The steps of an import, each a verb: upload, read, map columns, check, decide, write."""

from suppliers.services.importing.checking import check_import, start_check
from suppliers.services.importing.deciding import correct_row, decide_all, decide_rows
from suppliers.services.importing.uploading import (
    StepPassed,
    change_reading,
    discard,
    preview,
    propose_columns,
    set_columns,
    start_import,
)
from suppliers.services.importing.writing import start_write, write_import

__all__ = [
    "StepPassed",
    "change_reading",
    "check_import",
    "correct_row",
    "decide_all",
    "decide_rows",
    "discard",
    "preview",
    "propose_columns",
    "set_columns",
    "start_check",
    "start_import",
    "start_write",
    "write_import",
]
