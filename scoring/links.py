"""From a record key of the facts (`audit:12`) to what it is called and where it is read."""

from urllib.parse import urlencode

from common.addresses import fixed, numbered
from scoring.domain.words import MONTHS

NAMES = {
    "audit": "Audit",
    "coverage": "Count of receipts",
    "stages": "Count of defects by stage",
    "finding": "Finding",
    "capa": "Corrective action",
    "certificate": "Certificate",
    "document": "Document",
    "visit": "Visit note",
    "equipment": "Equipment",
    "metrology": "Metrology",
    "engineering": "Engineering support",
    "reference": "Reference",
    "sample_run": "Sample run",
    "first_article": "First article",
    "preshipment": "Inspection at source",
}
ROUTES = {
    "audit": "audits:detail",
    "finding": "audits:finding",
    "capa": "audits:capa_detail",
    "certificate": "certificates:detail",
    "document": "suppliers:document",
    "visit": "capability:visit",
}
CAPABILITY = ("equipment", "metrology", "engineering", "reference", "sample_run", "first_article", "preshipment")
COUNTS = ("coverage", "stages")
OF_A_MONTH = {
    "lots": ("Lots inspected in", "deliveries:lots"),
    "deliveries": ("Order lines due in", "deliveries:list"),
    "nonconformances": ("Nonconformances of", "deliveries:nonconformances"),
}
"""Kinds that are counted by month: the key names supplier and month, the link leads to that month's list."""


def record_name(record: str) -> str:
    """`Audit 12`; the key itself for a kind that nobody named."""
    kind, _, number = record.partition(":")
    if kind in OF_A_MONTH:
        _, year, month = number.split("-")
        return f"{OF_A_MONTH[kind][0]} {MONTHS[int(month) - 1]} {year}"
    return f"{NAMES[kind]} {number}" if kind in NAMES else record


def is_of_a_month(record: str) -> bool:
    """Whether the record stands for all of a month."""
    return record.partition(":")[0] in OF_A_MONTH


def record_url(record: str) -> str:
    """Where the record is read; empty for a kind that has no page."""
    kind, _, number = record.partition(":")
    if kind in OF_A_MONTH:
        supplier, _, month = number.partition("-")
        return f"{fixed(OF_A_MONTH[kind][1])}?{urlencode({'supplier': supplier, 'month': month})}"
    if kind in COUNTS:
        return numbered("audits:observation", int(number), kind)
    if kind in CAPABILITY:
        return numbered("capability:record", int(number), kind)
    return numbered(ROUTES[kind], int(number)) if kind in ROUTES else ""
