"""Texts for the members of scoring's enums."""

from scoring.domain.bundles import BundleForm, BundleState, ItemState
from scoring.domain.facts import Criticality, Duty, Source
from scoring.domain.model import Likelihood
from scoring.domain.reasons_kept import KeptBecause
from scoring.domain.scorecard import State

LIKELIHOOD_LABELS: dict[Likelihood, str] = {
    Likelihood.LOW: "Low",
    Likelihood.MODERATE: "Moderate",
    Likelihood.UNPROVEN: "Unproven",
    Likelihood.HIGH: "High",
    Likelihood.CRITICAL: "Critical",
}
REASON_LABELS: dict[KeptBecause, str] = {
    KeptBecause.FIRST: "First rating",
    KeptBecause.CHANGED: "The result changed",
    KeptBecause.MODEL: "Another version of the model",
    KeptBecause.MONTH_END: "End of month",
    KeptBecause.CORRECTION: "Correction for a past day",
}
SOURCE_LABELS: dict[Source, str] = {
    Source.UNANNOUNCED_AUDIT: "Unannounced audit on site",
    Source.ANNOUNCED_AUDIT: "Announced audit on site",
    Source.OUR_RECORD: "Our own record",
    Source.REMOTE_AUDIT: "Remote audit",
    Source.REGISTER: "Register or register export",
    Source.DOCUMENT: "Document review",
    Source.OWN_WORD: "Supplier's own word",
}
STATE_LABELS: dict[State, str] = {
    State.MEASURED: "Measured",
    State.NO_EVIDENCE: "No evidence yet",
    State.NOT_APPLICABLE: "Not applicable",
}
CRITICALITY_LABELS: dict[Criticality, str] = {
    Criticality.CRITICAL: "Critical",
    Criticality.MAJOR: "Major",
    Criticality.STANDARD: "Standard",
}
DUTY_LABELS: dict[Duty, str] = {Duty.MANDATORY: "sector duty", Duty.EXPECTED: "expected"}


def likelihood_choices() -> list[tuple[str, str]]:
    """For models and forms."""
    return [(member.value, label) for member, label in LIKELIHOOD_LABELS.items()]


def criticality_choices() -> list[tuple[str, str]]:
    """For models."""
    return [(member.value, label) for member, label in CRITICALITY_LABELS.items()]


def reason_choices() -> list[tuple[str, str]]:
    """For models."""
    return [(member.value, label) for member, label in REASON_LABELS.items()]


BUNDLE_FORM_LABELS: dict[BundleForm, str] = {
    BundleForm.PDF: "One PDF, with an index",
    BundleForm.ZIP: "ZIP of single PDFs",
}
BUNDLE_STATE_LABELS: dict[BundleState, str] = {
    BundleState.MAKING: "Being made",
    BundleState.JOINING: "Being put together",
    BundleState.DONE: "Ready",
    BundleState.STOPPED: "Stopped",
    BundleState.EXPIRED: "Expired",
}
ITEM_STATE_LABELS: dict[ItemState, str] = {
    ItemState.QUEUED: "Waiting",
    ItemState.TAKEN: "Being made",
    ItemState.DONE: "Made",
    ItemState.FAILED: "Failed",
    ItemState.LEFT_OUT: "Left out",
}


def bundle_form_choices() -> list[tuple[str, str]]:
    return [(form.value, label) for form, label in BUNDLE_FORM_LABELS.items()]


def bundle_state_choices() -> list[tuple[str, str]]:
    return [(state.value, label) for state, label in BUNDLE_STATE_LABELS.items()]


def item_state_choices() -> list[tuple[str, str]]:
    return [(state.value, label) for state, label in ITEM_STATE_LABELS.items()]
