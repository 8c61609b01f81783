"""What a column can mean, and the words by which people name such columns.

The words (`words.toml`) are those met in supplier lists in English, German, French, Spanish, Italian, Portuguese,
Dutch, Polish, Swedish, Turkish, Czech, Chinese, Japanese and Korean. They are compared folded: without case, accents
and punctuation.
"""

import re
from enum import StrEnum
from functools import cache

from common.tabular.headers import fold_header

from .words import word_meanings


class Field(StrEnum):
    """What a column of a supplier list says about a supplier."""

    NAME = "name"
    LOCAL_NAME = "local_name"
    ALIAS = "alias"
    SUPPLIER_NUMBER = "supplier_number"
    COUNTRY = "country"
    SITE_NAME = "site_name"
    ADDRESS = "address"
    STREET = "street"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    CONTACT_NAME = "contact_name"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    VAT = "vat"
    REGISTRATION = "registration"
    DUNS = "duns"
    LEI = "lei"
    GLN = "gln"
    SECTOR = "sector"
    CRITICALITY = "criticality"


@cache
def _exact() -> dict[str, Field]:
    return {fold_header(word): Field(field) for word, field in word_meanings("headers").items()}


@cache
def field_for_header(header: str) -> Field | None:
    """The field that this header names word for word (remarks in brackets and stars left aside); else None."""
    for text in (header, re.sub(r"[(\[（].*?[)\]）]", " ", header), *re.findall(r"[(\[（](.*?)[)\]）]", header)):
        if found := _exact().get(fold_header(text)):
            return found
    parts = [_exact().get(fold_header(part)) for part in re.split(r"[/|\n]", header)]
    known = {part for part in parts if part}
    return known.pop() if len(known) == 1 else None


def header_words(field: Field) -> tuple[str, ...]:
    """The folded words for a field, for comparing headers that are merely similar."""
    return tuple(word for word, meaning in _exact().items() if meaning is field)
