"""Verbs of scoring: rate suppliers anew, follow changed evidence, keep snapshots."""

from scoring.services.draining import drain_changes
from scoring.services.rescoring import rescore_all, rescore_suppliers

__all__ = ["drain_changes", "rescore_all", "rescore_suppliers"]
