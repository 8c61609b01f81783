"""Checking the form of a supplier's numbers (python-stdnum), each by the rule of whoever gives it out."""

from dataclasses import dataclass
from typing import Any

from stdnum import ean, get_cc_module, lei
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from common.text import UnreadableText, one_line
from suppliers.domain.terms import IdentifierKind

_VAT_PREFIX = {"GR": "EL"}
_COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB"}
EU_PREFIXES = frozenset(code.upper() for code in eu_vat.MEMBER_STATES if code != "gr") | {"EL"}
LONGEST = 60
NEEDS_COUNTRY = frozenset({IdentifierKind.VAT, IdentifierKind.REGISTER})


class InvalidNumber(ValueError):
    """The number cannot be one of its kind; the text says why."""


@dataclass(frozen=True)
class Number:
    """A number in the form in which it is stored. `country` is empty for numbers that are unique world-wide."""

    kind: IdentifierKind
    country: str
    value: str


def check_number(kind: IdentifierKind, country: str, text: str) -> Number:
    """`text` checked and compacted. `country` (ISO 3166 alpha-2) counts for VAT and register numbers only.

    Raises InvalidNumber.
    """
    number = _tidy(text)
    if kind in NEEDS_COUNTRY and not country and not (kind is IdentifierKind.VAT and number[:2].upper() in EU_PREFIXES):
        raise InvalidNumber("Choose the country that gave out this number.")
    if kind is IdentifierKind.VAT:
        return _vat(country, number)
    if kind is IdentifierKind.REGISTER:
        return Number(kind, country, number)
    value = {IdentifierKind.DUNS: _duns, IdentifierKind.LEI: _lei, IdentifierKind.GLN: _gln}.get(kind, str)(number)
    return Number(kind, "", value)


def _tidy(text: str) -> str:
    try:
        number = one_line(text)
    except UnreadableText as error:
        raise InvalidNumber(str(error)) from None
    if not number:
        raise InvalidNumber("Enter the number.")
    if len(number) > LONGEST:
        raise InvalidNumber(f"A number has at most {LONGEST} characters; this has {len(number):,}.")
    return number


def _vat(country: str, number: str) -> Number:
    """EU numbers in the form of VIES (country prefix first); others by their own country's rule where there is one."""
    bare = "".join(char for char in number if char.isalnum()).upper()
    prefix = bare[:2] if bare[:2] in EU_PREFIXES else ""
    country = country or _COUNTRY_OF_PREFIX.get(prefix, prefix)
    own_prefix = _VAT_PREFIX.get(country, country)
    if prefix and prefix != own_prefix and _COUNTRY_OF_PREFIX.get(prefix) != country and own_prefix in EU_PREFIXES:
        raise InvalidNumber(f"The number begins with {prefix}, the country chosen is {country}. Correct one of them.")
    if own_prefix in EU_PREFIXES or prefix == "XI":
        value = bare if prefix else own_prefix + bare
        return Number(IdentifierKind.VAT, country, _by(eu_vat, value, "VAT number"))
    module = get_cc_module(country.lower(), "vat")
    if module is not None:
        return Number(IdentifierKind.VAT, country, _by(module, number, "VAT number"))
    if not 4 <= len(bare) <= 25:
        raise InvalidNumber("A tax number has 4 to 25 letters and digits.")
    return Number(IdentifierKind.VAT, country, bare)


def _duns(number: str) -> str:
    digits = "".join(char for char in number if char not in " -.")
    if len(digits) != 9 or not digits.isascii() or not digits.isdigit():
        raise InvalidNumber("A D-U-N-S number has nine digits.")
    return digits


def _lei(number: str) -> str:
    return _by(lei, number, "LEI (20 letters and digits)")


def _gln(number: str) -> str:
    value = _by(ean, number, "GLN (13 digits)")
    if len(value) != 13:
        raise InvalidNumber("A GLN has 13 digits.")
    return value


def _by(module: Any, number: str, what: str) -> str:
    """`number` validated and compacted by a module of stdnum."""
    try:
        return str(module.validate(number))
    except InvalidLength:
        raise InvalidNumber(f"This is too long or too short for a {what}.") from None
    except InvalidChecksum:
        raise InvalidNumber(f"The check digit of this {what} is wrong: a digit is mistyped or swapped.") from None
    except ValidationError:
        raise InvalidNumber(f"This does not have the form of a {what}.") from None
