"""The template of a kind as a workbook: instructions, and a sheet for each table with heads, choices and an example."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from imports.domain.columns import REQUIRED_MARK
from imports.kinds import Field, Kind, ValueKind

FILLED_ROWS = 2_000
"""Rows for which the sheet offers choices and checks dates."""
_HEAD = PatternFill("solid", fgColor="FFE8ECEF")
_EXAMPLE = Font(italic=True, color="FF6B7280")
_LISTS = "Lists"
_EARLIEST = "DATE(1950,1,1)"
_EXPLAINED = {
    ValueKind.DATE: "a date",
    ValueKind.INTEGER: "a whole number",
    ValueKind.DECIMAL: "a number",
    ValueKind.FLAG: "yes or no",
    ValueKind.CHOICE: "one of the values offered",
}
YES_NO = ("yes", "no")


def template_for(kind: Kind) -> bytes:
    """The workbook that is handed out for a kind."""
    book = Workbook()
    read_me = book.active
    assert read_me is not None  # noqa: S101  (for the type checker: a new workbook has a sheet)
    read_me.title = "Read me"
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    tables = [(kind.title, kind.fields), *((part.title, part.fields) for part in kind.parts)]
    for title, fields in tables:
        _table(book.create_sheet(title), lists, fields)
    _instructions(read_me, kind, tables)
    book.move_sheet(lists, len(tables))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _table(sheet: Worksheet, lists: Worksheet, fields: Sequence[Field]) -> None:
    for column, field in enumerate(fields, start=1):
        head = sheet.cell(1, column, f"{field.title}{REQUIRED_MARK if field.required else ''}")
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        if field.help:
            head.comment = Comment(field.help, "Vetted")
        example = sheet.cell(2, column, _example(field))
        example.font = _EXAMPLE
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(48, max(14, len(field.title) + 4, len(field.example) + 2))
        _format(sheet, lists, field, letter, column)
    sheet.freeze_panes = "A2"


def _format(sheet: Worksheet, lists: Worksheet, field: Field, letter: str, column: int) -> None:
    rows = f"{letter}2:{letter}{FILLED_ROWS}"
    if field.kind is ValueKind.DATE:
        for row in range(2, FILLED_ROWS + 1):
            sheet.cell(row, column).number_format = "yyyy-mm-dd"
        rule = DataValidation(type="date", operator="greaterThan", formula1=_EARLIEST, allow_blank=True)
        _say(rule, field, "Enter a date.")
    elif options := _offered(field):
        rule = DataValidation(type="list", formula1=_list(lists, options), allow_blank=True)
        if field.offers is None:
            _say(rule, field, "Choose one of the values of the list.")
    else:
        return
    rule.add(rows)
    sheet.add_data_validation(rule)


def _say(rule: DataValidation, field: Field, remedy: str) -> None:
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = field.title[:32], remedy


def _offered(field: Field) -> Sequence[str]:
    if field.kind is ValueKind.FLAG:
        return YES_NO
    if field.offers is not None:
        return field.offers()
    return [choice.label for choice in field.choices]


def _list(lists: Worksheet, options: Sequence[str]) -> str:
    """The options in a column of the hidden sheet, where any number of them and commas in them are no problem."""
    column = lists.max_column + 1 if lists.max_row > 1 or lists.cell(1, 1).value else 1
    for row, option in enumerate(options, start=1):
        lists.cell(row, column, option).data_type = TYPE_STRING  # a name like a formula is a name
    letter = get_column_letter(column)
    return f"={_LISTS}!${letter}$1:${letter}${len(options)}"


def _example(field: Field) -> Any:
    if field.kind is ValueKind.DATE and field.example:
        return date.fromisoformat(field.example)
    return field.example or None


def _instructions(sheet: Worksheet, kind: Kind, tables: Sequence[tuple[str, Sequence[Field]]]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    lines: list[tuple[str, str]] = [(kind.title, "")]
    lines += [("", paragraph) for paragraph in _paragraphs(kind)]
    for title, fields in tables:
        lines += [("", ""), (f"Sheet “{title}”", "")]
        lines += [(f"{field.title}{REQUIRED_MARK if field.required else ''}", _explained(field)) for field in fields]
    for number, (left, right) in enumerate(lines, start=1):
        sheet.cell(number, 1, left).font = Font(bold=not right)
        sheet.cell(number, 2, right).alignment = Alignment(wrap_text=True, vertical="top")


def _paragraphs(kind: Kind) -> Sequence[str]:
    return (
        *kind.instructions,
        "One row per line below the heads. Columns marked * are needed; others may stay empty or be deleted. The "
        "grey row is an example: overwrite it or leave it, it is not imported.",
        "Upload the file under Imports. Nothing is written before every row was checked and you have looked at it.",
    )


def _explained(field: Field) -> str:
    parts = [field.help, f"Write {_EXPLAINED[field.kind]}." if field.kind in _EXPLAINED else ""]
    if field.choices:
        parts.append("Values: " + ", ".join(choice.label for choice in field.choices[:30]) + ".")
    return " ".join(part for part in parts if part)
