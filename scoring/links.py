"""From a record key of the facts (`audit:12`) to what it is called and where it is read."""

from django.urls import reverse

NAMES = {
    "audit": "Audit",
    "coverage": "Count of receipts",
    "stages": "Count of defects by stage",
    "finding": "Finding",
    "capa": "Corrective action",
    "certificate": "Certificate",
}
ROUTES = {
    "audit": "audits:detail",
    "finding": "audits:finding",
    "capa": "audits:capa_detail",
    "certificate": "certificates:detail",
}
COUNTS = ("coverage", "stages")


def record_name(record: str) -> str:
    """`Audit 12`; the key itself for a kind that nobody named."""
    kind, _, number = record.partition(":")
    return f"{NAMES[kind]} {number}" if kind in NAMES else record


def record_url(record: str) -> str:
    """Where the record is read; empty for a kind that has no page."""
    kind, _, number = record.partition(":")
    if kind in COUNTS:
        return reverse("audits:observation", args=[kind, int(number)])
    return reverse(ROUTES[kind], args=[int(number)]) if kind in ROUTES else ""
