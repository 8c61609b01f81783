"""What the pages of a supplier share: its tabs and its status."""

from typing import Any

from django import template
from django.urls import reverse

from suppliers.domain.terms import Status
from suppliers.models import Supplier

register = template.Library()

TABS = (
    ("summary", "Summary", "suppliers:detail"),
    ("rating", "Rating", "scoring:rating"),
    ("certificates", "Certificates", "certificates:for_supplier"),
    ("audits", "Audits", "audits:supplier"),
    ("capas", "Corrective actions", "audits:supplier_capas"),
    ("history", "History", "suppliers:history"),
)
"""Each app owns its tab and is known here by the name of its address only."""

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
    return [{"key": key, "text": text, "url": reverse(name, args=[supplier.pk])} for key, text, name in TABS]


@register.inclusion_tag("suppliers/_status.html")
def supplier_status(supplier: Supplier) -> dict[str, Any]:
    """The status as a chip, with its word."""
    return {"word": supplier.get_status_display(), "tone": TONES[Status(supplier.status)]}
