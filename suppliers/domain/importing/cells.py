"""The cells of one row by what they mean, with doubts about their text reported on the way."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common.tabular.text import (
    SPREADSHEET_ERRORS,
    holds_date,
    is_blank,
    is_damaged,
    shortened,
    without_hidden,
)

from .problems import Problem, ProblemKind, Severity
from .vocabulary import Field

_PROTECTED = re.compile(r"'[=+@-]")
"""Our own exports protect a cell like a formula by an apostrophe."""
_FORMULA = re.compile(r"=|[@+-][A-Za-z]*\(")
MAX_LENGTH = {
    Field.NAME: 300,
    Field.LOCAL_NAME: 300,
    Field.ALIAS: 300,
    Field.SITE_NAME: 200,
    Field.ADDRESS: 300,
    Field.STREET: 300,
    Field.CITY: 120,
    Field.REGION: 120,
    Field.POSTAL_CODE: 20,
    Field.CONTACT_NAME: 200,
    Field.PHONE: 60,
    Field.WEBSITE: 300,
    Field.SUPPLIER_NUMBER: 60,
}
"""Characters that the supplier record has room for."""


@dataclass
class CellReader:
    """The cells of one row by meaning, collecting problems on the way."""

    cells: Sequence[str]
    columns: Mapping[Field, Sequence[int]]
    headers: Sequence[str]
    typed: Mapping[Field, str] = field(default_factory=dict)
    """What a person typed instead of what the file says."""
    problems: list[Problem] = field(default_factory=list)

    def texts(self, wanted: Field) -> list[str]:
        """The usable values of the columns for this field."""
        columns = self.columns.get(wanted, ())
        if wanted in self.typed:
            raws = [self.typed[wanted]]
        elif columns:
            raws = [self.cells[index] for index in columns if index < len(self.cells)]
        else:
            return []
        return [text for raw in raws if (text := self._clean(wanted, unicodedata.normalize("NFC", raw)))]

    def text(self, wanted: Field) -> str:
        texts = self.texts(wanted)
        return texts[0] if texts else ""

    def report(
        self,
        kind: ProblemKind,
        severity: Severity,
        message: str,
        remedy: str,
        *,
        at: Field | None = None,
        value: str = "",
    ) -> None:
        indexes = self.columns.get(at, ()) if at else ()
        column = self.headers[indexes[0]] if indexes else ""
        self.problems.append(Problem(kind, severity, message, remedy, column, shortened(value)))

    def _clean(self, wanted: Field, raw: str) -> str:
        seen = without_hidden(raw)
        text = seen.strip() if wanted is Field.ADDRESS else " ".join(seen.split())
        if _PROTECTED.match(text):
            text = text[1:]
        if is_blank(text):
            return ""
        if text.upper() in SPREADSHEET_ERRORS:
            return self._dropped(
                wanted, text, ProblemKind.SPREADSHEET_ERROR, "A formula in the spreadsheet failed here."
            )
        self._doubts(wanted, text, is_hiding=seen != raw)
        return text

    def _dropped(self, wanted: Field, text: str, kind: ProblemKind, message: str) -> str:
        self.report(
            kind, Severity.WARNING, message, "The cell counts as empty. Correct it in the file.", at=wanted, value=text
        )
        return ""

    def _doubts(self, wanted: Field, text: str, *, is_hiding: bool) -> None:
        say = self.report
        if is_hiding:
            message, remedy = (
                "Invisible control characters were removed.",
                "Compare the text with the supplier's paper.",
            )
            say(ProblemKind.HIDDEN_CHARACTERS, Severity.NOTE, message, remedy, at=wanted, value=text)
        if _FORMULA.match(text):
            message = "This begins like a formula. It is kept as plain text and never carried out."
            say(
                ProblemKind.FORMULA,
                Severity.WARNING,
                message,
                "Correct it if it is not meant so.",
                at=wanted,
                value=text,
            )
        if is_damaged(text):
            message = "Some characters look damaged, as after opening a file with the wrong encoding."
            say(
                ProblemKind.DAMAGED_TEXT,
                Severity.WARNING,
                message,
                "Correct the text or choose another encoding.",
                at=wanted,
                value=text,
            )
        if holds_date(text):
            message = (
                "This holds a date that a spreadsheet probably made of something else, a house number for instance."
            )
            say(
                ProblemKind.DATE_IN_TEXT,
                Severity.WARNING,
                message,
                "Correct the text in the file.",
                at=wanted,
                value=text,
            )
