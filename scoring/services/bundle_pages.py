"""Running page numbers on the pages of a joined PDF, written under what is there already."""

from typing import cast

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, PdfObject

FONT = NameObject("/SheetNumber")
POINTS_FROM_BOTTOM = 11.0  # below the scorecard's own foot


def number_pages(writer: PdfWriter, *, skip: int = 0) -> None:
    """`Sheet 17 of 640` at the foot of every page after the first `skip`; each scorecard keeps its own numbers."""
    total = len(writer.pages)
    font = writer._add_object(_font())
    before = writer._add_object(_stream("q"))
    for number, page in enumerate(writer.pages, start=1):
        if number <= skip:
            continue
        resources = cast(DictionaryObject, page["/Resources"])
        fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
        fonts[FONT] = font
        words = _stream(_words(f"Sheet {number} of {total}", float(page.mediabox.width)))
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), writer._add_object(words)])


def _contents(page: DictionaryObject) -> list[PdfObject]:
    raw = page.raw_get("/Contents")
    return list(raw.get_object()) if isinstance(raw.get_object(), ArrayObject) else [raw]


def _words(text: str, width: float) -> str:
    """Centred by the mean width of Helvetica's digits and small letters; an artifact to whoever reads aloud."""
    left = width / 2 - len(text) * 7.5 * 0.25
    place = f"{left:.1f} {POINTS_FROM_BOTTOM} Td"
    return f"Q\n/Artifact BMC q BT {FONT} 7.5 Tf 0.39 0.41 0.44 rg {place} ({text}) Tj ET Q EMC"


def _font() -> DictionaryObject:
    """One of the fonts that every reader has: digits and a few letters need no file."""
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def _stream(text: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(text.encode("ascii"))
    return stream
