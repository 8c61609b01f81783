"""Verbs of scoring: rate suppliers anew, follow changed evidence, keep snapshots."""

from scoring.services.documents import make_scorecard
from scoring.services.draining import drain_changes
from scoring.services.rescoring import rescore_all, rescore_suppliers

__all__ = ["drain_changes", "make_scorecard", "rescore_all", "rescore_suppliers"]
