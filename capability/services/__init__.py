"""Verbs about capability. Each writes, in one transaction, the record, its history and the news for scoring."""

from capability.services.photos import add_visit_photo, remove_visit_photo
from capability.services.records import correct_record, record_capability, retract_record
from capability.services.shared import Act
from capability.services.visit_rows import (
    MOST_ROWS,
    next_number,
    next_own_question,
    remove_row,
    save_count,
    save_measurement,
    save_question,
)
from capability.services.visits import (
    VisitHead,
    begin_correction,
    begin_visit,
    change_visit,
    complete_visit,
    discard_visit,
    problems_of,
)

__all__ = [
    "MOST_ROWS",
    "Act",
    "VisitHead",
    "add_visit_photo",
    "begin_correction",
    "begin_visit",
    "change_visit",
    "complete_visit",
    "correct_record",
    "discard_visit",
    "next_number",
    "next_own_question",
    "problems_of",
    "record_capability",
    "remove_row",
    "remove_visit_photo",
    "retract_record",
    "save_count",
    "save_measurement",
    "save_question",
]
