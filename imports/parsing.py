"""From the cells of a row to typed values, with every problem named. Free of the database."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from common.tabular import values as reading
from common.tabular.table import SourceRow, Table
from common.tabular.text import SPREADSHEET_ERRORS, is_blank, is_damaged, shortened, without_hidden
from common.tabular.values import Ambiguous, DayOrder, DecimalMark, NotReadable
from imports.domain.words import folded
from imports.kinds import Field, Row, Unreadable, ValueKind

T = TypeVar("T", date, int, Decimal)
LARGEST_INTEGER = 2_147_483_647
LARGEST_DECIMAL = Decimal(10) ** 12
DAY_ORDER, DECIMAL_MARK = "day_order", "decimal_mark"
"""Keys of the options by which a person says for the whole file how it writes days and numbers."""


@dataclass(frozen=True)
class Column:
    """A column with its meaning and the way it writes days and numbers."""

    index: int
    field: Field
    order: DayOrder = DayOrder.UNCLEAR
    mark: DecimalMark = DecimalMark.UNCLEAR
    missing: frozenset[str] = frozenset()
    """Words of this column, folded, that mean that there is no value."""
    words: Mapping[str, str] = dataclass_field(default_factory=dict)
    """Of a field with choices: folded word to value."""


def columns_of(table: Table, fields: Mapping[int, Field], options: Mapping[str, str]) -> list[Column]:
    """The mapped columns with the order of days and the decimal mark that their values show, unless a person said."""
    order = DayOrder(options.get(DAY_ORDER) or DayOrder.UNCLEAR)
    mark = DecimalMark(options.get(DECIMAL_MARK) or DecimalMark.UNCLEAR)
    columns = []
    for index, field in sorted(fields.items()):
        shown_order, shown_mark = order, mark
        if field.kind is ValueKind.DATE and order is DayOrder.UNCLEAR:
            shown_order = reading.day_order(row.cells[index] for row in table.rows)
        if field.kind is ValueKind.DECIMAL and mark is DecimalMark.UNCLEAR:
            shown_mark = reading.decimal_mark(row.cells[index] for row in table.rows)
        missing = frozenset(word.casefold() for word in field.missing)
        columns.append(Column(index, field, shown_order, shown_mark, missing, _choice_words(field)))
    return columns


def parse_row(source: SourceRow, columns: Sequence[Column], part: str = "") -> Row:
    """The row with its values and problems. Suppliers, sites and processes stay the texts that name them."""
    row = Row(number=source.number, part=part)
    for column in columns:
        field = column.field
        reported = len(row.problems)
        text = _text(row, column, source.cells[column.index])
        value = _value(row, column, text) if text else None
        if value is not None:
            row.values[field.key] = value
        elif field.required and len(row.problems) == reported:
            row.error(f"{field.title} is missing.", "Enter it in this row.", field=field.key)
    return row


def encode(values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values as JSON can hold them."""
    return {key: str(value) if isinstance(value, date | Decimal) else value for key, value in values.items()}


def decoder(fields: Sequence[Field]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The way back from `encode`."""
    types: dict[ValueKind, Callable[[str], Any]] = {ValueKind.DATE: date.fromisoformat, ValueKind.DECIMAL: Decimal}
    special = {field.key: types[field.kind] for field in fields if field.kind in types and field.parse is None}

    def decode(values: Mapping[str, Any]) -> dict[str, Any]:
        return {key: special[key](value) if key in special else value for key, value in values.items()}

    return decode


def _text(row: Row, column: Column, raw: str) -> str:
    """The cell's text as it counts: empty when it says that there is nothing."""
    field = column.field
    seen = without_hidden(unicodedata.normalize("NFC", raw))
    text = seen.strip() if field.max_length > 300 else " ".join(seen.split())
    text = re.sub(r"^'(?=[=+@-])", "", text)  # our own exports protect such cells by an apostrophe
    if not text or text.casefold() in column.missing:
        return ""
    if is_blank(text) and field.kind is not ValueKind.FLAG and folded(text) not in column.words:
        return ""
    if text.upper() in SPREADSHEET_ERRORS:
        message = "A formula in the spreadsheet failed here; the cell counts as empty."
        row.warn(message, "Correct it in the file.", field=field.key, value=text)
        return ""
    if field.kind is ValueKind.TEXT:
        _doubts(row, field, text)
    return text


def _doubts(row: Row, field: Field, text: str) -> None:
    if re.match(r"=|[@+-][A-Za-z]*\(", text):
        message = "This begins like a formula. It is kept as plain text and never carried out."
        row.warn(message, "Correct it if it is not meant so.", field=field.key, value=shortened(text))
    if is_damaged(text):
        message = "Some characters look damaged, as after opening a file with the wrong encoding."
        row.warn(message, "Correct the text or choose another encoding.", field=field.key, value=shortened(text))


def _value(row: Row, column: Column, text: str) -> Any:
    """The typed value; None, with the reason reported, when there is none."""
    field = column.field
    try:
        if field.parse is not None:
            return field.parse(text)
        return _READERS.get(field.kind, _plain)(column, text)
    except Unreadable as error:
        row.error(error.message, error.remedy, field=field.key, value=shortened(text))
        return None


def _plain(column: Column, text: str) -> str:
    field = column.field
    if len(text) > field.max_length:
        message = f"{field.title} has more characters than can be stored: up to {field.max_length:,}."
        raise Unreadable(message, "Shorten it.")
    return text


def _day(column: Column, text: str) -> date:
    field = column.field
    try:
        day = reading.parse_day(text, column.order)
    except Ambiguous:
        message = f"{field.title} can be two days: nothing in this column shows whether day or month comes first."
        raise Unreadable(message, "Choose the order of day and month on the page of the columns.") from None
    except NotReadable:
        raise Unreadable(f"{field.title} is no date.", "Write it like 2026-05-31.") from None
    return _within(field, day)


def _decimal(column: Column, text: str) -> Decimal:
    field = column.field
    try:
        number = reading.parse_number(text, column.mark)
    except Ambiguous:
        message = f"{field.title} can be two numbers: nothing in this column shows which mark separates decimals."
        raise Unreadable(message, "Choose the decimal mark on the page of the columns.") from None
    except NotReadable:
        raise Unreadable(f"{field.title} is no number.", "Write digits only, like 1234.5.") from None
    if abs(number) >= LARGEST_DECIMAL:
        raise Unreadable(f"{field.title} is larger than any that can be stored.", "Check the number.")
    return _within(field, number.quantize(Decimal(1).scaleb(-field.places), ROUND_HALF_UP))


def _integer(column: Column, text: str) -> int:
    """Whole numbers have no decimals, so a single mark before three digits can only stand between thousands."""
    field = column.field
    remedy = "Write a whole number."
    try:
        number = reading.parse_number(text)
    except Ambiguous:
        number = Decimal(re.sub(r"[^\d-]", "", text))
    except NotReadable:
        raise Unreadable(f"{field.title} is no number.", remedy) from None
    if abs(number) > LARGEST_INTEGER:
        raise Unreadable(f"{field.title} is larger than any that can be stored.", "Check the number.")
    if number != int(number):
        raise Unreadable(f"{field.title} is no whole number.", remedy)
    return _within(field, int(number))


def _within(field: Field, value: T) -> T:
    lowest: Any = field.minimum
    highest: Any = field.maximum
    if lowest is not None and value < lowest:
        raise Unreadable(f"{field.title} is below {field.minimum}.", "Check the value.")
    if highest is not None and value > highest:
        raise Unreadable(f"{field.title} is above {field.maximum}.", "Check the value.")
    return value


def _flag(column: Column, text: str) -> bool | None:
    try:
        return reading.parse_flag(text)
    except NotReadable:
        if is_blank(text):
            return None
        raise Unreadable(f"{column.field.title} is neither yes nor no.", "Write yes or no.") from None


def _choice(column: Column, text: str) -> str:
    field = column.field
    value = column.words.get(folded(text))
    if value is None:
        offered = ", ".join(choice.label for choice in field.choices[:12])
        raise Unreadable(f"{field.title} is none of the values known.", f"Write one of: {offered}.")
    return value


_READERS: dict[ValueKind, Callable[[Column, str], Any]] = {
    ValueKind.INTEGER: _integer,
    ValueKind.DECIMAL: _decimal,
    ValueKind.DATE: _day,
    ValueKind.CHOICE: _choice,
    ValueKind.FLAG: _flag,
}


def _choice_words(field: Field) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for choice in field.choices:
        for word in (choice.value, choice.label):
            words.setdefault(folded(word), choice.value)
    for choice in field.choices:
        for word in choice.synonyms:
            words.setdefault(folded(word), choice.value)
    return words
