"""The steps of an import and what is decided about a row."""

from enum import StrEnum


class ImportState(StrEnum):
    """Where an import stands. It goes on from here whenever its owner comes back."""

    READING = "reading"
    """Uploaded and recognised; the person checks the preview."""
    COLUMNS = "columns"
    """The person says what the columns mean."""
    CHECKING = "checking"
    """The worker checks the rows and compares them."""
    REVIEW = "review"
    """The person decides about problems and duplicates."""
    WRITING = "writing"
    """The worker writes what was accepted."""
    WRITTEN = "written"
    DISCARDED = "discarded"


class RowMatch(StrEnum):
    """Whether the supplier of a row is known already."""

    NONE = "none"
    EXACT = "exact"
    """The same supplier is on our list."""
    EXACT_FILE = "exact_file"
    """An earlier row of the file says the same."""
    NEAR = "near"
    """Something similar is on our list, or in an earlier row."""


class Decision(StrEnum):
    """What becomes of a row."""

    OPEN = "open"
    CREATE = "create"
    UPDATE = "update"
    """It is the same supplier: what that one lacks is added, nothing is overwritten."""
    SKIP = "skip"


class DecidedBy(StrEnum):
    """Who or what took the decision."""

    NOBODY = "nobody"
    RULE = "rule"
    MEMORY = "memory"
    """The same pair was decided in an earlier import."""
    PERSON = "person"


class Outcome(StrEnum):
    """What was done with a row in the end."""

    PENDING = "pending"
    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    """The list changed between check and write, so the row was left out."""


def default_decision(match: RowMatch) -> Decision:
    """New rows are created, exact duplicates left out; what is only similar waits for a person."""
    return {
        RowMatch.NONE: Decision.CREATE,
        RowMatch.EXACT: Decision.SKIP,
        RowMatch.EXACT_FILE: Decision.SKIP,
        RowMatch.NEAR: Decision.OPEN,
    }[match]
