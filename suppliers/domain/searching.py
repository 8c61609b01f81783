"""How suppliers are found by text: one stored key per supplier, folded so that however a name is typed it is found.

Everything is compared without accents. A word of three characters and more is looked for anywhere (trigram index); a
shorter one only at the beginning of a word. Scripts that write without blanks get their characters in pairs, so that
two characters of a Chinese name are found wherever they stand.
"""

import re
import unicodedata
from collections.abc import Iterable

from common.text import fold, fold_marks

_UNSPACED = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_NOT_IN_NUMBERS = re.compile(r"[\W_]+")
LONGEST_QUERY = 200
MOST_WORDS = 8


def plain(text: str) -> str:
    """`text` in the form in which it is stored and looked for; without the sign that PostgreSQL cannot hold."""
    return fold(unicodedata.normalize("NFC", fold_marks(text.replace("\x00", " "))))


def plain_number(text: str) -> str:
    """A number without blanks, dots and dashes: `DE 136.695.976` → `de136695976`."""
    return _NOT_IN_NUMBERS.sub("", plain(text))


def search_key(texts: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """The stored key: names and places, numbers also without punctuation. Each part begins after a blank."""
    numbers = [number for number in numbers if number]
    parts = [plain(text) for text in texts if text] + [plain(number) for number in numbers]
    parts += [plain_number(number) for number in numbers]
    parts += [" ".join(pairs) for pairs in map(_pairs, list(parts)) if pairs]
    return "".join(f"| {part} " for part in dict.fromkeys(parts))


def _pairs(text: str) -> list[str]:
    runs = _UNSPACED.findall(text)
    return [run[start : start + 2] for run in runs for start in range(len(run))]


def search_patterns(text: str) -> list[str]:
    """What the key must hold, all of it, for a supplier to be found by `text`."""
    words = plain(text[:LONGEST_QUERY]).split()[:MOST_WORDS]
    return [word if len(word) > 2 else f" {word}" for word in words]


def number_pattern(text: str) -> str | None:
    """The whole of `text` as a number, when it looks like one that was typed with blanks or dots; else None."""
    number = plain_number(text[:LONGEST_QUERY])
    looks_like_one = sum(char.isdigit() for char in number) >= 4
    return number if looks_like_one and number != plain(text) else None
