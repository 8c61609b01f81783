"""HTML of ours to PDF. The renderer reaches nothing but our static files and the embedded fonts.

WeasyPrint is imported when the first PDF is made: its import costs a second and needs Pango, which a machine may lack.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import noto_cjk_sans_otc
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

HOST = "static.invalid"  # RFC 2606: never a real host
CJK_FONT = "build/noto-cjk.ttc"
CJK_FACE = f'@font-face {{ font-family: "Noto Sans CJK SC"; src: url("/static/{CJK_FONT}") }}'
"""The font comes from its package and is in no style sheet: no browser is ever sent these 20 MB."""
PANGO_HINT = (
    "PDFs cannot be made on this machine: Pango is missing. Debian, Ubuntu: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango."
)


@dataclass(frozen=True)
class Pdf:
    """A finished document and its number of pages."""

    content: bytes
    pages: int


class PdfUnavailable(Exception):
    """The system libraries that make PDFs are missing; the text says what to install."""


def pdf_problem() -> str:
    """Why no PDF can be made here, in words; empty when all is there."""
    try:
        import weasyprint  # noqa: F401
    except OSError:  # "cannot load library 'libgobject-2.0-0'"
        return PANGO_HINT
    return ""


def static_path(url: str) -> Path:
    """The file behind a static URL of ours. Raises ValueError for all else (other hosts, files, data)."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if (parts.scheme, parts.netloc) != ("http", HOST) or not path.startswith("/static/"):
        raise ValueError(f"A document may use our static files only, not {url[:200]}")
    name = path.removeprefix("/static/")
    if name == CJK_FONT:
        return Path(noto_cjk_sans_otc.FONT_PATH)
    found = None if ".." in Path(name).parts else finders.find(name)
    if not isinstance(found, str):
        raise ValueError(f"No static file {name[:200]}")
    return Path(found)


def render_pdf(template: str, context: dict[str, Any]) -> Pdf:
    """The rendered template as a tagged PDF with embedded fonts. Raises PdfUnavailable where Pango is missing.

    Never call it inside a transaction or in the web process: a document takes a second and 150 MB.
    """
    if problem := pdf_problem():
        raise PdfUnavailable(problem)
    return html_to_pdf(render_to_string(template, context))


def html_to_pdf(html: str) -> Pdf:
    """A whole HTML document as PDF/UA-tagged PDF."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):  # type: ignore[misc]  # the library is untyped
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> "URLFetcherResponse":
            path = static_path(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _media_type(path)})

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    ours = {"base_url": f"http://{HOST}/", "url_fetcher": OurFilesOnly()}
    fonts = FontConfiguration()
    options: dict[str, Any] = {
        "pdf_variant": "pdf/ua-1",
        "pdf_tags": True,
        "stylesheets": [CSS(string=CJK_FACE, font_config=fonts, **ours)],
    }
    source = HTML(string=html, **ours)
    document = source.render(font_config=fonts, **options)
    return Pdf(bytes(document.write_pdf(**options)), len(document.pages))


def _media_type(path: Path) -> str:
    types = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png"}
    return types.get(path.suffix, "application/octet-stream")
