"""What the pages of a supplier share: its tabs and its status."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.domain.permissions import Permission
from accounts.models import User
from common.addresses import numbered
from common.bulk.selecting import Action, actions_for
from common.templatetags.ui import day
from suppliers.domain.terms import Status
from suppliers.models import Supplier
from suppliers.templatetags.evidence import claim, rating

register = template.Library()

TABS = (
    ("summary", "Summary", "suppliers:detail"),
    ("rating", "Rating", "scoring:rating"),
    ("requirements", "Requirements", "scoring:requirements"),
    ("certificates", "Certificates", "certificates:for_supplier"),
    ("deliveries", "Deliveries", "deliveries:supplier"),
    ("audits", "Audits", "audits:supplier"),
    ("capas", "Corrective actions", "audits:supplier_capas"),
    ("capability", "Capability", "capability:supplier"),
    ("history", "History", "suppliers:history"),
)
"""Each app owns its tab and is known here by the name of its address only."""

ACTIONS = (
    Action("edit", "Edit", "pencil", "suppliers:bulk_edit", Permission.SUPPLIER_EDIT),
    Action("compare", "Compare", "columns-3", "overview:compare_selected", Permission.VIEW),
    Action("scorecards", "Scorecards", "file-text", "scoring:bundle_new", Permission.SCORECARD),
)
"""What can be done with a selection of suppliers. An app above is known here by the name of its address only."""

TONES = {
    Status.PROSPECT: "open",
    Status.UNDER_EVALUATION: "open",
    Status.CONDITIONAL: "warn",
    Status.APPROVED: "good",
    Status.PREFERRED: "good",
    Status.PROBATION: "warn",
    Status.SUSPENDED: "bad",
    Status.DISQUALIFIED: "worst",
    Status.INACTIVE: "",
}


@register.simple_tag
def supplier_tabs(supplier: Supplier) -> list[dict[str, str]]:
    """Key, text and address of each tab."""
    return [{"key": key, "text": text, "url": numbered(name, supplier.pk)} for key, text, name in TABS]


@register.inclusion_tag("suppliers/_status.html")
def supplier_status(supplier: Supplier) -> dict[str, Any]:
    """The status as a chip, with its word."""
    return {"word": supplier.get_status_display(), "tone": TONES[Status(supplier.status)]}


ROW = (
    "<tr><td><input type=checkbox name=id value={pk} aria-labelledby=s{pk}>"
    '<a class=row-link id=s{pk} href="{url}"><bdi>{name}</bdi></a>'
    "<span class=sub>{local}{country}{city}{marks}</span>"
    "<td>{bought}{more}"
    "<td>{rating}"
    "<td>{claim}"
    "<td class=num>{expiry}"
    "<td class=step>{step}\n"
)
"""Fifty of these are most of the page: HTML needs neither the quotes nor the ends that are left out here, and what a
card calls each of its lines stands once in the style sheet (`table-suppliers` in static/css/components/table.css)."""


@register.simple_tag
def supplier_row(supplier: Supplier, bought: Mapping[int, list[str]], today: date, base: str) -> SafeString:
    """A row of the supplier list; `base` is the address of the list, under which each supplier has its number.

    In Python and not in a template: fifty rows of some twenty look-ups each were half the time of the page.
    """
    processes = bought.get(supplier.pk, [])
    return format_html(
        ROW,
        pk=supplier.pk,
        url=f"{base}{supplier.pk}/",
        name=supplier.legal_name,
        local=format_html("<bdi>{}</bdi> ", supplier.local_name) if supplier.local_name else "",
        country=str(supplier.country),
        city=format_html(" · <bdi>{}</bdi>", supplier.city) if supplier.city else "",
        marks=(" · restricted" if supplier.is_restricted else "") + (" · archived" if supplier.archived_at else ""),
        bought=", ".join(processes[:2]),
        more=format_html(' <span class="faint nowrap">+{}</span>', len(processes) - 2) if processes[2:] else "",
        rating=rating(supplier),
        claim=claim(supplier.claim, supplier.claim_text or "none recorded"),
        expiry=day(supplier.expires_on, today, none="–"),
        step=supplier.next_step,
    )


@register.simple_tag
def supplier_actions(user: User) -> list[Action]:
    """What this person may do with a selection."""
    return actions_for(user, ACTIONS)
