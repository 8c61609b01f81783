"""The words of the import, as its pages and downloads show them."""

from common.tabular.delimited import DELIMITERS
from common.tabular.encodings import CHOICES
from suppliers.domain.importing.flow import Decision, ImportState, Outcome, RowMatch
from suppliers.domain.importing.problems import Severity
from suppliers.domain.importing.vocabulary import Field

FIELD_LABELS: dict[Field, str] = {
    Field.NAME: "Legal name",
    Field.LOCAL_NAME: "Name in local script",
    Field.ALIAS: "Other name",
    Field.SUPPLIER_NUMBER: "Our supplier number",
    Field.COUNTRY: "Country",
    Field.SITE_NAME: "Site name",
    Field.ADDRESS: "Address on one line",
    Field.STREET: "Street",
    Field.CITY: "City",
    Field.REGION: "Region or state",
    Field.POSTAL_CODE: "Postal code",
    Field.CONTACT_NAME: "Contact person",
    Field.EMAIL: "E-mail",
    Field.PHONE: "Telephone",
    Field.WEBSITE: "Web site",
    Field.VAT: "VAT number",
    Field.REGISTRATION: "Company register number",
    Field.DUNS: "D-U-N-S number",
    Field.LEI: "Legal Entity Identifier (LEI)",
    Field.GLN: "Global Location Number (GLN)",
    Field.SECTOR: "Sector",
    Field.CRITICALITY: "Criticality",
}
STATE_LABELS: dict[ImportState, str] = {
    ImportState.READING: "Check how the file was read",
    ImportState.COLUMNS: "Say what the columns mean",
    ImportState.CHECKING: "Being checked",
    ImportState.REVIEW: "Decide",
    ImportState.WRITING: "Being written",
    ImportState.WRITTEN: "Written",
    ImportState.DISCARDED: "Given up",
}
WORK_LABELS = {ImportState.CHECKING: "Check", ImportState.WRITING: "Write"}
"""What the worker does in these, for where it came to no end."""
MATCH_LABELS: dict[RowMatch, str] = {
    RowMatch.NONE: "New",
    RowMatch.EXACT: "On our list already",
    RowMatch.EXACT_FILE: "Twice in the file",
    RowMatch.NEAR: "Similar to a known one",
}
DECISION_LABELS: dict[Decision, str] = {
    Decision.OPEN: "Not decided",
    Decision.CREATE: "Another supplier: create it",
    Decision.UPDATE: "The same: add what is missing",
    Decision.SKIP: "Leave out",
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.PENDING: "Waiting",
    Outcome.CREATED: "Created",
    Outcome.UPDATED: "Added to a known supplier",
    Outcome.SKIPPED: "Left out",
    Outcome.REJECTED: "Rejected",
    Outcome.CONFLICT: "Not written: the list had changed",
}
SEVERITY_LABELS: dict[Severity, str] = {
    Severity.ERROR: "Keeps the row out",
    Severity.WARNING: "To look at",
    Severity.NOTE: "For information",
}


def field_choices() -> list[tuple[str, str]]:
    return [(field.value, label) for field, label in FIELD_LABELS.items()]


def encoding_choices() -> list[tuple[str, str]]:
    return list(CHOICES.items())


def delimiter_choices() -> list[tuple[str, str]]:
    return [(delimiter, name.capitalize()) for delimiter, name in DELIMITERS.items()]


def severity_choices() -> list[tuple[str, str]]:
    return [(severity.value, label) for severity, label in SEVERITY_LABELS.items()]


def outcome_choices() -> list[tuple[str, str]]:
    shown = [outcome for outcome in Outcome if outcome is not Outcome.PENDING]
    return [(outcome.value, OUTCOME_LABELS[outcome]) for outcome in shown]
