"""What answers about capability records look like. Measures are decimal texts; null: nobody noted it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from capability.domain.terms import (
    ArticleResult,
    Calibration,
    Condition,
    Extent,
    Kind,
    LotResult,
    Performs,
    ReferenceOutcome,
    Scheme,
    Source,
    Support,
    ToleranceUnit,
    Traceability,
)
from capability.kinds import KINDS
from capability.models import CapabilityRecord
from capability.selectors import KindSummary, SupplierCapability
from common.api.locking import content_version
from common.api.shapes import Reference, reference, reference_or_none


class CapabilityRow(TypedDict):
    """A record: where and for which process it is true, how we know, since when. A wrong one is superseded."""

    id: int
    version: str
    kind: Kind
    supplier: Reference
    site: Reference
    scope: Reference | None
    source: Source
    observed_on: date
    note: str
    recorded_by: Reference
    recorded_at: datetime
    corrects: int | None
    superseded_at: datetime | None
    superseded_reason: str


class EquipmentRow(CapabilityRow):
    """Machines of one type for a process that we buy. Tolerances in mm, or as IT grade of ISO 286."""

    machine: str
    maker: str
    count: int
    year: int | None
    envelope: str
    condition: Condition
    performs: Performs
    tolerance_unit: ToleranceUnit
    held: Decimal | None
    needed: Decimal | None


class MetrologyRow(CapabilityRow):
    """An instrument: resolution, uncertainty and the tolerance that it checks in mm."""

    instrument: str
    maker: str
    resolution: Decimal | None
    uncertainty: Decimal | None
    tolerance: Decimal | None
    calibration: Calibration
    calibration_due: date | None
    traceability: Traceability


class EngineeringRow(CapabilityRow):
    """What the supplier's engineers add to our drawing."""

    dfm: Support
    data: Support
    tooling: Support
    language: Support
    response_days: int | None
    languages: str
    evidence: str


class ReferenceRow(CapabilityRow):
    """A customer of the supplier that was asked."""

    company: str
    person: str
    buys: str
    since: int | None
    outcome: ReferenceOutcome
    quality: str
    delivery: str
    parts: int | None
    defective: int | None


class SampleRunRow(CapabilityRow):
    """A sample order: what came, and how much of it was right."""

    part_number: str
    revision: str
    order_number: str
    ordered: int | None
    received: int
    conforming: int
    critical: str
    cpk: Decimal | None
    cpk_parts: int | None


class FirstArticleRow(CapabilityRow):
    """A submission of a first article: AS9102 or PPAP."""

    part_number: str
    revision: str
    scheme: Scheme
    ppap_level: int | None
    extent: Extent
    submission_number: int
    checked: int
    out_of_tolerance: int
    result: ArticleResult


class PreshipmentRow(CapabilityRow):
    """A lot that was inspected at the supplier before it was sent."""

    lot_number: str
    part_number: str
    revision: str
    lot_size: int
    sample_size: int
    aql: Decimal | None
    critical_defects: int
    major_defects: int
    minor_defects: int
    result: LotResult


SHAPES: dict[Kind, Any] = {
    Kind.EQUIPMENT: EquipmentRow,
    Kind.METROLOGY: MetrologyRow,
    Kind.ENGINEERING: EngineeringRow,
    Kind.REFERENCE: ReferenceRow,
    Kind.SAMPLE_RUN: SampleRunRow,
    Kind.FIRST_ARTICLE: FirstArticleRow,
    Kind.PRESHIPMENT: PreshipmentRow,
}


def record_version(row: CapabilityRecord) -> str:
    """Such a record is superseded, never edited: its version says whether it was."""
    return content_version(row.kind, row.pk, row.superseded_at)


def record_row(row: Any) -> Any:
    """A record in the shape of its kind (select `supplier`, `site`, the scope's process and site, `recorded_by`)."""
    common: CapabilityRow = {
        "id": row.pk,
        "version": record_version(row),
        "kind": row.kind,
        "supplier": reference(row.supplier),
        "site": reference(row.site),
        "scope": reference_or_none(row.scope),
        "source": Source(row.source),
        "observed_on": row.observed_on,
        "note": row.note,
        "recorded_by": reference(row.recorded_by),
        "recorded_at": row.recorded_at,
        "corrects": row.corrects_id,
        "superseded_at": row.superseded_at,
        "superseded_reason": row.superseded_reason,
    }
    return {**common, **{name: getattr(row, name) for name in KINDS[row.kind].fields}}


class KnownRow(TypedDict):
    """One question: how many records answer it, how strong and how new they are, and what is missing."""

    kind: Kind
    title: str
    records: int
    strongest: Source | None
    newest_on: date | None
    missing: list[str]
    latest: list[Reference]


def _known_row(one: KindSummary) -> KnownRow:
    return {
        "kind": one.page.kind,
        "title": one.page.title,
        "records": one.known.number,
        "strongest": one.known.strongest,
        "newest_on": one.known.newest_on,
        "missing": list(one.known.missing),
        "latest": [reference(row) for row in one.rows],
    }


class CapabilitySummary(TypedDict):
    """What is known of a supplier's capability, question by question, and the last visits (newest first)."""

    kinds: list[KnownRow]
    visits: list[Reference]


def capability_summary(found: SupplierCapability) -> CapabilitySummary:
    return {
        "kinds": [_known_row(one) for one in found.kinds],
        "visits": [reference(visit) for visit in found.visits],
    }
