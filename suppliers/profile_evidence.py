"""What apps above tell the profiles, so that this app imports none of them: evidence for a preview, and checklists.

Each registers when it is ready: `@evidence_for(kind)` on a function that reads, in one statement, all records of the
suppliers in question that answer a requirement of that kind.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from suppliers.domain.profiles.standing import Evidence
from suppliers.domain.profiles.terms import RequirementKind, ReviewState
from suppliers.models import SupplierDocument, SupplierQuerySet


@dataclass(frozen=True, slots=True)
class PlacedEvidence:
    """A record and where it counts: at one site, for one scope, or (both None) for the whole supplier."""

    supplier: int
    site: int | None
    scope: int | None
    evidence: Evidence


Reader = Callable[[str, SupplierQuerySet, date], Iterable[PlacedEvidence]]
_readers: dict[RequirementKind, Reader] = {}
_checklists: dict[str, str] = {}


def evidence_for(kind: RequirementKind) -> Callable[[Reader], Reader]:
    """Register how evidence for a kind of requirement is read: subject, suppliers, day."""

    def register(reader: Reader) -> Reader:
        _readers[kind] = reader
        return reader

    return register


def read_evidence(
    kind: RequirementKind, subject: str, suppliers: SupplierQuerySet, day: date
) -> dict[int, list[PlacedEvidence]]:
    """The records that may answer a requirement, by supplier; none for a kind that nobody reads."""
    found: dict[int, list[PlacedEvidence]] = {}
    reader = _readers.get(kind)
    for one in reader(subject, suppliers, day) if reader else ():
        found.setdefault(one.supplier, []).append(one)
    return found


def offer_checklist(code: str, title: str) -> None:
    """Make a checklist known, so that a rule can ask for an audit by it."""
    _checklists[code] = title


def checklist_choices() -> list[tuple[str, str]]:
    """The checklists that a rule can ask for."""
    return sorted(_checklists.items())


@evidence_for(RequirementKind.DOCUMENT)
def _documents(subject: str, suppliers: SupplierQuerySet, day: date) -> Iterable[PlacedEvidence]:
    rows = SupplierDocument.objects.current().filter(supplier__in=suppliers.values("pk"), kind__code=subject)
    rows = rows.exclude(state=ReviewState.REJECTED.value)
    columns = ("supplier_id", "site_id", "scope_id", "pk", "issued_on", "received_on", "valid_until", "state")
    for supplier, site, scope, pk, issued, received, until, state in rows.values_list(*columns):
        confirmed = state == ReviewState.ACCEPTED.value
        evidence = Evidence(f"document:{pk}", issued or received, until, confirmed)
        yield PlacedEvidence(supplier, site, scope, evidence)
