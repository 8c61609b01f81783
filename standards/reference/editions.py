"""Standards that certificates name, and their editions with the dates of transition.

An empty date is not set or not known. Sources that say "not checked" hold what is commonly stated; correct them when
a better source is at hand, together with `CHECKED_ON`.
"""

from dataclasses import dataclass
from datetime import date

CHECKED_ON = date(2026, 11, 21)

STANDARDS: dict[str, str] = {
    "ISO 9001": "Quality management systems",
    "ISO 14001": "Environmental management systems",
    "ISO 45001": "Occupational health and safety management systems",
    "OHSAS 18001": "Occupational health and safety management systems (predecessor of ISO 45001)",
    "IATF 16949": "Quality management systems in the automotive industry",
    "ISO/TS 16949": "Quality management systems in the automotive industry (predecessor of IATF 16949)",
    "AS9100": "Quality management systems in aviation, space and defence",
    "ISO 13485": "Quality management systems for medical devices",
    "ISO/IEC 27001": "Information security management systems",
    "ISO 50001": "Energy management systems",
}

UNCHECKED = "Commonly stated, not checked"
IAF_2017 = "End of transition: IAF resolution 2017-13; day of publication not checked"


@dataclass(frozen=True)
class EditionFact:
    """An edition as shipped; `no_new_after` and `invalid_after` are the last days of its transition."""

    standard: str
    code: str
    published_on: date | None
    superseded_on: date | None = None
    no_new_after: date | None = None
    invalid_after: date | None = None
    source: str = UNCHECKED


EDITIONS: list[EditionFact] = [
    EditionFact(
        "ISO 9001", "2008", date(2008, 11, 15), date(2015, 9, 15), date(2018, 3, 15), date(2018, 9, 15), IAF_2017
    ),
    EditionFact(
        "ISO 9001",
        "2015",
        date(2015, 9, 15),
        date(2026, 9, 16),
        date(2028, 3, 31),
        date(2029, 9, 30),
        "Publication of the 2026 edition: several public notices; transition dates: one secondary source",
    ),
    EditionFact("ISO 9001", "2026", date(2026, 9, 16), source="Publication: several public notices"),
    EditionFact(
        "ISO 14001", "2004", date(2004, 11, 15), date(2015, 9, 15), date(2018, 3, 15), date(2018, 9, 15), IAF_2017
    ),
    EditionFact(
        "ISO 14001",
        "2015",
        date(2015, 9, 15),
        date(2026, 4, 15),
        date(2027, 10, 31),
        date(2029, 4, 30),
        "A certification body's public notice; other bodies state the end of transition some days apart",
    ),
    EditionFact("ISO 14001", "2026", date(2026, 4, 15), source="Public notices of several certification bodies"),
    EditionFact("ISO 45001", "2018", date(2018, 3, 12)),
    EditionFact("OHSAS 18001", "2007", date(2007, 7, 1), date(2018, 3, 12), None, date(2021, 9, 30)),
    EditionFact("ISO/TS 16949", "2009", date(2009, 6, 15), date(2016, 10, 3), date(2017, 10, 1), date(2018, 9, 14)),
    EditionFact(
        "IATF 16949", "2016", date(2016, 10, 3), source="IATF; a second edition is announced for 2027, not published"
    ),
    EditionFact(
        "AS9100",
        "Rev C",
        date(2009, 1, 15),
        date(2016, 9, 20),
        date(2017, 6, 15),
        date(2018, 9, 15),
        "IAQG transition rules as published by certification bodies",
    ),
    EditionFact(
        "AS9100", "Rev D", date(2016, 9, 20), source="IAQG; the successor IA9100 was not found published by autumn 2026"
    ),
    EditionFact("ISO 13485", "2003", date(2003, 7, 15), date(2016, 3, 1), date(2018, 3, 1), date(2019, 2, 28)),
    EditionFact("ISO 13485", "2016", date(2016, 3, 1)),
    EditionFact(
        "ISO/IEC 27001",
        "2013",
        date(2013, 10, 1),
        date(2022, 10, 25),
        date(2024, 4, 30),
        date(2025, 10, 31),
        "IAF MD 26, not checked",
    ),
    EditionFact("ISO/IEC 27001", "2022", date(2022, 10, 25)),
    EditionFact("ISO 50001", "2011", date(2011, 6, 15), date(2018, 8, 21), date(2020, 2, 20), date(2022, 2, 20)),
    EditionFact("ISO 50001", "2018", date(2018, 8, 21)),
]
