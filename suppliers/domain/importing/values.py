"""What single cells mean: web addresses, words for sector and criticality."""

import re
from urllib.parse import urlsplit

from suppliers.domain.terms import Criticality

from .words import word_meanings

EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[a-zA-Z]{2,}")
_SECTOR_BY_WORD = word_meanings("sectors")

_CRITICALITY_BY_WORD = word_meanings("criticality")


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
