"""Verbs about suppliers. Each writes, in one transaction, the record, its history and its projections."""

from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.projections import StoredRating, refresh_search, set_next_expiry, store_ratings

__all__ = ["StoredRating", "mark_evidence_changed", "refresh_search", "set_next_expiry", "store_ratings"]
