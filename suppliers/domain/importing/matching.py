"""Finding the same supplier among many, without comparing everything with everything.

The rows of the upload are put into blocks by what spellings of one company usually share: a rare word of the
name, two common words together, the beginning of the name, house number and postal code, an identifier.
What is already known then streams past these blocks, so memory depends on the upload and time on
candidates, not on the product of both. Of a long list only those need to come that share a key with the upload:
`Blocks.numbers` and `numbers_of` say which.
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from .names import address_key, core_name, identifier_key
from .words import word_set

RARE_BLOCK = 40
"""A word shared by more rows of the upload than this brings no candidates by itself."""
BEST_CANDIDATES = 5
NEAR_FROM = 80
MOST_PAIRED = 10
"""A name of more words than this is compared with every upload instead of being kept by all its pairs of words."""
_ALWAYS = "~"
_WITH_DIGIT = re.compile(r"\S*\d\S*")
ONLY_TYPOS = 94
"""From this likeness on, names differ by no whole word."""
GENERIC_WORDS = word_set("generic_words")


class MatchKind(StrEnum):
    """How sure it is that two records are the same supplier."""

    EXACT = "exact"
    NEAR = "near"


@dataclass(frozen=True)
class Party:
    """What is compared of a supplier, normalised once."""

    key: int
    names: tuple[str, ...]
    country: str = ""
    address: str = ""
    postal_code: str = ""
    identifiers: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Match:
    """A candidate: which party, how sure, a score from 0 to 100 for the order, and why in a few words."""

    key: int
    kind: MatchKind
    score: int
    reason: str


def party(
    key: int,
    names: Iterable[str],
    *,
    country: str = "",
    address: str = "",
    postal_code: str = "",
    identifiers: Iterable[tuple[str, str]] = (),
) -> Party:
    """A party from the values as written. Identifiers are pairs of kind and value."""
    cores = tuple(dict.fromkeys(core for name in names if name and (core := core_name(name))))
    keys = frozenset(f"{kind}:{clean}" for kind, value in identifiers if (clean := identifier_key(value)))
    return Party(key, cores, country, address_key(address), identifier_key(postal_code), keys)


class Blocks:
    """The parties of an upload, found again by anything they share with another one."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._parties = list(parties)
        self._word_counts = Counter(word for each in self._parties for word in _name_words(each))
        self._blocks: dict[str, list[int]] = defaultdict(list)
        self._keys_of = [list(self._keys(each)) for each in self._parties]
        for index, keys in enumerate(self._keys_of):
            for key in keys:
                self._blocks[key].append(index)

    def matches(self, known: Iterable[Party]) -> dict[int, list[Match]]:
        """The best matches of each party of the upload among the known ones, best first."""
        found: dict[int, list[Match]] = defaultdict(list)
        for other in known:
            for index in self._candidates(self._keys(other)):
                if match := compare(self._parties[index], other):
                    _keep(found[self._parties[index].key], match)
        return _ranked(found)

    def matches_within(self, watch: Callable[[Iterable[Party]], Iterable[Party]] = iter) -> dict[int, list[Match]]:
        """The best matches of each party among the parties before it in the same upload.

        The parties pass through `watch` on the way, which may report how far it has come.
        """
        found: dict[int, list[Match]] = defaultdict(list)
        for position, each in enumerate(watch(self._parties)):
            earlier = (index for index in self._candidates(self._keys_of[position]) if index < position)
            for index in earlier:
                if match := compare(each, self._parties[index]):
                    _keep(found[each.key], match)
        return _ranked(found)

    def numbers(self) -> set[int]:
        """The keys by which a party can be a candidate here: who has none of them among `numbers_of` is none."""
        return {_number(key) for key, block in self._blocks.items() if _is_used(key, block)} | {_number(_ALWAYS)}

    def _candidates(self, keys: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for key in keys:
            block = self._blocks.get(key)
            if block and _is_used(key, block):
                found.update(block[: RARE_BLOCK * 5])
        return found

    def _keys(self, each: Party) -> Iterator[str]:
        """By the four words of a name that are rarest in the upload, whatever else it says."""
        for name in each.names:
            known = (word for word in set(name.split()) if word in self._word_counts)
            words = sorted(known, key=lambda word: (self._word_counts[word], word))[:4]
            yield from _word_keys(words[:3])
            yield from _pair_keys(words)
        yield from _other_keys(each)


def numbers_of(names: Iterable[str], identifiers: Iterable[tuple[str, str]], addresses: Iterable[str]) -> set[int]:
    """All keys by which a supplier can be a candidate of some upload, as numbers to be kept beside it.

    Two keys may share a number: then somebody is compared who would not have to be.
    """
    parties = [party(0, names, identifiers=identifiers), *(party(0, (), address=one) for one in addresses)]
    return {_number(key) for each in parties for key in _all_keys(each)}


def _all_keys(each: Party) -> Iterator[str]:
    """By every word and every pair of words: which of them are rare depends on the upload."""
    for name in each.names:
        words = sorted(set(name.split()))
        yield from _word_keys(words)
        yield from _pair_keys(words) if len(words) <= MOST_PAIRED else (_ALWAYS,)
    yield from _other_keys(each)


def _number(key: str) -> int:
    return zlib.crc32(key.encode(errors="surrogatepass"))


def _is_used(key: str, block: Sequence[int]) -> bool:
    """Rows that share only something common are no candidates of each other; those with one name or number are."""
    return len(block) <= RARE_BLOCK or key[0] in "=#"


def _word_keys(words: Iterable[str]) -> Iterator[str]:
    return (f"w{word}" for word in words if len(word) > 2 or not word.isascii())


def _pair_keys(words: list[str]) -> Iterator[str]:
    return (f"p{first} {second}" for first, second in _pairs(words))


def _other_keys(each: Party) -> Iterator[str]:
    for identifier in each.identifiers:
        yield f"#{identifier}"
    for name in each.names:
        compact = "".join(name.split())
        yield f"={compact}"
        yield f"^{compact[:6]}"
        yield from (f"c{gram}" for gram in _cjk_grams(compact))
    if each.address:
        yield from _address_keys(each)


def compare(first: Party, second: Party) -> Match | None:
    """How likely the two are the same supplier; None when they are not."""
    if shared := first.identifiers & second.identifiers:
        kind = next(iter(sorted(shared))).split(":")[0]
        return Match(second.key, MatchKind.EXACT, 100, f"same {kind}")
    if first.country and second.country and first.country != second.country:
        return None
    both_addresses = bool(first.address and second.address)
    name = max((name_similarity(one, two) for one in first.names for two in second.names), default=0)
    if name < 50 and not both_addresses:
        return None
    address = address_similarity(first, second)
    if verdict := _verdict(second.key, name, address, both_addresses):
        return verdict
    if both_addresses and address >= 94 and _share_a_telling_word(first, second):
        return Match(second.key, MatchKind.NEAR, NEAR_FROM, "same address, part of the name")
    return None


def _verdict(key: int, name: float, address: float, both_addresses: bool) -> Match | None:
    if name == 100 and (address >= 97 or not both_addresses):
        kind = MatchKind.EXACT if address >= 97 else MatchKind.NEAR
        return Match(
            key, kind, 100 if kind is MatchKind.EXACT else 95, "same name and address" if address >= 97 else "same name"
        )
    if name == 100:
        where = "similar" if address >= 75 else "other"
        return Match(key, MatchKind.NEAR, 85 + round(address / 10), f"same name, {where} address")
    if not both_addresses:
        return Match(key, MatchKind.NEAR, round(name) - 4, "similar name") if name >= 90 else None
    score = round(0.6 * name + 0.4 * address)
    if name >= ONLY_TYPOS and score < NEAR_FROM:
        return Match(key, MatchKind.NEAR, NEAR_FROM, "similar name, other address")
    if score < NEAR_FROM or (address < 55 and name < 92):
        return None
    reason = (
        "similar name, same address"
        if address >= 97
        else "similar name and address"
        if address >= 70
        else "similar name"
    )
    return Match(key, MatchKind.NEAR, min(score, 99), reason)


def name_similarity(first: str, second: str) -> float:
    """0 to 100. Words that only one name has count little; different words on both sides count heavily."""
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return 100.0
    base = max(fuzz.token_sort_ratio(first, second), fuzz.ratio(first.replace(" ", ""), second.replace(" ", "")))
    mine, theirs = set(first.split()), set(second.split())
    only_first, only_second = mine - theirs, theirs - mine
    if any(map(_has_no_twin, only_first)) and any(map(_has_no_twin, only_second)):
        return base - 12
    only_first, only_second = _unlike(only_first, only_second)
    if only_first and only_second:
        return base - 12
    if only_first or only_second:
        shared = sum(len(word) for word in mine & theirs)
        return max(base, 90.0 if shared >= 8 else 82.0 if shared >= 5 else base)
    return max(base, float(ONLY_TYPOS))


def address_similarity(first: Party, second: Party) -> float:
    """0 to 100; different house numbers or postal codes weigh more than different words."""
    if not first.address or not second.address:
        return 97.0 if first.address == second.address else 0.0
    if first.address == second.address:
        return 100.0
    ratio = max(
        fuzz.token_sort_ratio(first.address, second.address), fuzz.token_set_ratio(first.address, second.address) - 6
    )
    mine, theirs = _numbers(first.address), _numbers(second.address)
    if mine and theirs and not mine & theirs:
        return min(ratio - 25, 75.0)
    return ratio


def _share_a_telling_word(first: Party, second: Party) -> bool:
    mine, theirs = set(_name_words(first)), set(_name_words(second))
    return any(len(word) >= 4 and word not in GENERIC_WORDS for word in mine & theirs)


def _unlike(mine: set[str], theirs: set[str]) -> tuple[set[str], set[str]]:
    """The words without a near twin (a typing error apart) on the other side."""
    left_mine, left_theirs = set(mine), set(theirs)
    for word in mine:
        twin = next((other for other in left_theirs if _is_typo(word, other)), None)
        if twin is not None:
            left_mine.discard(word)
            left_theirs.discard(twin)
    return left_mine, left_theirs


def _has_no_twin(word: str) -> bool:
    """A short word or a number with one sign changed is another one."""
    return len(word) < 4 or word.isdigit()


def _is_typo(word: str, other: str) -> bool:
    if _has_no_twin(word) or _has_no_twin(other):
        return False
    return fuzz.ratio(word, other) >= 80 or (len(word) > 5 and len(other) > 5 and word[:5] == other[:5])


def _name_words(each: Party) -> Iterator[str]:
    return (word for name in each.names for word in set(name.split()))


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    for index, word in enumerate(words):
        for other in words[index + 1 :]:
            yield (word, other) if word < other else (other, word)


def _cjk_grams(compact: str) -> Iterator[str]:
    """Pieces of four characters of a name written without blanks."""
    if not compact or compact.isascii():
        return
    for index in range(len(compact) - 3):
        piece = compact[index : index + 4]
        if any(character >= "\u3000" for character in piece):
            yield piece


def _numbers(address: str) -> set[str]:
    return set(_WITH_DIGIT.findall(address))


def _address_keys(each: Party) -> Iterator[str]:
    words = each.address.split()
    numbers = sorted(_numbers(each.address))[:3]
    longest = sorted((word for word in words if word.isalpha()), key=lambda word: (-len(word), word))[:2]
    yield from (f"a{number} {word}" for number in numbers for word in longest)


def _keep(matches: list[Match], match: Match) -> None:
    matches.append(match)
    if len(matches) > 4 * BEST_CANDIDATES:
        matches[:] = _best(matches)


def _ranked(found: dict[int, list[Match]]) -> dict[int, list[Match]]:
    return {key: _best(matches) for key, matches in found.items() if matches}


def _best(matches: list[Match]) -> list[Match]:
    """The best matches, each party once (a supplier comes once per site)."""
    first: dict[int, Match] = {}
    for match in sorted(matches, key=_rank):
        first.setdefault(match.key, match)
    return list(first.values())[:BEST_CANDIDATES]


_rank: Callable[[Match], tuple[int, int]] = lambda match: (-match.score, match.key)  # noqa: E731
