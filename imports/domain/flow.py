"""The steps of an import of records, and what becomes of a row."""

from enum import StrEnum


class ImportState(StrEnum):
    """Where an import stands. It goes on from here whenever its owner comes back."""

    COLUMNS = "columns"
    """Uploaded; the person says how the file is read and what the columns mean."""
    CHECKING = "checking"
    """The worker checks the rows."""
    SUPPLIERS = "suppliers"
    """Names in the file are no supplier's for certain; the person says whose they are."""
    REVIEW = "review"
    """The person looks at what would be written."""
    WRITING = "writing"
    """The worker writes."""
    WRITTEN = "written"
    DISCARDED = "discarded"


OPEN_STATES = frozenset({ImportState.COLUMNS, ImportState.SUPPLIERS, ImportState.REVIEW})
"""States from which a person may go back and change how the file is read."""


class Standing(StrEnum):
    """A row beside what is on record."""

    NEW = "new"
    CHANGED = "changed"
    """On record with other values."""
    SAME = "same"
    """On record as the file says it: nothing is written."""


class Outcome(StrEnum):
    """What was done with a row in the end."""

    PENDING = "pending"
    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"
    """A person left its supplier, or changes of known records, out."""
    REJECTED = "rejected"
    CONFLICT = "conflict"
    """The records changed between check and write, so the row was left out."""


class NameDecision(StrEnum):
    """Whose a name in the file is."""

    OPEN = "open"
    EXISTING = "existing"
    CREATE = "create"
    SKIP = "skip"
    """All its rows are left out."""
