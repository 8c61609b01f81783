"""Addresses written on one line: what can be taken out of them with certainty.

Nothing is guessed that a person would have to correct: an uncertain city stays empty, an ambiguous country code
(`CA` is Canada and California) counts only when the rest of the line or of the column settles it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .countries import code_for, is_country_code
from .words import word_set

US_STATES = word_set("us_states")
US_STATE_NAMES = word_set("us_state_names")
CANADIAN_PROVINCES = word_set("canadian_provinces")
CHINESE_PROVINCES = word_set("chinese_provinces")
_REGION_NAMES = word_set("region_names")
_REGION_WORDS = word_set("region_words")
_CITY_STATES = frozenset(["SG", "HK", "MO", "MC", "LU"])
_PLACE_WORDS = word_set("place_words")
_POSTAL = (
    r"(?:[A-Z]{1,3}-)?\d{4,8}(?:-\d{3,4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|"
    r"(?:[A-Z]{1,2}-)?\d{3}[- ]\d{2,4}|"
    r"\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{2}\.\d{3}-\d{3}|\d{4}[- ]\d{3}|[A-Z]{2}\d{4,5}"
)
_POSTAL_TAIL = re.compile(rf"[\s,.]+(?P<postal>{_POSTAL})$")
_CODE_TAIL = re.compile(r"(?:^|[\s,])(?P<code>[A-Z]{2})\s*$")
_CODE_THEN_POSTAL = re.compile(
    r"(?:^|[\s,])(?P<code>[A-Z]{2})(?P<postal>\s+(?=\S*\d)[\w.-]{1,10}(?:\s+(?:(?=\S*\d)[\w.-]{1,8}|[A-Z]{2}))?)?\s*-?$"
)
_CANADIAN = re.compile(r"^[A-Z]\d[A-Z] ?\d[A-Z]\d$")
_ZIP = re.compile(r"^\d{5}(?:-\d{4})?$")
_US_TAIL = re.compile(r"[\s,](?P<state>[A-Z]{2})[\s,]+US$")
_LAST_WORDS = [
    re.compile(rf"(?:^|[\s,.;(-])((?:[^\s,.;()-]+[\s.]+){{{words - 1}}}[^\s,;()-]+)\)?$") for words in (4, 3, 2, 1)
]
_SENTENCE = re.compile(r"(?<=\w{4})\. ?(?=[A-Z])")


@dataclass(frozen=True)
class AddressParts:
    """What was found in a one-line address; an empty text where nothing is certain.

    `street` is the line without what was taken out of it.
    """

    street: str
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


def codes_end_addresses(addresses: Iterable[str]) -> bool:
    """Whether a column of addresses ends each with a country code, perhaps before the postal code.

    True when most rows do and some say `CA US`: then a two-letter code in that place is a country, never a state.
    """
    seen, coded, after_state = 0, 0, 0
    for address in addresses:
        if not address.strip():
            continue
        seen += 1
        rest, _postal = _split_postal(address.strip(" -,"))
        match = _CODE_TAIL.search(rest)
        coded += bool(match and is_country_code(match["code"]))
        state = _US_TAIL.search(rest)
        after_state += bool(state and state["state"] in US_STATES)
    return seen >= 5 and coded / seen >= 0.6 and after_state >= max(1, seen // 200)


def split_address(address: str, *, country: str = "", codes_at_end: bool = False) -> AddressParts:
    """Take country, postal code, region and city off the end of an address, as far as they are certain.

    `country` is what another column says; `codes_at_end` is the answer of `codes_end_addresses` for the column.
    """
    if not address:
        return AddressParts("")
    line = re.sub(r"[\t\r\n]+", ", ", address).strip(" ,;.-")
    coded = _CODE_THEN_POSTAL.search(line) if codes_at_end else None
    if coded and is_country_code(coded["code"]):
        found, rest, postal = coded["code"], line[: coded.start("code")], (coded["postal"] or "").strip()
    else:
        rest, postal = _split_postal(line)
        found, rest = _country_at_end(rest, postal)
        if not postal:
            rest, postal = _split_postal(rest)
    known = country or found
    if not known and _is_us_tail(rest, postal):
        known = found = "US"
    gap = rest.endswith("  ") or not coded
    rest, region = _region_at_end(rest.rstrip(" ,;.-"), known)
    if not postal:
        rest, postal = _split_postal(rest)
    place = _city_at_end(rest, region, known, sure=gap or bool(region))
    return AddressParts(_street(place.before), place.city, place.region, postal, found)


@dataclass(frozen=True)
class _Place:
    before: str
    city: str
    region: str


def _street(text: str) -> str:
    return " ".join(text.split()).strip(" ,;-")


def _split_postal(line: str) -> tuple[str, str]:
    match = _POSTAL_TAIL.search(line)
    if match is None:
        return line, ""
    return line[: match.start()].rstrip(",;.-"), match["postal"]


def _country_at_end(rest: str, postal: str) -> tuple[str, str]:
    """The country that the line ends with, and the line without it."""
    rest = rest.rstrip()
    for last_words in _LAST_WORDS:
        match = last_words.search(rest)
        name = match.group(1).strip(" .") if match else ""
        if (
            match
            and len(name) > 3
            and not name.isdigit()
            and name.lower() not in US_STATE_NAMES
            and (code := code_for(name))
        ):
            kept = rest if code in _CITY_STATES else rest[: match.start(1)].rstrip(" ,;.(-")
            return code, kept
    match = _CODE_TAIL.search(rest)
    if match and is_country_code(match["code"]) and _code_is_country(match["code"], postal):
        return match["code"], rest[: match.start("code")].rstrip(",;.-")
    if re.search(r"[ ,.](USA|UK)$", rest):
        return ("US" if rest.endswith("USA") else "GB"), rest[:-3].rstrip(" ,;.-UK")
    return "", rest


def _code_is_country(code: str, postal: str) -> bool:
    if code not in US_STATES | CANADIAN_PROVINCES:
        return bool(postal) or code == "US"
    return code == "CA" and bool(_CANADIAN.match(postal))


def _is_us_tail(rest: str, postal: str) -> bool:
    """A state and a ZIP code, for states whose letters are not also a country's with five-digit codes."""
    match = _CODE_TAIL.search(rest)
    ambiguous = {"DE", "MA", "ID", "MT", "AL", "GA", "IL", "PA", "MO", "SC", "SD"}
    return bool(match and match["code"] in US_STATES - ambiguous and _ZIP.match(postal))


def _region_at_end(rest: str, country: str) -> tuple[str, str]:
    match = re.search(r"(?:^|[\s,])([^\s,]+)$", rest)
    word = match.group(1) if match else ""
    is_region = (
        (country == "US" and word in US_STATES)
        or (country == "CA" and word in CANADIAN_PROVINCES)
        or (country == "CN" and word.casefold() in CHINESE_PROVINCES)
    )
    if not match or not is_region:
        return rest, ""
    return rest[: match.start(1)].rstrip(" ,;.-"), word


def _city_at_end(rest: str, region: str, country: str, *, sure: bool) -> _Place:
    """The last words of the line when something that is no city clearly ends before them; and the region."""
    segments = [part.strip() for part in re.split(r",|  +", _SENTENCE.sub(", ", rest)) if part.strip(" .-")]
    if segments and not region and _is_region(segments[-1]):
        region = segments.pop()
        rest = rest[: rest.rfind(region)].rstrip(" ,;.-")
    if not segments:
        return _Place(rest, "", region)
    words, bounded = _last_words(segments[-1].split())
    bounded = bounded or len(segments) > 1
    if len(words) == 2 and words[0].casefold() == words[1].casefold():
        rest, words, sure = rest.rstrip()[: -len(words[1])], words[1:], True
    city = " ".join(words).strip(" .-()")
    longest = 3 if region or words[1:2] in (["de"], ["del"], ["la"]) or len(segments) > 1 else 2
    certain = bounded and (sure or len(words) == 1) and 1 <= len(words) <= longest and len(city) >= 3
    if not certain or not _may_be_city(city, country):
        return _Place(rest, "", region)
    at = rest.casefold().rfind(city.casefold())
    return _Place(rest[:at] if at > 0 else rest, _cased(city), region)


def _last_words(words: list[str]) -> tuple[list[str], bool]:
    """The words after the last house number or word of a street, and whether there was one."""
    for index in range(len(words) - 1, -1, -1):
        word = words[index].strip(".,").casefold()
        before = words[index - 1] if index else ""
        if word == "st" and _ends_street(before):
            return words[index:], True  # Suite 12 St. Louis
        if any(character.isdigit() for character in word) or word in _PLACE_WORDS:
            return words[index + 1 :], True
    return words, False


def _ends_street(word: str) -> bool:
    return any(character.isdigit() for character in word) or word.strip(".,").casefold() in _PLACE_WORDS


def _is_region(segment: str) -> bool:
    words = segment.casefold().split()
    return len(words) <= 4 and (
        segment.casefold() in _REGION_NAMES | US_STATE_NAMES or words[-1].strip(".") in _REGION_WORDS
    )


def _may_be_city(city: str, country: str) -> bool:
    lowered = city.casefold()
    if "china" in lowered or lowered in _REGION_NAMES or lowered.split()[-1] in _REGION_WORDS or lowered == "null":
        return False
    code = code_for(city)
    return code is None or (code in _CITY_STATES and code == country)


def _cased(city: str) -> str:
    return city.title() if city.isupper() or city.islower() else city
