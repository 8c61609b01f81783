"""Entries of the history, drawn in Python: fifty of them, each with its fields, are the page."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from common.history import readable_changes, subject_words
from common.markup import shortened
from common.models import Change

register = template.Library()

LONGEST = 300
"""Characters shown of a value."""
ENTRY = """<li>
  <div class="history-when"><time datetime="{at}">{when}</time></div>
  <div><p class="history-what">{what} <span class="muted">by {actor}</span></p>{why}{fields}</div></li>"""
FIELD = '<dt>{}</dt><dd dir="auto">{}<ins>{}</ins></dd>'
OLD = '<del>{}</del><span class="arrow" aria-hidden="true">→</span><span class="visually-hidden"> became </span>'
FIRST = '<details class="history-first"><summary>What it began with</summary>{}</details>'
NOTHING = mark_safe('<li><p class="empty-line">Nothing has been changed yet.</p></li>')


@register.simple_tag
def history(changes: Iterable[Change], show_subject: bool = False) -> SafeString:
    """Entries of the history, newest first as given: who, when, from, to, why. `show_subject` names each record."""
    entries = format_html_join("", "{}", ((_entry(change, show_subject),) for change in changes))
    return format_html('<ol class="history">{}</ol>', entries or NOTHING)


def _entry(change: Change, show_subject: bool) -> SafeString:
    at = timezone.localtime(change.at)
    return format_html(
        ENTRY,
        at=at.isoformat(),
        when=f"{at.day} {at:%b %Y, %H:%M}",
        what=_subject(change) if show_subject else capfirst(words(change.action)),
        actor=change.actor or "the system",
        why=format_html('<p class="history-why" dir="auto">“{}”</p>', change.reason) if change.reason else "",
        fields=_fields(change) if change.changes else "",
    )


def _subject(change: Change) -> SafeString:
    kind, label = subject_words(change.subject_type), change.subject_label
    return format_html('<span class="muted">{}</span> <bdi>{}</bdi> {}', kind, label, words(change.action))


def _fields(change: Change) -> SafeString:
    rows = ((words(field), _old(old), _shown(new)) for field, old, new in readable_changes(change))
    listed = format_html('<dl class="diff">{}</dl>', format_html_join("", FIELD, rows))
    return format_html(FIRST, listed) if change.action == "created" else listed


def _old(value: Any) -> SafeString | str:
    return "" if value is None or value == "" else format_html(OLD, _shown(value))


def _shown(value: Any) -> str:
    return shortened(plain_value(value), LONGEST)


@register.filter
@lru_cache(maxsize=1_024)
def words(name: str) -> str:
    """A field's or an action's name in words: `valid_until_on` → `valid until`, `owner_id` → `owner`."""
    return re.sub(r"_(id|on|at)$", "", str(name)).replace("_", " ")


@register.filter
def readable(change: Change) -> list[tuple[str, Any, Any]]:
    """The (field, from, to) of an entry in the words of the record's own forms."""
    return readable_changes(change)


@register.filter
def plain_value(value: Any) -> str:
    """A value of the history as a person reads it."""
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(plain_value(item) for item in value)
    return plain_text(str(value))


def plain_text(text: str) -> str:
    """Days and moments as people read them. A text that only looks like one, as a number may, stays as it is."""
    try:
        return _worded(text)
    except (ValueError, OverflowError):
        return text


def _worded(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%b %Y}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}", text):
        moment = timezone.localtime(datetime.fromisoformat(text))
        return f"{moment.day} {moment:%b %Y, %H:%M}"
    return text.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", text) else text
