"""The shipped start of the requirement profiles, beside the standards of the sectors. Each is a starting point of our
own where no source is named: the administrator keeps, changes or ends it. None of them moves a rating."""

from datetime import date
from typing import TypedDict

BEGINNING = date(2000, 1, 1)
"""Shipped rules always held: a rating of any past day is made with them."""

SHIPPED_ON = date(2026, 11, 21)
OWN = "Starting point of our own; change it to what you ask for"


class ShippedRule(TypedDict, total=False):
    """The columns of a rule that differ from its defaults; `document` is the code of a kind."""

    kind: str
    document: str
    duty: str
    months: int
    audit_type: str
    sector: str
    special_only: bool
    criticality: str
    source: str


RULES: list[ShippedRule] = [
    {"kind": "document", "document": "quality-agreement", "duty": "mandatory", "criticality": "critical"},
    {"kind": "document", "document": "quality-agreement", "duty": "expected", "criticality": "major"},
    {"kind": "document", "document": "control-plan", "criticality": "critical", "months": 36},
    {"kind": "document", "document": "process-validation", "special_only": True, "criticality": "major", "months": 36},
    {
        "kind": "document",
        "document": "ppap-3",
        "sector": "automotive",
        "duty": "mandatory",
        "source": "AIAG PPAP manual, 4th edition: level 3 is the default submission level; not checked",
    },
    {
        "kind": "document",
        "document": "first-article",
        "sector": "aerospace",
        "duty": "mandatory",
        "source": "AS9102: first-article inspection; not checked for the edition in force",
    },
    {
        "kind": "document",
        "document": "rohs",
        "sector": "electronics",
        "duty": "mandatory",
        "months": 24,
        "source": "Directive 2011/65/EU; that it is renewed every two years is our own rule",
    },
    {"kind": "audit", "audit_type": "announced_on_site", "criticality": "critical", "months": 24},
    {"kind": "audit", "audit_type": "announced_on_site", "criticality": "major", "months": 36},
]
