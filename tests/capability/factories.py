"""Capability records and visit notes for tests, made by the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.domain.permissions import Role
from accounts.models import User
from capability.domain.terms import Counted, Kind, Manner
from capability.kinds import KINDS
from capability.models import CapabilityRecord, VisitNote, VisitPhoto
from capability.services import (
    Act,
    VisitHead,
    add_visit_photo,
    begin_visit,
    complete_visit,
    record_capability,
    save_count,
    save_measurement,
    save_question,
)
from suppliers.models import Scope, Supplier
from tests.accounts.factories import make_user
from tests.audits.factories import photo_file
from tests.moment import MOMENT
from tests.suppliers.factories import make_scope, make_supplier

DAY = date(2026, 11, 2)
AT = MOMENT
TODAY = AT.date()

VALUES: dict[Kind, dict[str, Any]] = {
    Kind.EQUIPMENT: {
        "source": "announced", "machine": "DMU 50", "count": 2, "year": 2021, "held": Decimal("0.01"),
        "needed": Decimal("0.02"), "condition": "maintained",
    },
    Kind.METROLOGY: {
        "source": "announced", "instrument": "CMM Contura", "uncertainty": Decimal("0.0018"),
        "tolerance": Decimal("0.02"), "calibration": "calibrated", "calibration_due": date(2027, 5, 1),
        "traceability": "accredited",
    },
    Kind.ENGINEERING: {
        "source": "our_check", "dfm": "full", "data": "full", "tooling": "partly", "language": "full",
        "response_days": 2, "evidence": "Three comments on our drawing before the quote.",
    },
    Kind.REFERENCE: {"source": "our_check", "company": "Pumpenwerk Nord", "outcome": "confirmed"},
    Kind.SAMPLE_RUN: {"source": "our_check", "part_number": "VB-100", "received": 50, "conforming": 49},
    Kind.FIRST_ARTICLE: {"source": "our_check", "part_number": "VB-100", "revision": "C", "checked": 64},
    Kind.PRESHIPMENT: {
        "source": "our_check", "part_number": "VB-100", "lot_number": "L-1", "lot_size": 500, "sample_size": 80,
    },
}  # fmt: skip
"""A record of each kind with nothing to object to."""


def act(user: User | None = None, **more: Any) -> Act:
    return Act(user or make_user(Role.QUALITY_ENGINEER), AT, TODAY, **more)


def scope_of(supplier: Supplier) -> Scope:
    return supplier.scopes.select_related("site").first() or make_scope(supplier)


def make_record(kind: Kind, supplier: Supplier | None = None, by: Act | None = None, **fields: Any) -> CapabilityRecord:
    supplier = supplier or make_supplier(with_scope=True)
    scope = scope_of(supplier)
    values = {"site": scope.site, "observed_on": DAY, **VALUES[kind], **fields}
    if kind is Kind.EQUIPMENT:
        values.setdefault("scope", scope)
    return record_capability(KINDS[kind].model, supplier, values, by or act())


def make_visit(supplier: Supplier | None = None, by: Act | None = None, **fields: Any) -> VisitNote:
    """A draft."""
    supplier = supplier or make_supplier(with_scope=True)
    scope = scope_of(supplier)
    head = {"site": scope.site, "visited_on": DAY, "unannounced": False, "scopes": [scope], **fields}
    return begin_visit(VisitHead(**head), by or act())


def fill(visit: VisitNote, by: Act | None = None) -> VisitNote:
    """Something in each of the three sections."""
    by = by or act()
    save_count(visit, Counted.RECEIPTS, {"pulled": 12, "in_order": 9, "refused": False}, expected_version=0, by=by)
    save_count(visit, Counted.LABELS, {"pulled": 3, "in_order": 3, "refused": False}, expected_version=0, by=by)
    save_measurement(visit, 1, measurement(), expected_version=0, by=by)
    save_measurement(visit, 2, measurement(measured=Decimal("12.020")), expected_version=0, by=by)
    said = {"manner": Manner.WITH_EVIDENCE.value, "words": ""}
    save_question(visit, "stop", said, expected_version=0, by=by)
    return visit


def measurement(**fields: Any) -> dict[str, Any]:
    values = {
        "characteristic": "Bore", "recorded": Decimal("12.004"), "measured": Decimal("12.005"),
        "uncertainty": Decimal("0.002"), "lower": Decimal("12.000"), "upper": Decimal("12.010"),
        "instrument": "Plug gauge 7",
    }  # fmt: skip
    return {**values, **fields}


def completed_visit(supplier: Supplier | None = None, **fields: Any) -> VisitNote:
    return complete_visit(fill(make_visit(supplier, **fields)), act())


def make_visit_photo(visit: VisitNote) -> VisitPhoto:
    return add_visit_photo(visit, photo_file(), act(), caption="Label of the heat")
