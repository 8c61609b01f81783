"""Verbs about deliveries, lots and nonconformances: record, history and the news for scoring in one transaction."""

from deliveries.services.bulk import Incoming, log_nonconformances, record_deliveries, record_lots
from deliveries.services.evidence import (
    RecordedAlready,
    correct_delivery,
    correct_lot,
    record_delivery,
    record_lot,
    retract,
)
from deliveries.services.files import add_file, remove_file
from deliveries.services.nonconformances import (
    Decision,
    Links,
    close_nonconformance,
    correct_nonconformance,
    decide,
    log_nonconformance,
    reopen_nonconformance,
    void_nonconformance,
)
from deliveries.services.places import By, Place
from deliveries.services.settings import change_rule, save_defect_type

__all__ = [
    "By",
    "Decision",
    "Incoming",
    "Links",
    "Place",
    "RecordedAlready",
    "add_file",
    "change_rule",
    "close_nonconformance",
    "correct_delivery",
    "correct_lot",
    "correct_nonconformance",
    "decide",
    "log_nonconformance",
    "log_nonconformances",
    "record_deliveries",
    "record_delivery",
    "record_lot",
    "record_lots",
    "remove_file",
    "reopen_nonconformance",
    "retract",
    "save_defect_type",
    "void_nonconformance",
]
