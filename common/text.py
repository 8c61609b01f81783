"""Folding text so that a person finds a name however it was typed."""

import re
import unicodedata


def fold(text: str) -> str:
    """`text` for comparing and searching: NFKC, case-folded, white space squeezed.

    Done in Python, never in the database: SQLite folds ASCII only, and full-width or composed forms differ by engine.
    """
    normal = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", normal).split())


def fold_marks(text: str) -> str:
    """As `fold`, without accents: `Łódź` and `lodz` are the same. Used beside the folded form, not instead of it."""
    decomposed = unicodedata.normalize("NFKD", fold(text))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.translate(_STROKES)


_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


class UnreadableText(ValueError):
    """The text holds characters that nobody sees and that change how the rest is shown; says which."""


_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")


def one_line(text: str) -> str:
    """`text` as one line to be stored: composed (NFC), white space and line breaks squeezed, invisible marks dropped.

    Letters of any script stay as they are. Raises UnreadableText for characters that turn the direction of display
    around (a way to forge names, CVE-2021-42574) and for control characters.
    """
    line = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
    if found := _STEERING.search(line):
        raise UnreadableText(
            f"It holds an invisible character that changes the direction of the text (U+{ord(found[0]):04X}). "
            "Type it again instead of pasting it."
        )
    control = next((char for char in line if unicodedata.category(char) == "Cc"), None)
    if control is not None:
        raise UnreadableText(
            f"It holds a control character (U+{ord(control):04X}). Type it again instead of pasting it."
        )
    return line
