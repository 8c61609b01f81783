"""What Django's `check` says about this machine: all but PDFs runs without Pango."""

from ctypes.util import find_library
from typing import Any

from django.core.checks import CheckMessage, Warning, register  # Django's own word

from scoring.pdf import PANGO_HINT


@register
def check_pdf_libraries(**_: Any) -> list[CheckMessage]:
    """A warning with the line to type where the renderer's system libraries are missing."""
    return [] if find_library("pango-1.0") else [Warning(PANGO_HINT, id="scoring.W001")]
