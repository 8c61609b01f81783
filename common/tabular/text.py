"""What the text of a cell shows of its past: blanks, hidden characters, damage, failed formulas; how it is shown."""

import re
import unicodedata

from .words import WordFile

_WORDS = WordFile(__package__)
SPREADSHEET_ERRORS = _WORDS.set("spreadsheet_errors")
_DATE_IN_TEXT = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d|\bGMT[+-]\d{4}\b"
)
_DAMAGE = re.compile(r"\ufffd|Ã[\x80-\xbf¡-¿€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[¡-¿]|[¬√]∫|√[¶º©±•®]|ï»¿|\?{3,}")
_BLANKS = _WORDS.set("blanks")
SHOWN_VALUE = 120
"""Characters of a value that a message repeats."""


def is_blank(text: str) -> bool:
    """Whether the text only says that there is nothing."""
    return not text or text.casefold() in _BLANKS


def without_hidden(text: str) -> str:
    """Without control characters and marks that turn or hide text; scripts from right to left need none of them."""
    if text.isprintable():
        return text
    kept = (
        " " if unicodedata.category(c) == "Cc" and c not in "\n\t" else c
        for c in text
        if unicodedata.category(c) != "Cf" or c in "\u200c\u200d"
    )
    return "".join(kept)


def is_damaged(text: str) -> bool:
    """Whether the text shows traces of a wrong encoding."""
    return "???" in text if text.isascii() else bool(_DAMAGE.search(text))


def holds_date(text: str) -> bool:
    """Whether the text holds a moment as programs write it."""
    return (":" in text or "GMT" in text) and bool(_DATE_IN_TEXT.search(text))


def shortened(text: str, limit: int = SHOWN_VALUE) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
