"""The building blocks of every page. `docs/look.md` shows each with an example."""

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import date
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
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.addresses import fixed
from common.markup import attribute
from common.paging import Page, Sort
from common.picks import choice_labels, one_of, some_of
from common.templatetags.history import plain_text, plain_value

register = template.Library()

CURSORS = ("after", "before")
"""Parameters that say where in a list one is: they never survive a change of filter or order."""


@functools.lru_cache(maxsize=256)
def _icon_paths(name: str) -> str:
    """The drawing of a lucide icon without its `<svg>`, so that the style sheet alone decides size and stroke."""
    drawing = ElementTree.fromstring(lucide._render_icon(name, None))  # noqa: S314  (shipped with the package)
    parts = (ElementTree.tostring(part, encoding="unicode").strip() for part in drawing)
    return "".join(parts).replace(" />", "/>")


@register.simple_tag
@functools.lru_cache(maxsize=512, typed=True)  # typed: what is safe as it stands and what has to be escaped are two
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A lucide icon. Without `label` it is decoration; with one it is an image of that name."""
    known = format_html('role=img aria-label="{}"', label) if label else mark_safe("aria-hidden=true")
    drawing = mark_safe(_icon_paths(str(name)))  # noqa: S308  (our own file, no input)
    look = attribute(f"icon {css}" if css else "icon")
    return format_html('<svg class={} viewBox="0 0 24 24" {}>{}</svg>', look, known, drawing)


register.simple_tag(fixed, name="address")  # `{% address "suppliers:list" %}`: as `url`, for what has no arguments


@register.simple_tag(takes_context=True)
def nav_item(
    context: Context,
    url_name: str,
    text: str,
    icon: str = "",
    *,
    short: str = "",
    count: str = "",
    key: str = "",
    css: str = "",
) -> SafeString:
    """An entry of the rail. `count` names the element that the lazily loaded counts replace; `key` is its `g` key."""
    url = fixed(url_name)
    path = context["request"].path
    current = path == url if url == "/" else path.startswith(url)
    return _nav_item(url, text, icon, short or text, count, key, css, current)


LONG_AND_SHORT = "<span class=nav-long>{}</span><span class=nav-short aria-hidden=true>{}</span>"
"""For narrow screens; read aloud is the long one."""


@functools.lru_cache(maxsize=128)  # all are words of our own templates, the same on every page
def _nav_item(
    url: str, text: str, icon_name: str, short: str, count: str, key: str, css: str, current: bool
) -> SafeString:
    return format_html(
        '<a class={} href="{}"{}{}>{}{}{}</a>',
        attribute(f"nav-item {css}" if css else "nav-item"),
        url,
        mark_safe(' aria-current="page"') if current else "",
        format_html(' data-key="{}"', key) if key else "",
        icon(icon_name) if icon_name else "",
        format_html("<span>{}</span>", text) if short == text else format_html(LONG_AND_SHORT, text, short),
        format_html("<span class=count id=count-{}></span>", count) if count else "",
    )


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


@register.inclusion_tag("components/sort_menu.html", takes_context=True)
def sort_menu(context: Context, page: Page[Any], sorts: Iterable[Sort], css: str = "") -> dict[str, Any]:
    """The offered orders as a menu; `css="only-cards"` where the table's own heads are shown on wide screens only."""
    request = context["request"]
    links = [
        {"label": one.label, "link": _query(request, {"sort": one.key}), "current": one.key == page.sort.key}
        for one in sorts
    ]
    return {"page": page, "links": links, "css": css}


@register.inclusion_tag("components/sentence.html", takes_context=True)
def filter_chips(context: Context, form: BaseForm, what: str = "") -> dict[str, Any]:
    """The filters of a bound GET form read as a sentence; each part is a link that removes it."""
    request = context["request"]
    parts = [part for field in form for part in _parts(request, form, field)]
    names = [field.html_name for field in form]
    cleared = _query(request, dict.fromkeys(names))
    return {"parts": parts, "what": what, "clear": cleared if cleared != "?" else "?view=all"}


def _parts(request: HttpRequest, form: BaseForm, field: BoundField) -> list[dict[str, str]]:
    values = [value for value in request.GET.getlist(field.html_name) if value]
    if not values or field.name in form.errors:
        return []
    labels = choice_labels(field)
    parts = []
    for value in values:
        rest = [other for other in values if other != value]
        link = _query(request, {field.html_name: rest or None})
        parts.append({"name": str(field.label), "value": labels.get(value) or _day_text(value), "link": link})
    return parts


def _day_text(text: str) -> str:
    """A day as people read it; anything else as it was typed."""
    return plain_text(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text


@register.simple_tag
def pick_page() -> SafeString:
    """Ticks every row of the page. For scripts: without them each row has its own box, and all of them one below."""
    box = '<input type="checkbox" data-pick-page> Select page'
    return mark_safe(f'<label class="check pick-page needs-js">{box}</label>')  # noqa: S308  (our own words)


@register.simple_tag
def pick(row: Any, label: Any) -> SafeString:
    """The box that ticks a row of a form with `data-many`; `label` is what the row is called."""
    return format_html('<input type="checkbox" name="id" value="{}" aria-label="{}">', row.pk, label)


@register.inclusion_tag("components/selection_bar.html")
def selection_bar(actions: Iterable[Any], count: Any = "") -> dict[str, Any]:
    """What can be done with the ticked rows of the form around it, or with all that the filter finds.

    `count` says how many those are, where the list has counted them; the action's own page says it always.
    """
    return {"actions": actions, "count": str(count)}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, target: str = "#results", placeholder: str = "Search") -> dict[str, Any]:
    """Search (field `q`) and the other fields as picks; htmx replaces `target` as one types or picks."""
    others = [field for field in form if field.name != "q" and not field.is_hidden]
    return {
        "request": context["request"],
        "form": form,
        "search": form["q"] if "q" in form.fields else None,
        "others": [_filter(field) for field in others],
        "sort": context["request"].GET.get("sort", ""),
        "target": target,
        "placeholder": placeholder,
        "views": _views_link(context["request"]),
    }


def _views_link(request: HttpRequest) -> str:
    """Where the filters of this list can be kept under a name; empty for a list that offers it not."""
    match = request.resolver_match
    if match is None or getattr(match.func, "saves", None) is None:
        return ""
    return f"{fixed('accounts:views')}?{urlencode({'page': match.view_name, 'query': _query(request, {})[1:]})}"


def _filter(field: BoundField) -> dict[str, Any]:
    """A filter beside the search: `drawn` whole where it has choices, else as components/filter_field.html draws it."""
    kind = _filter_kind(field)
    draw = {"one": one_of, "many": some_of}.get(kind)
    return {"field": field, "kind": kind, "drawn": draw(field) if draw else ""}


def _filter_kind(field: BoundField) -> str:
    widget = field.field.widget
    if getattr(widget, "input_type", "") in ("date", "month"):
        return "day"
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


@register.simple_tag
@functools.lru_cache(maxsize=4096, typed=True)  # the days of a list are few, and the same on the next page
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
        return format_html("<span class=date-none>{}</span>", none)
    days = (value - today).days if today else None
    state = "" if days is None else " date-late" if days < 0 else " date-soon" if days <= soon else ""
    distance = _distance(days) if far else ""
    return format_html(
        "<time class={} datetime={}>{}{}</time>",
        attribute(f"date{state}{' date-inline' if inline else ''}"),
        f"{value:%Y-%m-%d}",
        f"{value.day} {value:%b %Y}",
        format_html("<span class=date-far>{}</span>", distance) if distance else "",
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
    labels = choice_labels(field)
    values = [item for item in (value if isinstance(value, list | tuple) else [value]) if item not in (None, "")]
    return ", ".join(labels.get(str(getattr(item, "pk", item)), plain_value(item)) for item in values) or "nothing"
