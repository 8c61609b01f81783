"""Folding text so that a person finds a name however it was typed."""

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
