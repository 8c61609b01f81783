"""Small words of the overview's rows."""

from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.addresses import numbered
from common.templatetags.ui import day as date_of
from common.templatetags.ui import icon
from overview.labels import PILLAR_LABELS, RISK_LABELS
from overview.movers_view import MoverView
from overview.selectors.visits import Shown
from overview.visits_view import reason_text
from scoring.domain.facts import Criticality
from scoring.domain.words import day, tenths_text
from scoring.labels import CRITICALITY_LABELS
from scoring.models import ScopeRating
from suppliers.templatetags.evidence import rating_of

register = template.Library()


SCOPE = (
    '<tr><td><a class=row-link href="{url}" dir=auto>{name}</a><span class=sub dir=auto>{scope}{maybe}</span>'
    "<td data-label=Criticality>{criticality}"
    "<td data-label=Risk>{risk}"
    "<td data-label=Likelihood>{rating}"
    "<td class=num data-label=Confidence>{confidence} %"
    '<td class=num data-label="Paper – practice">{gap}'
    '<td class=hide-narrow data-label="Lacks most in">{thinnest}\n'
)


@register.simple_tag
def scope_row(row: ScopeRating) -> SafeString:
    """A row of rated scopes. In Python and not in a template, as those of the supplier list."""
    return format_html(
        SCOPE,
        url=f"{numbered('scoring:rating', row.supplier_id)}?scope={row.scope_key}",
        name=row.supplier.legal_name,
        scope=row.scope_label,
        maybe="" if row.is_active else " · may be bought",
        criticality=CRITICALITY_LABELS[Criticality(row.criticality)],
        risk=risk_word(row.risk_rank),
        rating=rating_of(row.likelihood, row.score_tenths, row.confidence_percent),
        confidence=row.confidence_percent,
        gap=gap(row.gap_tenths),
        thinnest=pillar_label(row.thinnest),
    )


VISIT = (
    '<tr><td><a class=row-link href="{url}" dir=auto>{name}</a><span class=sub dir=auto>{scope}{others}</span>'
    '<td data-label=Likelihood><a class=plain href="{rated}">{rating}</a>'
    "<td data-label=Why><ul class=movement role=list>{reasons}</ul>"
    "<td data-label=How>{audit}{planned}"
    '<td class=num data-label="Last visit">{visited}'
    "<td class=num data-label=Points>{points}\n"
)


@register.simple_tag
def visit_row(row: Shown) -> SafeString:
    """A row of whom to visit first. In Python and not in a template, as those of the supplier list."""
    rating, visit = row.rating, row.visit
    reasons = "".join(_reason(one.points, reason_text(one, visit)) for one in visit.reasons)
    return format_html(
        VISIT,
        url=rating.supplier.get_absolute_url(),
        name=rating.supplier.legal_name,
        scope=rating.scope_label,
        others=f", and {visit.others} more there" if visit.others else "",
        rated=f"{numbered('scoring:rating', rating.supplier_id)}?scope={rating.scope_key}",
        rating=rating_of(rating.likelihood, rating.score_tenths, rating.confidence_percent),
        reasons=mark_safe(reasons),  # noqa: S308  (of `_reason`)
        audit=visit.first.cell.audit,
        planned=format_html("<span class=sub>planned for {}</span>", day(row.planned_on)) if row.planned_on else "",
        visited=date_of(visit.first.visited_on, none="never"),
        points=visit.points,
    )


@lru_cache(maxsize=1024)
def _reason(points: int, text: str) -> SafeString:
    """Reasons are few, and the same in many rows."""
    return format_html("<li><b>{}</b>{}", points, text)


MOVER = (
    '<tr><td><a class=row-link href="{url}" dir=auto>{name}</a><span class=sub dir=auto>{scope} · {criticality}</span>'
    '<td data-label="From, to"><span class=from-to>{stood}</span>'
    '<td class=num data-label=Moved><span class="{css}">{moved}</span>'
    "<td data-label=Why>{why}\n"
)
STOOD = '<a class=plain href="{}" aria-label="{}: {}, {}">{} <span class="faint tnum">{}</span></a>'
TO = icon("arrow-right", "to")
FIRST = 'first {} <span class="faint tnum">{}</span>'
WHY = '<li><span class="tnum {}">{}</span><span>{}: {}</span>'


@register.simple_tag
def mover_row(mover: MoverView) -> SafeString:
    """A row of what moved in a month. In Python and not in a template, as those of the supplier list."""
    row, new = mover.row, not mover.row.opening_id
    why = [_why("faint", "·", one.word, _linked(one.url, one.reason)) for one in mover.limits]
    why += [_why(_way(one.is_up), one.moved, one.label, _linked(one.url, one.why, "muted")) for one in mover.told]
    return format_html(
        MOVER,
        url=mover.closing_url,
        name=row.supplier.legal_name,
        scope=row.scope_label,
        criticality=row.get_criticality_display().lower(),
        stood=_stood(mover),
        css="faint" if new else f"moved {_way(mover.is_up)}",
        moved="new" if new else mover.moved,
        why=format_html("<ul class=movement role=list>{}</ul>", mark_safe("".join(why)))  # noqa: S308  (of `_why`)
        if why
        else mark_safe("<span class=muted>Rated for the first time.</span>"),
    )


def _stood(mover: MoverView) -> SafeString:
    """Where the scope stood before, and where it stands."""
    row, text = mover.row, mover.closing_text
    now = rating_of(row.closing_likelihood, size="inline")
    if not mover.opening_url:
        return format_html(FIRST, now, text)
    after = format_html(STOOD, mover.closing_url, "After", row.get_closing_likelihood_display(), text, now, text)
    was, before = rating_of(row.opening_likelihood, size="inline"), mover.opening_text
    word = row.get_opening_likelihood_display()
    return format_html("{}{}{}", format_html(STOOD, mover.opening_url, "Before", word, before, was, before), TO, after)


def _why(css: str, moved: str, label: str, why: str) -> SafeString:
    return format_html(WHY, css, moved, label, why)


def _linked(url: str, text: str, css: str = "") -> str:
    """Text that leads to its record; in `css` where there is none."""
    if url:
        return format_html('<a href="{}">{}</a>', url, text)
    return format_html("<span class={}>{}</span>", css, text) if css else text


def _way(is_up: bool) -> str:
    return "is-up" if is_up else "is-down"


@register.simple_tag
@cache
def risk_word(rank: int) -> SafeString:
    """The risk that the matrix gives, as a word with its colour; `rank` 0 is the worst."""
    key = list(RISK_LABELS)[rank] if rank < len(RISK_LABELS) else "other"
    return format_html('<span class="risk-word risk-word-{}">{}</span>', key, RISK_LABELS.get(key, "Other"))


@register.simple_tag
def counted(at: datetime, today: date) -> str:
    """When figures were counted that are not of this moment; with its day when that is not today."""
    moment = timezone.localtime(at)
    when = "" if moment.date() == today else f"on {day(moment.date())} "
    return f"Counted {when}at {moment:%H:%M}"


@register.simple_tag
def gap(tenths: int | None) -> str:
    """Paper minus practice with its sign; in words while it cannot be measured."""
    if tenths is None:
        return "not measurable"
    return f"+{tenths_text(tenths)}" if tenths > 0 else tenths_text(tenths)


@register.simple_tag
def signed(tenths: int) -> str:
    """A change with its sign: +4.2, −0.8."""
    return f"+{tenths_text(tenths)}" if tenths > 0 else tenths_text(tenths)


@register.simple_tag
def pillar_label(key: str) -> str:
    """A pillar by its name."""
    return PILLAR_LABELS.get(key, key or "nothing")
