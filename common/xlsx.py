"""Writing an XLSX while it is read: one row after the other, nothing kept in memory.

Only what an export needs: a bold head that stays, texts, numbers, dates. Texts are written in place (inline strings),
so that no table of all strings has to be kept until the end. A text like a formula is a text: a cell of strings is
never run, and it is marked as one that was typed as text, so that it stays one when somebody edits it.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, cast
from xml.sax.saxutils import escape

ROWS_AT_ONCE = 500
_EPOCH = date(1899, 12, 30)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">'
    + "".join(
        f'<xf numFmtId="{form}" fontId="{font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
        for form, font in ((0, 0), (0, 1), (164, 0), (165, 0))
    )
    + '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_BOLD, _DATE, _MOMENT, _TYPED_AS_TEXT = 1, 2, 3, 4
_LIKE_FORMULA = frozenset("=+-@＝＋－＠")
_SHEET = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)


class _Pipe:
    """What the archive writes goes out at the next `take`."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: its name, its headings, and its rows in order."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Iterable[Any]]


def xlsx_chunks(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The bytes of a workbook, as the rows of its sheets are read. Dates become dates, naive datetimes moments."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast(Any, pipe), "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        for name, content in {**_PARTS, **_parts_of([sheet.title for sheet in sheets])}.items():
            book.writestr(name, _HEAD + content)
        for number, sheet in enumerate(sheets, start=1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as target:
                for text in _sheet_texts(sheet):
                    target.write(text.encode())
                    yield pipe.take()
    yield pipe.take()


def _sheet_texts(sheet: Sheet) -> Iterator[str]:
    yield _HEAD + _SHEET + _row(sheet.heads, _BOLD)
    rows = iter(sheet.rows)
    while lines := [_row(row) for row in islice(rows, ROWS_AT_ONCE)]:
        yield "".join(lines)
    yield "</sheetData></worksheet>"


def _parts_of(titles: Sequence[str]) -> dict[str, str]:
    """The parts of the archive that name the sheets."""
    names = [re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or f"Sheet {number}" for number, title in enumerate(titles, 1)]
    numbered = list(enumerate(names, start=1))
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in numbered
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number, _name in numbered
    )
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _name in numbered
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}{styles}'
        "</Relationships>",
    }


def _row(values: Iterable[Any], style: int = 0) -> str:
    return f"<row>{''.join([_cell(value, style) for value in values])}</row>"


def _cell(value: Any, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str) and value[0] in _LIKE_FORMULA:
        style = _TYPED_AS_TEXT
    mark = f' s="{style}"' if style else ""
    if isinstance(value, str):
        text = escape(_FORBIDDEN.sub("", value))
        return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'<c t="b"{mark}><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f"<c{mark}><v>{value}</v></c>"
    if isinstance(value, datetime):
        moment = value - datetime(_EPOCH.year, _EPOCH.month, _EPOCH.day, tzinfo=value.tzinfo)
        return f'<c s="{_MOMENT}"><v>{moment.total_seconds() / 86400:.6f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DATE}"><v>{(value - _EPOCH).days}</v></c>'
    return _cell(str(value), style)
