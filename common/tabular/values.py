"""Numbers, days and yes or no, as people write them in lists.

How a column writes them is recognised from all its values together (`DayOrder`, `DecimalMark`), so that one value which
can be read in two ways is read as the others show, and never guessed when none of them does.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro",
            "feb february februar fevrier fevr fev febrero febbraio fevereiro",
            "mar march maerz marz mrz mars marzo marco",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio maio mag",
            "jun june juni juin junio giugno junho giu",
            "jul july juli juillet juil julio luglio julho lug",
            "aug august aout agosto ago",
            "sep sept september septembre septiembre settembre setembro set",
            "oct october oktober okt octobre octubre ottobre outubro ott out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez decembre diciembre dicembre dezembro dic",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_CHINESE = re.compile(r"(\d{4}) *年 *(\d{1,2}) *月 *(\d{1,2}) *日?")
_REPUBLIC = re.compile(r"(?:中華)?(?:民國|民国) *(\d{1,3}|元) *年 *(\d{1,2}) *月 *(\d{1,2}) *日?")
_YEAR_BEFORE_REPUBLIC = 1911
"""Taiwan counts years from 1912 on: 民國109年 is 2020."""
_OF = r"(?: +de(?:l| +el)? +)"
_NAMED_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})\.?(?:st|nd|rd|th|er|º|°)?(?:{_OF}|[-/. ]*)([^\W\d_]{{3,12}})\.?(?:{_OF}|[-/., ]*)(\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d{2})")
_WEEKDAY = re.compile(r"([^\W\d_]{2,10})\.?,? +(?=\d)")
_NUMBER = re.compile(r"[+-]?(?:\d[\d.,'’ \u00a0\u202f]*|[.,]\d+)(?:[eE][+-]?\d{1,2})?")
_THOUSANDS = {".": re.compile(r"\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")}
_YES = frozenset("yes y true t 1 x ja j oui o si sì sí sim tak evet on 是 はい ✓ ✔ ok done".split())
_NO = frozenset("no n false f 0 nein non não nao nie hayir off 否 いいえ ✗ ✘ -".split())
CENTURY_TURNS = 70
"""A year of two digits is 20xx below this, 19xx from it on."""


class DayOrder(StrEnum):
    """In which order a column writes day and month as numbers."""

    UNCLEAR = "unclear"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class DecimalMark(StrEnum):
    """Which mark a column puts before decimals."""

    UNCLEAR = "unclear"
    POINT = "point"
    COMMA = "comma"


class NotReadable(ValueError):
    """The text is no such value."""


class Ambiguous(NotReadable):
    """The text can be read in two ways, and nothing else in the column shows which."""

    def __init__(self, one: object, other: object) -> None:
        super().__init__(f"{one} or {other}")
        self.readings = (one, other)


def day_order(texts: Iterable[str]) -> DayOrder:
    """What the column's days show: a number over twelve in first or second place. Dots mean that the day is first."""
    found = set()
    for text in texts:
        match = _NUMERIC.fullmatch(_TIME.sub("", text.strip()))
        if match is None:
            continue
        first, mark, second = int(match[1]), match[2], int(match[3])
        if first > 12 >= second or mark == ".":
            found.add(DayOrder.DAY_FIRST)
        elif second > 12 >= first:
            found.add(DayOrder.MONTH_FIRST)
    return found.pop() if len(found) == 1 else DayOrder.UNCLEAR


def parse_day(text: str, order: DayOrder = DayOrder.UNCLEAR) -> date:
    """The day that the text means; a time of day after it is left aside. Raises Ambiguous, NotReadable."""
    try:
        return _day(text, order)
    except NotReadable:
        raise
    except ValueError:  # 31 February
        raise NotReadable(text) from None


def _day(text: str, order: DayOrder) -> date:
    plain = _TIME.sub("", text.strip().rstrip(".")).strip()
    for pattern in (_ISO, _CHINESE):
        if match := pattern.fullmatch(plain):
            return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _REPUBLIC.fullmatch(plain):
        year = 1 if match[1] == "元" else int(match[1])
        return date(_YEAR_BEFORE_REPUBLIC + year, int(match[2]), int(match[3]))
    if match := _COMPACT.fullmatch(plain):
        return date(int(match[1] + match[2]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(plain):
        return _numeric_day(int(match[1]), match[2], int(match[3]), _year(match[4]), order)
    return _named_day(plain)


def decimal_mark(texts: Iterable[str]) -> DecimalMark:
    """What the column's numbers show. `1.234` alone shows nothing; `1.234,5`, `12,5` and `1.234.567` do."""
    found = {mark for text in texts if (mark := _mark_of(_bare(text))) is not DecimalMark.UNCLEAR}
    return found.pop() if len(found) == 1 else DecimalMark.UNCLEAR


def parse_number(text: str, mark: DecimalMark = DecimalMark.UNCLEAR) -> Decimal:
    """The number that the text means. Raises Ambiguous, NotReadable."""
    bare = _bare(text)
    if not _NUMBER.fullmatch(bare):
        raise NotReadable(text)
    own = _mark_of(bare)
    if own is DecimalMark.UNCLEAR and re.search(r"[.,]", bare):
        if mark is DecimalMark.UNCLEAR:
            raise Ambiguous(bare.replace(",", ".").replace(".", "", bare.count(".") - 1), re.sub(r"[.,]", "", bare))
        own = mark
    decimal, thousands = (",", ".") if own is DecimalMark.COMMA else (".", ",")
    if bare.count(decimal) > 1:
        raise NotReadable(text)
    try:
        return Decimal(bare.replace(thousands, "").replace(decimal, "."))
    except InvalidOperation:
        raise NotReadable(text) from None


def parse_flag(text: str) -> bool:
    """Yes or no. Raises NotReadable."""
    folded = text.strip().casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise NotReadable(text)


def _bare(text: str) -> str:
    """Without currency, unit and the blanks and apostrophes between thousands; (5) is -5."""
    plain = text.strip()
    if negative := re.fullmatch(r"\((.+)\)", plain):
        plain = f"-{negative[1]}"
    plain = re.sub(r"^[^\d+\-.,]+|\s*(?:[^\W\d]|[%€$£¥°])[^\d]{0,8}$", "", plain)
    return re.sub(r"(?<=\d)['’ \u00a0\u202f](?=\d{3}(?!\d))", "", plain)


def _mark_of(bare: str) -> DecimalMark:
    points, commas = bare.count("."), bare.count(",")
    body = bare.lstrip("+-")
    if points and commas:
        return DecimalMark.POINT if bare.rfind(".") > bare.rfind(",") else DecimalMark.COMMA
    if not points and not commas:
        return DecimalMark.UNCLEAR
    used = "." if points else ","
    as_decimal, as_thousands = (
        (DecimalMark.POINT, DecimalMark.COMMA) if points else (DecimalMark.COMMA, DecimalMark.POINT)
    )
    if points + commas > 1:
        return as_thousands
    grouped = _THOUSANDS[used].fullmatch(body) and not body.startswith("0")
    return DecimalMark.UNCLEAR if grouped else as_decimal


def _numeric_day(first: int, mark: str, second: int, year: int, order: DayOrder) -> date:
    if first > 12 or mark == ".":
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    if order is DayOrder.UNCLEAR:
        if first == second:
            return date(year, first, second)
        raise Ambiguous(date(year, second, first), date(year, first, second))
    return date(year, second, first) if order is DayOrder.DAY_FIRST else date(year, first, second)


def _named_day(text: str) -> date:
    weekday = _WEEKDAY.match(text)
    if weekday and _folded(weekday[1]) not in _MONTHS:
        text = text[weekday.end() :]
    if match := _NAMED_DAY_FIRST.fullmatch(text):
        return date(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _NAMED_MONTH_FIRST.fullmatch(text):
        return date(_year(match[3]), _month(match[1]), int(match[2]))
    raise NotReadable(text)


def _month(name: str) -> int:
    number = _MONTHS.get(_folded(name))
    if number is None:
        raise NotReadable(name)
    return number


def _folded(name: str) -> str:
    return name.casefold().translate(str.maketrans("äéèûúçô", "aeeuuco"))


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < CENTURY_TURNS else 1900)
