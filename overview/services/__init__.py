"""What the worker does for the overview: documents for whoever asked, and counts for everybody."""

from overview.services.documents import (
    MAKE_DOCUMENT,
    document_name,
    keep_document,
    names_hidden,
    own_document,
)
from overview.services.working_ahead import count_ahead, explain_ahead

__all__ = [
    "MAKE_DOCUMENT",
    "count_ahead",
    "document_name",
    "explain_ahead",
    "keep_document",
    "names_hidden",
    "own_document",
]
