"""The queries that read everything known of a batch of suppliers; their number does not depend on the batch.

What is asked of them is read by one more (scoring/facts/asking.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audits.models import Audit, Capa, Finding
from certificates.models import Certificate, CertificateStandard, Verification
from scoring.facts.capability_rows import Record, read_capability
from scoring.facts.counts import AHEAD, Count, read_counts
from suppliers.models import Supplier

Row = tuple[Any, ...]

SUPPLIER = (
    "pk",
    "sector",
    "criticality",
    "scopes__id",
    "scopes__site_id",
    "scopes__site__is_main",
    "scopes__site__name",
    "scopes__process__name",
    "scopes__criticality",
    "scopes__stage",
    "scopes__process_id",
    "scopes__process__is_special",
    "created_at",
)
CERTIFICATE = (
    "supplier_id",
    "pk",
    "number",
    "valid_from",
    "expires_on",
    "superseded_on",
    "retired_on",
    "exclusions",
    "events__on",
    "events__id",
    "events__kind",
    "covered__site_id",
)
STANDARD = (
    "supplier_id",
    "certificate_id",
    "standard__code",
    "edition__code",
    "edition__superseded_on",
    "edition__invalid_after",
)
VERIFICATION = (
    "certificate__supplier_id",
    "certificate_id",
    "pk",
    "checked_on",
    "method",
    "outcome",
    "next_due_on",
    "outdated_on",
    "checks__check_name",
    "checks__scope_id",
    "checks__result",
)
AUDIT = (
    "supplier_id",
    "pk",
    "site_id",
    "strength",
    "conducted_on",
    "checklist_code",
    "checklist_version",
    "scopes__id",
    "answers__question",
    "answers__grade",
    "answers__confirmed_at",
)
FINDING = (
    "audit__supplier_id",
    "pk",
    "audit__site_id",
    "grade",
    "found_on",
    "due_on",
    "state",
    "closed_on",
)
CAPA = (
    "supplier_id",
    "pk",
    "number",
    "severity",
    "stage",
    "opened_on",
    "ended_on",
    "finding_id",
    "finding__grade",
    "finding__audit__site_id",
    "rounds__number",
    "rounds__cause",
    "rounds__began_on",
    "rounds__result",
    "rounds__judged_on",
    "rounds__closed_on",
    "rounds__steps__position",
    "rounds__steps__step",
    "rounds__steps__due_on",
    "rounds__steps__began_on",
    "rounds__steps__missed_on",
    "rounds__steps__submissions__number",
    "rounds__steps__submissions__answered_on",
    "rounds__steps__submissions__due_on",
    "rounds__steps__submissions__decision",
    "rounds__steps__submissions__decided_on",
    "nonconformance__site_id",
    "nonconformance__scope_id",
)


@dataclass
class Rows:
    """The raw rows of one supplier. `ahead`: later days on which what the database counted may be another."""

    supplier: list[Row] = field(default_factory=list)
    certificates: list[Row] = field(default_factory=list)
    standards: list[Row] = field(default_factory=list)
    verifications: list[Row] = field(default_factory=list)
    audits: list[Row] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    capas: list[Row] = field(default_factory=list)
    capability: list[Record] = field(default_factory=list)
    ahead: list[date] = field(default_factory=list)


def read_rows(supplier_ids: Sequence[int], on: date) -> dict[int, Rows]:
    """All rows of these suppliers, grouped by supplier; unknown ids are missing from the answer.

    What is counted by month is counted as of `on`; of everything else the builders leave out what came later.
    """
    ids = list(supplier_ids)
    rows: dict[int, Rows] = defaultdict(Rows)
    for row in Supplier.objects.filter(pk__in=ids).order_by("pk", "scopes__id").values_list(*SUPPLIER):
        rows[row[0]].supplier.append(row)
    found = [
        ("certificates", Certificate.objects.filter(supplier__in=ids).order_by("pk").values_list(*CERTIFICATE)),
        ("standards", CertificateStandard.objects.filter(supplier__in=ids).order_by("pk").values_list(*STANDARD)),
        ("verifications", _verifications(ids)),
        ("audits", Audit.objects.completed().filter(supplier__in=ids).order_by("pk").values_list(*AUDIT)),
        ("findings", Finding.objects.counting().filter(audit__supplier__in=ids).order_by("pk").values_list(*FINDING)),
        ("capas", Capa.objects.filter(supplier__in=ids).order_by("pk").values_list(*CAPA)),
    ]
    for name, answer in found:
        _spread(rows, name, answer)
    for count in read_counts(ids, on):
        mine = rows[count.supplier]
        if count.kind == AHEAD:
            mine.ahead.append(count.day)
        else:
            mine.counts.append(count)
    for record in read_capability(ids, on):
        rows[record.supplier].capability.append(record)
    return dict(rows)


def _verifications(ids: list[int]) -> Iterable[Row]:
    return (
        Verification.objects.filter(certificate__supplier__in=ids)
        .order_by("checked_on", "pk")
        .values_list(*VERIFICATION)
    )


def _spread(rows: dict[int, Rows], name: str, answer: Iterable[Row]) -> None:
    for row in answer:
        getattr(rows[row[0]], name).append(row)
