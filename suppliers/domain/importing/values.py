"""What single cells mean: blanks, damage, web addresses, words for sector and criticality."""

import re
import unicodedata
from urllib.parse import urlsplit

from suppliers.domain.terms import Criticality

from .words import word_meanings, word_set

EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[a-zA-Z]{2,}")
SPREADSHEET_ERRORS = word_set("spreadsheet_errors")

DATE_IN_TEXT = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d|\bGMT[+-]\d{4}\b")
_DAMAGE = re.compile(r"\ufffd|Ã[\x80-\xbf¡-¿€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[¡-¿]|[¬√]∫|√[¶º©±•®]|ï»¿|\?{3,}")
_BLANKS = word_set("blanks")
_SECTOR_BY_WORD = word_meanings("sectors")

_CRITICALITY_BY_WORD = word_meanings("criticality")


def is_blank(text: str) -> bool:
    """Whether the text only says that there is nothing."""
    return not text or text.casefold() in _BLANKS


def without_hidden(text: str) -> str:
    """Without control characters and marks that turn or hide text; scripts from right to left need none of them."""
    kept = (
        " " if unicodedata.category(c) == "Cc" and c not in "\n\t" else c
        for c in text
        if unicodedata.category(c) != "Cf" or c in "\u200c\u200d"
    )
    return "".join(kept)


def is_damaged(text: str) -> bool:
    """Whether the text shows traces of a wrong encoding."""
    return bool(_DAMAGE.search(text))


def website_for(text: str) -> str:
    """The web address with its scheme; empty when it is none."""
    url = text if re.match(r"(?i)https?://", text) else f"https://{text}"
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    valid = re.fullmatch(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", host) and not re.search(r"\s", url)
    return url if valid and len(url) <= 300 else ""


def sector_for(text: str) -> str:
    """Our word for a sector (value of `standards.domain.duty.Sector`), empty when the text is none we know."""
    for part in (text, *re.split(r"[|/,;]", text)):
        if found := _SECTOR_BY_WORD.get(part.strip().casefold()):
            return found
    return ""


def criticality_for(text: str) -> Criticality | None:
    """Our criticality for words like high or A; None when the text is none we know."""
    value = _CRITICALITY_BY_WORD.get(text.strip().casefold())
    return Criticality(value) if value else None
