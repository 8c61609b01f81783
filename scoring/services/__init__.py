"""Verbs of scoring: rate suppliers anew, follow changed evidence, keep snapshots."""

from scoring.services.bundle_work import work_on_bundle
from scoring.services.bundles import (
    BundleRefused,
    ask_for_bundle,
    call_worker,
    continue_bundle,
    has_workers,
    retry_bundle,
    stop_bundle,
    sweep_bundles,
)
from scoring.services.documents import make_scorecard
from scoring.services.draining import drain_changes
from scoring.services.rescoring import rescore_all, rescore_suppliers

__all__ = [
    "BundleRefused",
    "ask_for_bundle",
    "call_worker",
    "continue_bundle",
    "drain_changes",
    "has_workers",
    "make_scorecard",
    "rescore_all",
    "rescore_suppliers",
    "retry_bundle",
    "stop_bundle",
    "sweep_bundles",
    "work_on_bundle",
]
