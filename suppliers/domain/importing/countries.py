"""Which country a cell means: codes and names in some forty languages, and spellings people really use."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

_CODE_MISTAKES = {
    "UK": "GB",
    "EL": "GR",
    "SF": "FI",
    "D": "DE",
    "F": "FR",
    "I": "IT",
    "E": "ES",
    "A": "AT",
    "B": "BE",
    "P": "PT",
}
_SURE_FROM = 88


@dataclass(frozen=True)
class Country:
    """The ISO 3166 code that a text stands for. `sure` is False when only the likeness of spelling speaks for it."""

    code: str
    sure: bool


@lru_cache(maxsize=20_000)
def country_for(text: str) -> Country | None:
    """The country that the text names as a whole; None when it names none."""
    stripped = text.strip().strip(".,;")
    if code := code_for(stripped):
        return Country(code, sure=True)
    for part in re.split(r"[()/\[\]（）]|,\s| - ", stripped):
        if part.strip() != stripped and len(_key(part)) > 2 and (code := code_for(part)):
            return Country(code, sure=True)
    return _similar(_key(stripped))


@lru_cache(maxsize=20_000)
def code_for(text: str) -> str | None:
    """The code for a code or a name that is spelled as the world spells it, regardless of case and accents."""
    plain = text.strip().strip(".")
    upper = plain.replace(".", "").replace(" ", "").upper()
    if upper in _codes():
        return _codes()[upper]
    return _names().get(_key(plain))


def name_of(code: str) -> str:
    """The English name, for messages."""
    return _table()[code][1][0] if code in _table() else code


def is_country_code(text: str) -> bool:
    """Whether this is an ISO 3166 two-letter code in capitals."""
    return len(text) == 2 and text in _table()


@cache
def _table() -> dict[str, tuple[str, tuple[str, ...]]]:
    lines = files(__package__).joinpath("country_names.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {code: (alpha3, tuple(names.split("|"))) for code, alpha3, names in rows}


@cache
def _codes() -> dict[str, str]:
    three = {alpha3: code for code, (alpha3, _names_of) in _table().items()}
    return _CODE_MISTAKES | three | {code: code for code in _table()}


@cache
def _names() -> dict[str, str]:
    return {_key(name): code for code, (_alpha3, names) in _table().items() for name in names}


def _similar(key: str) -> Country | None:
    """A country that is misspelled, if no other one is nearly as close."""
    if len(key) < 5:
        return None
    close = process.extract(key, list(_names()), scorer=fuzz.ratio, score_cutoff=_SURE_FROM - 8, limit=8)
    ranked = [(score, _names()[name]) for name, score, _index in close]
    if not ranked or ranked[0][0] < _SURE_FROM:
        return None
    best_score, best = ranked[0]
    rival = max((score for score, code in ranked if code != best), default=0)
    return Country(best, sure=False) if best_score - rival >= 6 else None


def _key(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i").replace("ß", "ss").replace("ł", "l")
    return "".join(character for character in decomposed if character.isalnum())
