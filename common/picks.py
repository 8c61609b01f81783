"""Filters with choices as HTML.

Written in Python, not as templates: a list offers up to a hundred choices, and each costs a template ten look-ups.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.markup import attribute


def one_of(field: BoundField) -> SafeString:
    """A select; its empty choice is the name of the filter."""
    return format_html(
        '<select class="filter-pick" name="{0}" aria-label="{1}">{2}</select>',
        field.html_name,
        field.label,
        _options("<option value={0}{1}>{2}", field, "selected"),  # the next one ends it
    )


def some_of(field: BoundField) -> SafeString:
    """Boxes to tick, in a menu."""
    return format_html(
        '<details class="menu menu-start filter-menu" data-menu><summary class="filter-pick">{0}</summary>'
        '<fieldset class="menu-body"><legend class="visually-hidden">{0}</legend>{1}</fieldset></details>',
        field.label,
        _options("<label><input type=checkbox name={3} value={0}{1}>{2}</label>", field, "checked"),
    )


def choice_labels(field: BoundField) -> dict[str, str]:
    """Value → words for a field with choices; a field without gives none and shows what was typed."""
    return dict(_flat(field))


def _options(shape: str, field: BoundField, mark: str) -> SafeString:
    choices = tuple(_flat(field))
    chosen = _chosen(field).intersection(value for value, _ in choices)
    return _drawn(shape, mark, field.html_name, str(field.label), choices, frozenset(chosen))


@lru_cache(maxsize=512)  # what a filter offers seldom changes, and what is chosen of it hardly more often
def _drawn(
    shape: str, mark: str, name: str, label: str, choices: tuple[tuple[str, str], ...], chosen: frozenset[str]
) -> SafeString:
    marked = mark_safe(f" {mark}")  # noqa: S308  (our own word)
    bare = attribute(name)
    return format_html_join(
        "",
        shape,
        (
            (attribute(value), marked if value in chosen else "", words if value else label, bare)
            for value, words in choices
        ),
    )


def _chosen(field: BoundField) -> set[str]:
    """The chosen values; the empty one where nothing was chosen."""
    value = field.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {_text(one) for one in values}


def _flat(field: BoundField) -> Iterator[tuple[str, str]]:
    """Choices without their groups."""
    choices: Any = getattr(field.field, "choices", ())
    for value, text in choices:
        pairs = text if isinstance(text, list | tuple) else [(value, text)]
        yield from ((_text(key), str(label)) for key, label in pairs)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
