"""What the dry run tells about a row: where, what, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An error keeps the row out; a warning leaves a value out or doubts it; a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class ProblemKind(StrEnum):
    """One kind per rule, so that a thousand equal problems can be summed up in one line."""

    NAME_MISSING = "name_missing"
    NAME_DOUBTFUL = "name_doubtful"
    TOO_LONG = "too_long"
    COUNTRY_MISSING = "country_missing"
    COUNTRY_UNKNOWN = "country_unknown"
    COUNTRY_SIMILAR = "country_similar"
    COUNTRY_FROM_ADDRESS = "country_from_address"
    COUNTRY_DEFAULT = "country_default"
    COUNTRY_CONTRADICTS = "country_contradicts"
    EMAIL_INVALID = "email_invalid"
    PHONE_INVALID = "phone_invalid"
    WEBSITE_INVALID = "website_invalid"
    IDENTIFIER_INVALID = "identifier_invalid"
    SECTOR_UNKNOWN = "sector_unknown"
    CRITICALITY_UNKNOWN = "criticality_unknown"
    FORMULA = "formula"
    DAMAGED_TEXT = "damaged_text"
    HIDDEN_CHARACTERS = "hidden_characters"
    SPREADSHEET_ERROR = "spreadsheet_error"
    DATE_IN_TEXT = "date_in_text"
    SHIFTED_CELLS = "shifted_cells"


@dataclass(frozen=True)
class Problem:
    """One problem of one row. `column` is the header as in the file, empty when it concerns the whole row."""

    kind: ProblemKind
    severity: Severity
    message: str
    remedy: str
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))
