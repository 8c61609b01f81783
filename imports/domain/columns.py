"""What each column of a file most likely means: by its header, word for word or nearly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process

from common.tabular.table import HeaderLookup
from imports.domain.words import folded

PROBLEM_HEADER = "Problems found (leave this column)"
"""Header of the column that the download of rejected rows adds; it means nothing when such a file comes back."""
REQUIRED_MARK = " *"
"""Behind the headers of required columns in templates."""
_LEAST_LIKENESS = 88


class Named(Protocol):
    """What is needed of a field to recognise its column."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def synonyms(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Guess:
    """What a column may mean. `why` is shown to the person who confirms it; `sure` is False for a mere likeness."""

    field: str
    why: str
    sure: bool = True

    @property
    def is_doubtful(self) -> bool:
        """Whether the person should look twice."""
        return not self.sure


def header_lookup(fields: Sequence[Named]) -> HeaderLookup:
    """The function that says which of these fields a header names word for word."""
    words = _words(fields)
    return lambda header: words.get(folded(header))


def guess_columns(headers: Sequence[str], fields: Sequence[Named]) -> list[Guess | None]:
    """One guess per column; no field twice. Exact headers first, so that a likeness never takes their field."""
    words = _words(fields)
    found: dict[int, Guess] = {}
    for index, header in enumerate(headers):
        key = words.get(folded(header))
        if key and header != PROBLEM_HEADER and all(guess.field != key for guess in found.values()):
            found[index] = Guess(key, f"The header “{header}” names it.")
    taken = {guess.field for guess in found.values()}
    for index, header in enumerate(headers):
        if index not in found and header != PROBLEM_HEADER and (guess := _similar(header, words, taken)):
            found[index] = guess
            taken.add(guess.field)
    return [found.get(index) for index in range(len(headers))]


def header_signature(headers: Sequence[str]) -> str:
    """The same for two files with the same headers, however they are written: a mapping is remembered by it."""
    return "|".join(folded(header) for header in headers if header != PROBLEM_HEADER)


def _words(fields: Sequence[Named]) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for name in ("key", "title"):
        for field in fields:
            words.setdefault(folded(getattr(field, name)), field.key)
    for field in fields:
        for synonym in field.synonyms:
            words.setdefault(folded(synonym), field.key)
    return words


def _similar(header: str, words: Mapping[str, str], taken: set[str]) -> Guess | None:
    text = folded(header)
    free = [word for word, key in words.items() if key not in taken and len(word) >= 4]
    if len(text) < 4 or not free:
        return None
    best = process.extractOne(text, free, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return Guess(words[best[0]], f"The header resembles “{best[0]}”.", sure=False) if best else None
