"""Why a snapshot was written."""

from enum import StrEnum


class KeptBecause(StrEnum):
    """The occasion of a snapshot."""

    FIRST = "first"
    CHANGED = "changed"
    MODEL = "model"
    MONTH_END = "month_end"
    CORRECTION = "correction"
