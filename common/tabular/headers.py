"""The words that head columns, brought into one spelling."""

import re
import unicodedata


def fold_header(text: str) -> str:
    """Lower case, without accents, punctuation as single blanks: `E-Mail (Ansprechp.)` → `e mail ansprechp`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text).replace("ß", "ss").replace("ł", "l").replace("Ł", "l")
    spaced = spaced.replace("ø", "o").replace("ı", "i")
    plain = unicodedata.normalize("NFKC", _without_accents(spaced)).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not ("\u0300" <= c <= "\u036f")))
