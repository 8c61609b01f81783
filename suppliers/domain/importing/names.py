"""Names and addresses brought into a form in which two spellings of the same thing are equal or close.

Only for comparing: what a person typed is stored as typed.
"""

import re
import unicodedata
from functools import lru_cache

_LEGAL_WORDS = frozenset(
    """co company corp corporation inc incorporated ltd limited ltda limitada llc llp lp plc pllc pvt private pte pty
    gmbh mbh ag kg kgaa ohg ug gbr ev eg se sa sas sasu sarl eurl snc sca spa srl srls sapa ss scarl sl slu sau sac sab saa cv rl
    bv nv vof cvba sprl bvba ab hb oy oyj as asa aps ivs amba sp zoo spzoo spk sro doo dooel dd ad ood eood kft zrt nyrt bt rt
    uab sia ou ooo oao zao pao ao tov at jsc pjsc cjsc ojsc kk yk gk sdn bhd berhad tbk cc ek mbb eirl eireli epp me
    sti san tic anonim limitet sirketi as""".split()
)
_LEGAL_PREFIXES = frozenset("pt cv ooo oao zao pao tov uab sia firma".split())
_LEGAL_PHRASES = (
    "sociedad anonima de capital variable", "sociedad anonima cerrada", "sociedad anonima", "societa per azioni",
    "societa a responsabilita limitata", "societe anonyme", "societe a responsabilite limitee", "spolka z ograniczona odpowiedzialnoscia",
    "spolka z o o", "spolka akcyjna", "sp z o o", "s de rl de cv", "de cv", "de capital variable", "gesellschaft mit beschrankter haftung",
    "aktiengesellschaft", "joint stock company", "joint stock co", "public company limited", "limited liability company",
    "co kg", "cong ty tnhh", "cong ty co phan", "anonim sirketi", "limited sirketi", "ve ticaret", "naamloze vennootschap",
    "besloten vennootschap", "general partnership", "private limited",
)  # fmt: skip
_LEGAL_CJK = re.compile(
    "股份有限公司|有限责任公司|有限責任公司|有限公司|集团公司|总公司|分公司|株式会社|株式會社|有限会社|合同会社|合資会社|㈱|㈲|주식회사|유한회사|㈜|公司|集团|集團"
)
_SAME_WORD = {
    "mfg": "manufacturing", "manuf": "manufacturing", "manufacture": "manufacturing", "manufacturer": "manufacturing", "mfrs": "manufacturing",
    "intl": "international", "int": "international", "inds": "industries", "ind": "industrial", "industry": "industrial", "industries": "industrial",
    "tech": "technology", "technologies": "technology", "technical": "technology", "electronic": "electronics", "elec": "electronics",
    "electric": "electrical", "eng": "engineering", "engg": "engineering", "bros": "brothers", "assoc": "associates", "garment": "garments",
    "sys": "systems", "system": "systems", "prod": "products", "product": "products", "univ": "university", "und": "and", "et": "and", "y": "and",
    "e": "and", "u": "and", "i": "and", "grp": "group", "hldg": "holding", "holdings": "holding", "svcs": "services", "service": "services",
    "textiles": "textile", "apparels": "apparel", "solution": "solutions", "component": "components", "plastic": "plastics", "precison": "precision",
    "ctr": "center", "centre": "center", "st": "saint", "sch": "school", "elem": "elementary", "acad": "academy",
}  # fmt: skip
_ADDRESS_WORD = {
    "st": "street", "str": "street", "strasse": "street", "rd": "road", "ave": "avenue", "av": "avenue", "avn": "avenue", "blvd": "boulevard",
    "bd": "boulevard", "dr": "drive", "ln": "lane", "ct": "court", "pl": "place", "sq": "square", "pkwy": "parkway", "hwy": "highway",
    "bldg": "building", "blg": "building", "flr": "floor", "fl": "floor", "rm": "room", "ste": "suite", "apt": "apartment", "dist": "district",
    "ind": "industrial", "indl": "industrial", "zn": "zone", "twp": "township", "prov": "province", "n": "north", "s": "south", "e": "east",
    "w": "west", "jl": "jalan", "jln": "jalan", "c": "calle", "avda": "avenida", "ctra": "carretera", "pol": "poligono", "km": "km", "ft": "fort", "mt": "mount",
}  # fmt: skip
_ADDRESS_NOISE = frozenset("no nr num number numero hao po box the of p o".split())
_SPECIAL_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "&": " and ", "+": " and ", "’": "'", "ё": "е"}
)  # fmt: skip
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
    for phrase in _LEGAL_PHRASES:
        plain = plain.replace(f" {phrase} ", " ")
    words = plain.split()
    kept = [word for index, word in enumerate(words) if not _is_legal(word, index)]
    return " ".join(_SAME_WORD.get(word, word) for word in kept or words) or fold(name).strip()


def _is_legal(word: str, index: int) -> bool:
    return word in _LEGAL_WORDS if index else word in _LEGAL_PREFIXES


@lru_cache(maxsize=200_000)
def address_key(address: str) -> str:
    """The words of an address in one spelling, doubled ones once: `No. 12, Main St.` → `12 main street`."""
    seen: dict[str, None] = {}
    for word in _words(fold(address)).split():
        plain = _ADDRESS_WORD.get(word, word)
        if plain not in _ADDRESS_NOISE:
            seen[plain.lstrip("0") or plain] = None
    return " ".join(seen)


def identifier_key(value: str) -> str:
    """An identifier without its punctuation: `DE 123-456.789` → `DE123456789`."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", value)).upper()


def pair_key(name: str, country: str, address: str, other_name: str, other_country: str, other_address: str) -> str:
    """One key for a decision about two suppliers, the same in either order and on the next upload."""
    sides = sorted(
        (f"{core_name(name)}|{country}|{address_key(address)}", f"{core_name(other_name)}|{other_country}|{address_key(other_address)}")
    )
    return " = ".join(sides)
