"""Scorecards of a selection: what a bundle and each of its items can be."""

from enum import StrEnum

MOST_ITEMS = 500
"""A file with more scorecards is read by nobody, and joined in too much memory."""


class BundleForm(StrEnum):
    """How the scorecards come: joined, with an index and bookmarks; or each as a file of its own."""

    PDF = "pdf"
    ZIP = "zip"


class BundleState(StrEnum):
    """MAKING: items are being made. JOINING: all are over, the file is being written. STOPPED: by its maker."""

    MAKING = "making"
    JOINING = "joining"
    DONE = "done"
    STOPPED = "stopped"
    EXPIRED = "expired"


class ItemState(StrEnum):
    """TAKEN: a job is at it. LEFT_OUT: who asked may no longer see the supplier."""

    QUEUED = "queued"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"
    LEFT_OUT = "left_out"


WAITING = frozenset({ItemState.QUEUED, ItemState.TAKEN})
UNFINISHED = frozenset({BundleState.MAKING, BundleState.JOINING, BundleState.STOPPED})
