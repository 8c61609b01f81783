"""HTML as short as it may be written: a list repeats every sign of it fifty times."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

_BARE = re.compile(r"[A-Za-z0-9_.:-]+")


def attribute(value: str) -> SafeString:
    """The value of an attribute: in quotes only where HTML needs them."""
    bare = _BARE.fullmatch(value)
    return mark_safe(value) if bare else format_html('"{}"', value)  # noqa: S308  (letters, digits and a few signs)


def shortened(text: str, most: int) -> str:
    """`text` with at most so many characters. What is short already is not taken apart: pages of fifty would wait."""
    return text if len(text) <= most else Truncator(text).chars(most)
