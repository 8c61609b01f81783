"""Names and addresses brought into a form in which two spellings of the same thing are equal or close.

Only for comparing: what a person typed is stored as typed.
"""

import re
import unicodedata
from functools import lru_cache

from .words import word_list, word_pairs, word_set

_LEGAL_WORDS = word_set("legal_forms")
_LEGAL_PREFIXES = word_set("legal_prefixes")
_LEGAL_PHRASES = re.compile(rf" (?:{'|'.join(word_list('legal_phrases'))})(?= )")
_LEGAL_CJK = re.compile(
    r"股份有限公司|有限责任公司|有限責任公司|有限公司|集团公司|总公司|分公司|株式会社|株式會社|有限会社|合同会社|合資会社|주식회사|유한회사|公司|集团|集團|"
    r"\((?:株|有|주|유)\)"
)
_SAME_WORD = word_pairs("same_words")
_ADDRESS_WORD = word_pairs("address_words")
_ADDRESS_NOISE = word_set("address_noise")
_SPECIAL_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe"}
    | {"Œ": "oe", "&": " and ", "+": " and ", "’": "'", "ё": "е"}
)
_STRASSE = re.compile(r"(?<=\w{2})strasse$")
_ABBREVIATION = re.compile(r"\b(?:\w\s?\.\s?){2,}\w?\b|\b\w(?:\.\w)+\b", re.ASCII)
_SINGLE_LETTERS = re.compile(r"\b[a-z](?: [a-z]\b)+")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Case, width, accents and ligatures removed: `Ｍüller & Søn` → `muller and son`."""
    wide = unicodedata.normalize("NFKC", text).translate(_SPECIAL_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFD", wide) if not ("\u0300" <= c <= "\u036f"))
    return unicodedata.normalize("NFC", plain).casefold()


def _words(text: str) -> str:
    """Words with single blanks between; dotted and spaced abbreviations become one word (`s. p. a.` → `spa`)."""
    text = _ABBREVIATION.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", text.replace("'", ""))
    text = " ".join(re.findall(r"\w+", text.replace("_", " ")))
    return _SINGLE_LETTERS.sub(lambda match: match.group().replace(" ", ""), text)


@lru_cache(maxsize=200_000)
def core_name(name: str) -> str:
    """What distinguishes the company: no legal form, no punctuation, abbreviations written out.

    `Robert Bosch GmbH`, `ROBERT BOSCH G.m.b.H.` and `Bosch, Robert GmbH` share the words `robert bosch`. A name that
    consists of nothing but legal words keeps them.
    """
    text = _LEGAL_CJK.sub(" ", fold(name))
    plain = f" {_words(text)} "
    words = _LEGAL_PHRASES.sub("", plain).split()
    kept = [word for index, word in enumerate(words) if not _is_legal(word, index)]
    return " ".join(_SAME_WORD.get(word, word) for word in kept or words) or fold(name).strip()


def _is_legal(word: str, index: int) -> bool:
    return word in _LEGAL_WORDS if index else word in _LEGAL_PREFIXES


@lru_cache(maxsize=200_000)
def address_key(address: str) -> str:
    """The words of an address in one spelling, doubled ones once: `No. 12, Main St.` → `12 main street`."""
    seen: dict[str, None] = {}
    for word in _words(fold(address)).split():
        plain = _STRASSE.sub("str", _ADDRESS_WORD.get(word, word))
        if plain not in _ADDRESS_NOISE:
            seen[plain.lstrip("0") or plain] = None
    return " ".join(seen)


def identifier_key(value: str) -> str:
    """An identifier without its punctuation: `DE 123-456.789` → `DE123456789`."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", value)).upper()


def pair_key(name: str, country: str, address: str, other_name: str, other_country: str, other_address: str) -> str:
    """One key for a decision about two suppliers, the same in either order and on the next upload."""
    sides = sorted(
        (
            f"{core_name(name)}|{country}|{address_key(address)}",
            f"{core_name(other_name)}|{other_country}|{address_key(other_address)}",
        )
    )
    return " = ".join(sides)
