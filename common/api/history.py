"""The history of a record as the interface tells it."""

from datetime import datetime
from typing import Any, TypedDict

from common.history import readable_changes, subject_words
from common.models import Change
from common.paging import Sort

NEWEST = (Sort("newest", "Newest first", (), descending=True),)


class HistoryChange(TypedDict):
    """One field, in the words of the page: what it said before and after."""

    field: str
    before: Any
    after: Any


class HistoryEntry(TypedDict):
    """Who did what, when and why. Nothing rewrites an entry."""

    id: int
    at: datetime
    actor: str | None
    action: str
    subject: str
    subject_name: str
    reason: str
    changes: list[HistoryChange]


def history_entry(entry: Change) -> HistoryEntry:
    """An entry with its actor (select `actor` for many)."""
    changes = readable_changes(entry)
    return {
        "id": entry.pk,
        "at": entry.at,
        "actor": str(entry.actor) if entry.actor else None,
        "action": entry.action,
        "subject": subject_words(entry.subject_type),
        "subject_name": entry.subject_label,
        "reason": entry.reason,
        "changes": [{"field": field, "before": old, "after": new} for field, old, new in changes],
    }
