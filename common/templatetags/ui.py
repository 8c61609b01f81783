"""The building blocks of every page. `docs/look.md` shows each with an example."""

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import lucide
from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.history import readable_changes, subject_words
from common.models import Change
from common.paging import Page

register = template.Library()

CURSORS = ("after", "before")
"""Parameters that say where in a list one is: they never survive a change of filter or order."""


@functools.lru_cache(maxsize=256)
def _icon_paths(name: str) -> str:
    """The drawing of a lucide icon without its `<svg>`, so that the style sheet alone decides size and stroke."""
    drawing = ElementTree.fromstring(lucide._render_icon(name, None))  # noqa: S314  (shipped with the package)
    return "".join(ElementTree.tostring(part, encoding="unicode").strip() for part in drawing)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A lucide icon. Without `label` it is decoration; with one it is an image of that name."""
    known = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    drawing = mark_safe(_icon_paths(str(name)))  # noqa: S308  (our own file, no input)
    return format_html('<svg class="icon{}" viewBox="0 0 24 24" {}>{}</svg>', f" {css}" if css else "", known, drawing)


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(
    context: Context,
    url_name: str,
    text: str,
    icon: str,
    *,
    short: str = "",
    count: str = "",
    key: str = "",
    css: str = "",
) -> dict[str, Any]:
    """An entry of the rail. `count` names the element that the lazily loaded counts replace; `key` is its `g` key."""
    url = reverse(url_name)
    path = context["request"].path
    current = path == url if url == "/" else path.startswith(url)
    return {
        "url": url,
        "text": text,
        "short": short or text,
        "icon": icon,
        "count": count,
        "key": key,
        "current": current,
        "css": css,
    }


def _query(request: HttpRequest, changes: Mapping[str, str | list[str] | None]) -> str:
    """The address of this list with some parameters changed (None removes one), always from its first page."""
    data = {name: values for name, values in request.GET.lists() if name not in CURSORS}
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value if isinstance(value, list) else [value]
    return "?" + urlencode(data, doseq=True)


@register.simple_tag(takes_context=True)
def list_link(context: Context, **changes: str) -> str:
    """The query of this list as it is shown, with some parameters changed: `{% list_link sort="name" %}`."""
    return _query(context["request"], {name: str(value) or None for name, value in changes.items()})


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], note: str = "") -> dict[str, Any]:
    """Previous and next of a keyset page; nothing when there is only one page and no `note`."""
    request = context["request"]
    cursors = {"after": page.next, "before": page.previous}
    links = {name: _query(request, {name: cursor}) if cursor else "" for name, cursor in cursors.items()}
    return {"next": links["after"], "previous": links["before"], "note": note}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, page: Page[Any], key: str, text: str, css: str = "") -> dict[str, Any]:
    """A `<th>` that sorts by `key` of the list's offered sorts, and on a second click the other way round."""
    active = page.sort.key == key
    reverse_now = active and page.descending == page.sort.descending
    order = ("descending" if page.descending else "ascending") if active else ""
    link = _query(context["request"], {"sort": f"-{key}" if reverse_now else key})
    return {"link": link, "text": text, "css": css, "order": order}


@register.inclusion_tag("components/sentence.html", takes_context=True)
def filter_chips(context: Context, form: BaseForm, what: str = "") -> dict[str, Any]:
    """The filters of a bound GET form read as a sentence; each part is a link that removes it."""
    request = context["request"]
    parts = [part for field in form for part in _parts(request, form, field)]
    names = [field.html_name for field in form]
    return {"parts": parts, "what": what, "clear": _query(request, dict.fromkeys(names))}


def _parts(request: HttpRequest, form: BaseForm, field: BoundField) -> list[dict[str, str]]:
    values = [value for value in request.GET.getlist(field.html_name) if value]
    if not values or field.name in form.errors:
        return []
    labels = _choice_labels(field)
    parts = []
    for value in values:
        rest = [other for other in values if other != value]
        link = _query(request, {field.html_name: rest or None})
        parts.append({"name": str(field.label), "value": labels.get(value, value), "link": link})
    return parts


def _choice_labels(field: BoundField) -> dict[str, str]:
    """Value → words for a field with choices; a field without gives none and shows what was typed."""
    found: dict[str, str] = {}
    for value, text in getattr(field.field, "choices", ()):
        pairs = text if isinstance(text, list | tuple) else [(value, text)]
        found |= {str(key): str(label) for key, label in pairs}
    return found


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, target: str = "#results", placeholder: str = "Search") -> dict[str, Any]:
    """Search (field `q`) and the other fields as picks; htmx replaces `target` as one types or picks."""
    others = [field for field in form if field.name != "q" and not field.is_hidden]
    return {
        "request": context["request"],
        "form": form,
        "search": form["q"] if "q" in form.fields else None,
        "others": [{"field": field, "kind": _filter_kind(field)} for field in others],
        "sort": context["request"].GET.get("sort", ""),
        "target": target,
        "placeholder": placeholder,
    }


def _filter_kind(field: BoundField) -> str:
    widget = field.field.widget
    if getattr(widget, "input_type", "") == "checkbox":
        return "many" if getattr(widget, "allow_multiple_selected", False) else "tick"
    if getattr(widget, "allow_multiple_selected", False):
        return "many"
    return "one" if hasattr(widget, "choices") else "text"


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any]) -> dict[str, Any]:
    """What is wrong with one or several forms or formsets, each point a link to its field."""
    errors: list[dict[str, str]] = []
    for each in forms:
        errors += _formset_errors(each) if isinstance(each, BaseFormSet) else _form_errors(each)
    return {"errors": errors}


def _formset_errors(formset: "BaseFormSet[Any]") -> list[dict[str, str]]:
    own = [{"link": "", "field": "", "text": str(text)} for text in formset.non_form_errors()]
    return own + [error for form in formset.forms for error in _form_errors(form)]


def _form_errors(form: BaseForm) -> list[dict[str, str]]:
    found = []
    for name, texts in form.errors.items():
        field = form[name] if name in form.fields else None
        link = f"#{field.id_for_label or field.auto_id}" if field is not None and not field.is_hidden else ""
        label = str(field.label) if field is not None and link else ""
        found += [{"link": link, "field": label, "text": str(text)} for text in texts]
    return found


@register.inclusion_tag("components/drop_zone.html")
def drop_zone(field: BoundField, hint: str = "", camera: bool = False) -> dict[str, Any]:
    """A file field to drop on; `camera` adds a button that opens the phone's camera. Shows help and errors itself."""
    return {"field": field, "hint": hint or field.help_text, "camera": camera}


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str = "", link: str = "", action: str = "", icon: str = "", css: str = ""
) -> dict[str, str]:
    """Nothing here yet, in words, and what to do about it (`link` with the words `action`)."""
    return {"title": title, "text": text, "link": link, "action": action, "icon": icon, "css": css}


@register.inclusion_tag("components/note.html")
def note(text: str, tone: str = "", icon: str = "") -> dict[str, str]:
    """One sentence that matters. `tone`: info, good, warn, bad, worst, unknown; none is neutral."""
    icons = {"good": "check", "warn": "clock-alert", "bad": "triangle-alert", "worst": "octagon-alert", "unknown": ""}
    return {"text": text, "tone": tone, "icon": icon or icons.get(tone, "info")}


@register.inclusion_tag("components/meter.html")
def meter(
    value: float | None,
    label: str,
    *,
    confidence: float | None = None,
    paper: bool = False,
    tone: str = "",
    limit: float | None = None,
) -> dict[str, Any]:
    """A bar of 0–100. Filled = seen, `paper` = outlined, value None = hatched: not known.

    `confidence` (percent) hatches, in the strip below, the share nobody has looked at. `tone`: weak or good.
    `limit` draws the mark to be reached. `label` is what a screen reader says before the figures.
    """
    return {
        "label": label,
        "known": value is not None,
        "value": _clamped(value),
        "confidence": None if confidence is None else _clamped(confidence),
        "unknown": None if confidence is None else 100 - _clamped(confidence),
        "paper": paper,
        "tone": tone,
        "limit": None if limit is None else _clamped(limit),
    }


def _clamped(value: float | None) -> float:
    return round(min(100.0, max(0.0, float(value or 0))), 1)


@register.inclusion_tag("components/history.html")
def history(changes: Iterable[Any], show_subject: bool = False) -> dict[str, Any]:
    """Entries of the history, newest first as given: who, when, from, to, why. `show_subject` names each record."""
    return {"changes": changes, "show_subject": show_subject}


@register.filter
def words(name: str) -> str:
    """A field's or an action's name in words: `valid_until_on` → `valid until`, `owner_id` → `owner`."""
    return re.sub(r"_(id|on|at)$", "", str(name)).replace("_", " ")


@register.filter
def readable(change: Change) -> list[tuple[str, Any, Any]]:
    """The (field, from, to) of a history entry in the words of the record's own forms."""
    return readable_changes(change)


@register.filter
def subject_kind(change: Change) -> str:
    """What kind of record a history entry speaks of: Site, Certificate."""
    return subject_words(change.subject_type)


@register.filter
def plain_value(value: Any) -> str:
    """A value of the history as a person reads it."""
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(plain_value(item) for item in value)
    return _plain_text(str(value))


def _plain_text(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%b %Y}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}", text):
        moment = timezone.localtime(datetime.fromisoformat(text))
        return f"{moment.day} {moment:%b %Y, %H:%M}"
    return text.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", text) else text


@register.simple_tag
def day(
    value: date | None,
    today: date | None = None,
    *,
    none: str = "no date",
    soon: int = 30,
    inline: bool = False,
    far: bool = True,
) -> SafeString:
    """A date and how far away it is (`today` given: in 12 days, 3 days ago). `soon`: days from which it is marked."""
    if value is None:
        return format_html('<span class="date-none">{}</span>', none)
    days = (value - today).days if today else None
    state = "" if days is None else " date-late" if days < 0 else " date-soon" if days <= soon else ""
    distance = _distance(days) if far else ""
    return format_html(
        '<time class="date{}{}" datetime="{}">{}{}</time>',
        state,
        " date-inline" if inline else "",
        f"{value:%Y-%m-%d}",
        f"{value.day} {value:%b %Y}",
        format_html('<span class="date-far">{}</span>', distance) if distance else "",
    )


def _distance(days: int | None) -> str:
    if days is None:
        return ""
    if days in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
    size = abs(days)
    text = f"{size} days" if size < 60 else f"{size // 30} months" if size < 730 else f"{size // 365} years"
    return f"in {text}" if days > 0 else f"{text} ago"


@register.inclusion_tag("components/conflict.html")
def conflict(form: BaseForm, current: Any) -> dict[str, Any]:
    """Both versions of a record that somebody else saved meanwhile: what it says now beside what was typed.

    Only fields that differ are shown. The form keeps what was typed; give it the current version so that saving again
    replaces knowingly.
    """
    rows = []
    for field in form:
        if field.is_hidden or not hasattr(current, field.name):
            continue
        theirs, yours = _shown(field, getattr(current, field.name)), _shown(field, field.value())
        if theirs != yours:
            rows.append({"label": field.label, "theirs": theirs, "yours": yours, "link": f"#{field.id_for_label}"})
    return {"rows": rows, "current": current}


def _shown(field: BoundField, value: Any) -> str:
    """`value` of a field in the words of its choices; blank is "nothing", whatever the choice for it is called."""
    if hasattr(value, "all"):
        value = list(value.all())
    labels = _choice_labels(field)
    values = [item for item in (value if isinstance(value, list | tuple) else [value]) if item not in (None, "")]
    return ", ".join(labels.get(str(getattr(item, "pk", item)), plain_value(item)) for item in values) or "nothing"
