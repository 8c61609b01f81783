"""The renderer: embedded fonts for every script we name, tags, and no reach beyond our static files."""

import logging

import pypdfium2
import pytest
from pypdfium2 import raw

from scoring.pdf import html_to_pdf, pdf_problem, static_path

pdf_renderer = pytest.mark.skipif(bool(pdf_problem()), reason=pdf_problem())
FONTS = """<style>
body { font-family: "Inter", "Noto Sans CJK SC", sans-serif }
</style>"""


def page(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Card</title>{FONTS}</head>{body}</html>'


@pdf_renderer
def test_names_in_latin_greek_cyrillic_and_cjk_are_readable_text_with_embedded_fonts(caplog):
    names = ["Łódź", "Αθήνα", "Москва", "阀体铸造厂", "東海表面処理", "한국"]
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf = html_to_pdf(page("".join(f"<p>{name}</p>" for name in names)))
    sheet = pypdfium2.PdfDocument(pdf.content)[0]
    text = sheet.get_textpage().get_text_range()
    assert all(name in text for name in names)
    assert "glyph" not in caplog.text
    fonts = [raw.FPDFTextObj_GetFont(item.raw) for item in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]
    assert fonts
    assert all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)


@pdf_renderer
def test_a_document_is_tagged_for_assistive_technology():
    document = pypdfium2.PdfDocument(html_to_pdf(page("<h1>Card</h1>")).content)
    assert raw.FPDFCatalog_IsTagged(document.raw)


@pdf_renderer
def test_a_name_without_a_space_stays_on_the_paper():
    """As title of a scorecard and over a column of a comparison."""
    name = "Überlangername" * 12
    sheets = "".join(
        f'<link rel="stylesheet" href="/static/css/{one}.css">' for one in ("document", "document_overview")
    )
    heads = f"<h1>{name}</h1><table class='compare'><thead><tr><th>Compared</th><th>A</th><th>{name}</th></tr></thead>"
    document = pypdfium2.PdfDocument(html_to_pdf(page(f"<body>{heads}</table></body>").replace(FONTS, sheets)).content)
    text = document[0].get_textpage()
    right = max(text.get_charbox(index)[2] for index in range(text.count_chars()))
    margin = 16 * 72 / 25.4
    assert right <= document[0].get_width() - margin + 1


@pdf_renderer
def test_what_is_rated_and_its_points_stand_on_the_same_page():
    sheet = '<link rel="stylesheet" href="/static/css/document.css">'
    records = "<br>".join(["Record"] * 23)
    rows = "".join(f"<tr><td>Name {n};</td><td>{records}</td><td>Points<br>of {n};</td></tr>" for n in range(12))
    body = f"<body><table class='points'><tbody>{rows}</tbody></table></body>"
    document = pypdfium2.PdfDocument(html_to_pdf(page(body).replace(FONTS, sheet)).content)
    texts = [one.get_textpage().get_text_range() for one in document]
    assert len(texts) > 2
    for n in range(12):
        [there] = [text for text in texts if f"Name {n};" in text]
        assert there.count("Record") == 23 * there.count("Name ")
        assert f"of {n};" in there


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/pixel.png",
        "http://127.0.0.1:8000/static/css/tokens.css",
        "http://static.invalid/files/secret.pdf",
        "http://static.invalid/static/../config/settings.py",
        "http://static.invalid/static/%2e%2e/config/settings.py",
        "http://static.invalid@example.com/static/css/tokens.css",
        "file:///etc/passwd",
        "data:text/html,x",
    ],
)
def test_the_renderer_reaches_nothing_but_our_static_files(url):
    with pytest.raises(ValueError, match="static file"):
        static_path(url)
