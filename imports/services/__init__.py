"""The steps of an import of records, each a verb: upload, read, map columns, check, decide, write."""

from imports.services.checking import check_import, start_check
from imports.services.deciding import decide_names, decide_rest, keep_changes
from imports.services.steps import (
    Preview,
    StepPassed,
    change_reading,
    discard,
    preview,
    reopen,
    set_columns,
    start_import,
)
from imports.services.tables import PartPreview
from imports.services.writing import NothingToWrite, start_write, write_import

__all__ = [
    "NothingToWrite",
    "PartPreview",
    "Preview",
    "StepPassed",
    "change_reading",
    "check_import",
    "decide_names",
    "decide_rest",
    "discard",
    "keep_changes",
    "preview",
    "reopen",
    "set_columns",
    "start_check",
    "start_import",
    "start_write",
    "write_import",
]
