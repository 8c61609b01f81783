"""Read a date as it is printed on a certificate. Where day and month can be swapped, both readings are
returned."""

import re
import unicodedata
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro",
            "february feb februar fevrier febrero febbraio fevereiro",
            "march mar marz maerz mars marzo marco",
            "april apr avril abril aprile",
            "may mai mayo maggio maio",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug aout agosto",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez decembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DAY_WORD_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|º|o)? (?:de |of )?([a-z]+) (?:de |del )?(\d{4})")
_WORD_DAY_YEAR = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_CJK = re.compile(r"(民國|民国)?(\d{2,4})年(\d{1,2})月(\d{1,2})日")
_MINGUO_OFFSET = 1911


def printed_date(text: str) -> tuple[date, ...]:
    """All readings of a printed date: none (unreadable or impossible), one, or two (ask which)."""
    plain = _plain(text)
    compact = plain.replace(" ", "")
    if match := _CJK.fullmatch(compact):
        year = int(match[2]) + (_MINGUO_OFFSET if match[1] else 0)
        return _dates((year, int(match[3]), int(match[4])))
    if match := _YEAR_FIRST.fullmatch(compact):
        return _dates((int(match[1]), int(match[2]), int(match[3])))
    if match := _YEAR_LAST.fullmatch(compact):
        first, second, year = (int(part) for part in match.groups())
        return _dates((year, second, first), (year, first, second))
    return _with_month_name(plain)


def _with_month_name(plain: str) -> tuple[date, ...]:
    words = re.sub(r"[\s,.\-/]+", " ", plain).strip()
    if match := _DAY_WORD_YEAR.fullmatch(words):
        day, name, year = match.groups()
    elif match := _WORD_DAY_YEAR.fullmatch(words):
        name, day, year = match.groups()
    else:
        return ()
    month = _MONTHS.get(name)
    return _dates((int(year), month, int(day))) if month else ()


def _plain(text: str) -> str:
    """Lower case without accents, so that `März`, `MARZ` and full-width digits read alike."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _dates(*readings: tuple[int, int, int]) -> tuple[date, ...]:
    found: list[date] = []
    for year, month, day in readings:
        try:
            reading = date(year, month, day)
        except ValueError:
            continue
        if reading not in found:
            found.append(reading)
    return tuple(found)
