"""From the cells of one row to a supplier record, with every problem named."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from common.tabular.text import shortened
from suppliers.domain.identifiers import InvalidNumber, check_number
from suppliers.domain.terms import Criticality, IdentifierKind

from .addresses import AddressParts, split_address
from .cells import MAX_LENGTH, CellReader
from .countries import code_for, country_for, name_of
from .parsed import Defaults, ParsedRow, Person
from .problems import Problem, ProblemKind, Severity
from .values import EMAIL, criticality_for, sector_for, website_for
from .vocabulary import Field

_IDENTIFIERS = {
    Field.SUPPLIER_NUMBER: IdentifierKind.OWN_NUMBER,
    Field.VAT: IdentifierKind.VAT,
    Field.REGISTRATION: IdentifierKind.REGISTER,
    Field.DUNS: IdentifierKind.DUNS,
    Field.LEI: IdentifierKind.LEI,
    Field.GLN: IdentifierKind.GLN,
}


def parse_row(
    cells: Sequence[str],
    mapping: Mapping[int, Field],
    headers: Sequence[str],
    defaults: Defaults,
    *,
    named: int = 0,
    typed: Mapping[Field, str] | None = None,
) -> tuple[ParsedRow, list[Problem]]:
    """Check one row. The row may be imported when none of its problems is an error.

    `named` is how many columns the header row names (0: unknown): filled cells beyond hint at a shifted row.
    `typed` is what a person typed instead of what the file says.
    """
    columns: dict[Field, list[int]] = {}
    for index, meaning in sorted(mapping.items()):
        columns.setdefault(meaning, []).append(index)
    reader = CellReader(cells, columns, headers, typed or {})
    if named and any(cells[named:]):
        reader.report(
            ProblemKind.SHIFTED_CELLS,
            Severity.WARNING,
            "The row has more cells than there are columns: a delimiter inside a value may have shifted them.",
            "Compare the row with the file.",
            value=", ".join(cell for cell in cells[named:] if cell),
        )
    parsed = _parse(reader, defaults)
    return parsed, reader.problems


def _parse(reader: CellReader, defaults: Defaults) -> ParsedRow:
    name = _name(reader)
    column_country = _country_in_column(reader)
    parts = _address(reader, column_country, defaults)
    country = _country(reader, column_country, parts, defaults)
    aliases = (part.strip() for text in reader.texts(Field.ALIAS) for part in re.split(r"[;|]", text))
    return ParsedRow(
        legal_name=name,
        local_name=_limited(reader, Field.LOCAL_NAME),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name and len(alias) <= 300)),
        country=country,
        sector=_known(reader, Field.SECTOR, sector_for, ProblemKind.SECTOR_UNKNOWN, "sector"),
        criticality=_known(reader, Field.CRITICALITY, _criticality, ProblemKind.CRITICALITY_UNKNOWN, "criticality"),
        website=_website(reader),
        identifiers=_identifiers(reader, country),
        site_name=_limited(reader, Field.SITE_NAME),
        contacts=_contacts(reader),
        street=parts.street,
        postal_code=parts.postal_code,
        city=parts.city,
        region=parts.region,
    )


def _name(reader: CellReader) -> str:
    name = reader.text(Field.NAME) or reader.text(Field.LOCAL_NAME)
    remedy = "Enter the name of the company."
    if not name:
        shifted = country_for(reader.text(Field.ADDRESS) or "-") is not None
        hint = " The cells of this row seem to be shifted." if shifted else ""
        message = f"The name is missing.{hint}"
        reader.report(ProblemKind.NAME_MISSING, Severity.ERROR, message, remedy, at=Field.NAME)
        return ""
    if not any(unicodedata.category(character).startswith("L") for character in name):
        message = "The name has no letters."
        reader.report(ProblemKind.NAME_DOUBTFUL, Severity.WARNING, message, remedy, at=Field.NAME, value=name)
    return _within(reader, Field.NAME, name)


def _limited(reader: CellReader, wanted: Field) -> str:
    return _within(reader, wanted, reader.text(wanted))


def _within(reader: CellReader, wanted: Field, text: str) -> str:
    limit = MAX_LENGTH[wanted]
    if len(text) > limit:
        message = f"The text has {len(text):,} characters; up to {limit} can be stored."
        reader.report(ProblemKind.TOO_LONG, Severity.ERROR, message, "Shorten it.", at=wanted, value=text)
        return text[:limit]
    return text


def _country_in_column(reader: CellReader) -> str:
    text = reader.text(Field.COUNTRY)
    if not text:
        return ""
    found = country_for(text)
    if found is None:
        message = f"“{shortened(text, 40)}” is not known as a country."
        remedy = "Write the country's name or its two-letter code."
        reader.report(ProblemKind.COUNTRY_UNKNOWN, Severity.ERROR, message, remedy, at=Field.COUNTRY, value=text)
        return "?"
    if not found.sure:
        message, remedy = f"Read as {name_of(found.code)}.", "Correct it if another country is meant."
        reader.report(ProblemKind.COUNTRY_SIMILAR, Severity.WARNING, message, remedy, at=Field.COUNTRY, value=text)
    return found.code


def _address(reader: CellReader, country: str, defaults: Defaults) -> AddressParts:
    """The address from its own columns, completed from the one-line address where that is certain."""
    line, street = reader.text(Field.ADDRESS), reader.text(Field.STREET)
    known = "" if country == "?" else country
    parts = split_address(line or street, country=known, codes_at_end=defaults.codes_end_addresses)
    own = {meaning: _limited(reader, meaning) for meaning in (Field.CITY, Field.REGION, Field.POSTAL_CODE)}
    whole = parts.street
    if parts.country and known and parts.country != known:
        whole = line or street  # a contradiction: nothing is taken out of the line
    if own[Field.CITY] and own[Field.CITY].casefold() != parts.city.casefold():
        whole = line or street
    if line and street and street not in line:
        whole = f"{street}, {whole}"
    separate = bool(own[Field.CITY])
    return AddressParts(
        _within(reader, Field.ADDRESS if line else Field.STREET, "" if _is_only_a_country(whole) else whole),
        own[Field.CITY] or parts.city,
        own[Field.REGION] or ("" if separate else parts.region),
        own[Field.POSTAL_CODE] or ("" if separate and not line else parts.postal_code),
        parts.country,
    )


def _is_only_a_country(text: str) -> bool:
    return len(text) < 40 and code_for(text) is not None


def _country(reader: CellReader, column: str, parts: AddressParts, defaults: Defaults) -> str:
    say = reader.report
    if column == "?":
        return ""
    if column:
        if parts.country and parts.country != column and not _same_realm(parts.country, column):
            message = f"The address ends with {name_of(parts.country)}, the column says {name_of(column)}."
            say(
                ProblemKind.COUNTRY_CONTRADICTS,
                Severity.WARNING,
                message,
                "The column counts. Compare both.",
                at=Field.ADDRESS,
                value=parts.street,
            )
        return column
    if parts.country:
        message = f"{name_of(parts.country)} was taken from the address."
        say(
            ProblemKind.COUNTRY_FROM_ADDRESS,
            Severity.NOTE,
            message,
            "Correct it if that is wrong.",
            at=Field.ADDRESS,
            value=parts.street,
        )
        return parts.country
    if defaults.country:
        message = f"No country in the row: {name_of(defaults.country)}, the default for this file, was taken."
        say(ProblemKind.COUNTRY_DEFAULT, Severity.NOTE, message, "Correct it if that is wrong.", at=Field.COUNTRY)
        return defaults.country
    message = "The country is missing and the address does not name it with certainty."
    say(
        ProblemKind.COUNTRY_MISSING,
        Severity.ERROR,
        message,
        "Enter the country in this row, or choose a default for the file.",
        at=Field.COUNTRY,
    )
    return ""


def _same_realm(first: str, second: str) -> bool:
    """Addresses in Hong Kong, Macao and Taiwan often end with China, and the other way round."""
    return {first, second} <= {"CN", "HK", "MO", "TW"}


def _known(reader: CellReader, wanted: Field, lookup: Callable[[str], str], kind: ProblemKind, noun: str) -> str:
    text = reader.text(wanted)
    value = lookup(text) if text else ""
    if text and not value:
        message = f"“{shortened(text, 40)}” is none of our words for {noun}; the default is used."
        reader.report(kind, Severity.NOTE, message, "Set it on the supplier's page if needed.", at=wanted, value=text)
    return value


def _criticality(text: str) -> str:
    found: Criticality | None = criticality_for(text)
    return found.value if found else ""


def _website(reader: CellReader) -> str:
    text = reader.text(Field.WEBSITE)
    url = website_for(text) if text else ""
    if text and not url:
        message, remedy = "This is not a web address; it is left out.", "Write it like https://example.com."
        reader.report(ProblemKind.WEBSITE_INVALID, Severity.WARNING, message, remedy, at=Field.WEBSITE, value=text)
    return url


def _identifiers(reader: CellReader, country: str) -> tuple[tuple[str, str, str], ...]:
    found = []
    for wanted, kind in _IDENTIFIERS.items():
        text = reader.text(wanted)
        if not text:
            continue
        try:
            if re.fullmatch(r"\d[.,]\d+E\+\d+", text):
                raise InvalidNumber(
                    "A spreadsheet shortened this number. Format the column as text and enter it again."
                )
            number = check_number(kind, country, text)
            found.append((number.kind.value, number.country, number.value))
        except InvalidNumber as error:
            remedy = "The number is left out. Correct it in the file or later on the supplier's page."
            reader.report(ProblemKind.IDENTIFIER_INVALID, Severity.WARNING, str(error), remedy, at=wanted, value=text)
    return tuple(found)


def _contacts(reader: CellReader) -> tuple[Person, ...]:
    name, phone = _limited(reader, Field.CONTACT_NAME), _phone(reader)
    emails = _emails(reader)
    if not (name or phone or emails):
        return ()
    first = Person(name or (emails[0] if emails else "Main contact"), emails[0] if emails else "", phone)
    return (first, *(Person(email, email) for email in emails[1:]))


def _emails(reader: CellReader) -> list[str]:
    texts = [
        part
        for text in reader.texts(Field.EMAIL)
        for part in re.split(r"[;,\s]+", text.removeprefix("mailto:"))
        if part
    ]
    valid = [text.strip("<>") for text in texts if EMAIL.fullmatch(text.strip("<>")) and len(text) <= 254]
    wrong = [text for text in texts if text.strip("<>") not in valid]
    if wrong:
        message, remedy = "This is not an e-mail address; it is left out.", "Write it like name@example.com."
        reader.report(
            ProblemKind.EMAIL_INVALID, Severity.WARNING, message, remedy, at=Field.EMAIL, value=" ".join(wrong)
        )
    return list(dict.fromkeys(valid))


def _phone(reader: CellReader) -> str:
    text = reader.text(Field.PHONE)
    if text and (sum(character.isdigit() for character in text) < 4 or len(text) > MAX_LENGTH[Field.PHONE]):
        message, remedy = (
            "This is not a telephone number; it is left out.",
            "Write it with country code, like +49 241 1234.",
        )
        reader.report(ProblemKind.PHONE_INVALID, Severity.WARNING, message, remedy, at=Field.PHONE, value=text)
        return ""
    return text
