"""What each column of a list most likely means: by its header first, else by what stands below it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from common.tabular.headers import fold_header
from common.tabular.table import Table

from .addresses import split_address
from .countries import country_for
from .vocabulary import Field, field_for_header, header_words

SAMPLE_ROWS = 200
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[a-zA-Z]{2,}")
_WEB = re.compile(r"(?i)(?:https?://|www\.)\S+|[a-z0-9-]+\.(?:com|net|org|cn|de|co\.\w\w)\b/?\S*")
_PHONE = re.compile(r"(?!-?\d+\.\d+$)\+?[\d\s()./-]{7,25}")
_LEI = re.compile(r"[A-Z0-9]{18}\d\d")
_LEGAL_FORM = re.compile(
    r"(?i)\b(?:ltd|limited|inc|corp|co|gmbh|ag|kg|s\.?a\.?|s\.?p\.?a|s\.?r\.?l|b\.?v|llc|pvt|plc|oy|ab|sdn|bhd|jsc|ltda)\b\.?\s*$|公司|株式会社|주식회사"
)
_REPEATABLE = frozenset({Field.ALIAS, Field.EMAIL, Field.PHONE})
LEAST_CONFIDENCE = 0.5
SURE_FROM = 0.8
PROBLEM_HEADER = "Problems found (leave this column)"
"""Header of the column that the download of rejected rows adds; it means nothing when such a file comes back."""


@dataclass(frozen=True)
class Guess:
    """What a column may mean. `why` is shown to the person who confirms it."""

    field: Field
    confidence: float
    why: str

    @property
    def is_doubtful(self) -> bool:
        """Whether the person should look twice."""
        return self.confidence < SURE_FROM


def guess_columns(table: Table) -> list[Guess | None]:
    """One guess per column, None for a column to leave out. No field is guessed twice unless it may repeat."""
    samples = [_sample(table, index) for index in range(len(table.headers))]
    offers = [
        (guess.confidence, -index, guess)
        for index, header in enumerate(table.headers)
        for guess in _offers(header, samples[index])
        if guess.confidence >= LEAST_CONFIDENCE
    ]
    chosen: dict[int, Guess] = {}
    taken: set[Field] = set()
    for _confidence, negative, guess in sorted(offers, key=lambda offer: (-offer[0], -offer[1])):
        if -negative not in chosen and (guess.field not in taken or guess.field in _REPEATABLE):
            chosen[-negative] = guess
            taken.add(guess.field)
    _find_a_name(table, samples, chosen)
    return [chosen.get(index) for index in range(len(table.headers))]


def header_signature(headers: Sequence[str]) -> str:
    """The same for two files with the same headers, however they are written: a mapping is remembered by it."""
    return "|".join(fold_header(header) for header in headers if header != PROBLEM_HEADER)


def duplicate_fields(mapping: Mapping[int, Field]) -> set[Field]:
    """Fields that more than one column was given to although a supplier has only one of them."""
    fields = list(mapping.values())
    return {field for field in fields if fields.count(field) > 1 and field not in _REPEATABLE}


def _sample(table: Table, index: int) -> list[str]:
    return [cell for row in table.rows[:SAMPLE_ROWS] if (cell := row.cells[index])]


def _offers(header: str, sample: Sequence[str]) -> list[Guess]:
    if header == PROBLEM_HEADER:
        return []
    named = field_for_header(header)
    if named:
        return [_weighed(Guess(named, 0.95, f"The header “{header}” names it."), sample)]
    by_content = _by_content(sample)
    similar = _similar_header(header)
    return [guess for guess in (similar and _weighed(similar, sample), by_content) if guess]


def _similar_header(header: str) -> Guess | None:
    folded = fold_header(header)
    if len(folded) < 4:
        return None
    words = {word: field for field in Field for word in header_words(field) if len(word) >= 4}
    best = process.extractOne(folded, list(words), scorer=fuzz.ratio, score_cutoff=86)
    if best is None:
        best = process.extractOne(folded, [w for w in words if " " in w], scorer=fuzz.token_set_ratio, score_cutoff=95)
    return Guess(words[best[0]], 0.7, f"The header resembles “{best[0]}”.") if best else None


def _weighed(guess: Guess, sample: Sequence[str]) -> Guess:
    """A header that its content contradicts loses most of its weight."""
    expected = {Field.COUNTRY: _share_of_countries, Field.EMAIL: _share(_EMAIL)}.get(guess.field)
    if expected is None or not sample or expected(sample) >= 0.3:
        return guess
    return Guess(guess.field, 0.55, f"{guess.why} The values below do not look like it.")


def _by_content(sample: Sequence[str]) -> Guess | None:
    if len(sample) < 1:
        return None
    kinds = (
        (Field.EMAIL, _share(_EMAIL)(sample), "The values are e-mail addresses."),
        (Field.LEI, _share(_LEI)(sample), "The values have the form of an LEI."),
        (Field.COUNTRY, _share_of_countries(sample), "The values are countries."),
        (Field.WEBSITE, _share(_WEB)(sample), "The values are web addresses."),
    )
    best = max(kinds, key=lambda kind: kind[1])
    if best[1] >= 0.7:
        return Guess(best[0], round(0.9 * best[1], 2), best[2])
    if (
        _share(_PHONE)(sample) >= 0.8
        and sum("+" in cell or " " in cell or "-" in cell for cell in sample) > len(sample) / 2
    ):
        return Guess(Field.PHONE, 0.6, "The values look like telephone numbers.")
    if _share_of_addresses(sample) >= 0.6:
        return Guess(Field.ADDRESS, 0.65, "The values look like addresses.")
    return None


def _share(pattern: re.Pattern[str]) -> Callable[[Sequence[str]], float]:
    return lambda sample: sum(bool(pattern.fullmatch(cell.strip())) for cell in sample) / len(sample)


def _share_of_countries(sample: Sequence[str]) -> float:
    values = set(sample)
    known = {value for value in values if len(value) > 1 and (found := country_for(value)) and found.sure}
    return sum(cell in known for cell in sample) / len(sample)


def _share_of_addresses(sample: Sequence[str]) -> float:
    return sum(_is_address(cell) for cell in sample) / len(sample)


def _is_address(cell: str) -> bool:
    if len(cell) < 12 or not any(character.isdigit() for character in cell):
        return False
    return len(re.findall(r"[^\W\d]{2,}", cell)) >= 2 or bool(split_address(cell).country)


def _find_a_name(table: Table, samples: Sequence[Sequence[str]], chosen: dict[int, Guess]) -> None:
    """A list without a column named for it still has names: of a site, or in the column with legal forms."""
    if any(guess.field is Field.NAME for guess in chosen.values()):
        return
    for substitute in (Field.SITE_NAME, Field.ALIAS, Field.LOCAL_NAME):
        for index, guess in chosen.items():
            if guess.field is substitute:
                chosen[index] = Guess(Field.NAME, 0.6, "No other column names the supplier.")
                return
    scores = {
        index: _name_score(sample)
        for index, sample in enumerate(samples)
        if index not in chosen and sample and table.headers[index] != PROBLEM_HEADER
    }
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    if best is not None and scores[best] > 0.3:
        chosen[best] = Guess(Field.NAME, 0.55, "The values look like names of companies.")


def _name_score(sample: Sequence[str]) -> float:
    legal = sum(bool(_LEGAL_FORM.search(cell)) for cell in sample) / len(sample)
    texts = sum(len(cell) >= 3 and not cell.replace(".", "").isdigit() for cell in sample) / len(sample)
    different = len(set(sample)) / len(sample)
    return legal + 0.5 * texts * different
