"""Inspected lots in a file."""

from collections.abc import Hashable, Mapping, Sequence

from django.urls import reverse

from accounts.domain.permissions import Permission
from deliveries.domain.lots import LotResult
from deliveries.domain.records import LotData, lot_problems
from deliveries.importing.shared import NUMBER, PLACE, by_of, compare, incoming, recorded, report, source_of, texts
from deliveries.labels import RESULT_LABELS
from deliveries.models import InspectionLot
from deliveries.services import record_lots
from imports.kinds import Choice, Context, Field, Kind, Row, ValueKind, supplier_fields

WORDS = {
    LotResult.ACCEPTED: ("accept", "ok", "pass", "passed", "released", "a"),
    LotResult.REJECTED: ("reject", "nok", "fail", "failed", "blocked", "r"),
    LotResult.CONCESSION: ("concession", "use as is", "waiver", "deviation"),
    LotResult.SKIP_LOT: ("skip", "skip lot", "skipped", "not inspected", "dock to stock"),
}
RESULTS = tuple(Choice(one.value, RESULT_LABELS[one], WORDS[one]) for one in LotResult)
TEXTS = ("part_number", "revision", "lot_number", "order_number", "plan", "inspector", "note", "external_id")
COUNTS = ("lot_size", "sample_size", "nonconforming")
FIELDS = (
    *supplier_fields(),
    *PLACE,
    Field("part_number", "Part number", synonyms=("part", "material", "article", "item number"), max_length=120, example="BR-200"),
    Field("revision", "Revision", synonyms=("rev",), max_length=20, example="C"),
    Field("lot_number", "Lot or heat", synonyms=("lot", "batch", "heat", "charge", "lot number"), max_length=80, example="H-2231"),
    Field("order_number", "Order", synonyms=("po", "po number", "purchase order"), max_length=60, example="PO-4711"),
    Field("received_on", "Received on", ValueKind.DATE, synonyms=("receipt date", "received date"), example="2026-05-30"),
    Field("inspected_on", "Inspected on", ValueKind.DATE, required=True, synonyms=("inspection date", "date"), example="2026-05-31"),
    Field("lot_size", "Parts in the lot", ValueKind.INTEGER, synonyms=("lot size", "quantity"), minimum=0, example="500"),
    Field("sample_size", "Parts inspected", ValueKind.INTEGER, synonyms=("sample size", "sample", "inspected"), minimum=0, example="50",
          help="Left empty if nobody noted it: then only the lot counts."),
    Field("nonconforming", "Nonconforming parts", ValueKind.INTEGER, synonyms=("defects", "defective", "rejects", "nonconforming"), minimum=0, example="0"),
    Field("plan", "Sampling plan", synonyms=("aql", "inspection plan"), max_length=120, example="ISO 2859-1, level II, AQL 1.0"),
    Field("result", "Result", ValueKind.CHOICE, required=True, choices=RESULTS, synonyms=("decision", "usage decision", "status"), example="Accepted"),
    Field("inspector", "Inspected by", synonyms=("inspector",), max_length=120),
    Field("note", "Note", synonyms=("remark", "comment"), max_length=5000),
    *NUMBER,
)  # fmt: skip
LABELS = {field.key: field.title for field in FIELDS if field.key in {*TEXTS, *COUNTS, "inspected_on", "result"}}


def data_of(row: Row) -> LotData:
    """What the row says."""
    counts = {name: row.get(name) for name in COUNTS}
    result = LotResult(row["result"])
    if result is LotResult.SKIP_LOT:
        counts["sample_size"] = counts["nonconforming"] = None
    return LotData(
        **texts(row, TEXTS),
        **counts,
        inspected_on=row["inspected_on"],
        received_on=row.get("received_on"),
        result=result,
        source=source_of(row),
    )


def check(rows: Sequence[Row], context: Context) -> None:
    """By the number of their system; rows without one by lot, part and day."""
    known = recorded(InspectionLot, rows, superseded_at=None)
    alike = _alike(rows)
    for row in rows:
        data = data_of(row)
        if not report(row, lot_problems(data, context.today)) or row.supplier_id is None:
            continue
        if data.external_id:
            before = known.get((row.supplier_id, data.source, data.external_id))
            if before is not None:
                compare(row, before, data, LABELS)
        elif (same := alike.get((row.supplier_id, *_named(data)))) is not None:
            row.same(same)


def _named(data: LotData) -> tuple[Hashable, ...]:
    return (data.part_number, data.lot_number, data.inspected_on, data.result.value, data.sample_size)


def _alike(rows: Sequence[Row]) -> dict[Hashable, int]:
    """Lots without a number that are recorded for the days of these rows."""
    bare = [row for row in rows if row.supplier_id and not row.text("external_id")]
    if not bare:
        return {}
    days = [row["inspected_on"] for row in bare]
    found = InspectionLot.objects.standing().filter(
        supplier__in={row.supplier_id for row in bare}, inspected_on__range=(min(days), max(days)), external_id=""
    )
    return {(row.supplier_id, *_named(row.data)): row.pk for row in found}


def write(rows: Sequence[Row], context: Context) -> Mapping[str, int]:
    """New ones are recorded, changed ones superseded."""
    made = record_lots(incoming([(row, data_of(row)) for row in rows], context), by_of(context))
    for row, record in zip(rows, made, strict=True):
        row.record_id = record.pk
    return {"inspected lots": len(made)}


def identity(row: Row) -> Hashable:
    """The same number in the same system is the same record."""
    number = row.text("external_id")
    return (source_of(row), number) if number else None


KIND = Kind(
    key="inspection_lots",
    title="Inspected lots",
    permission=Permission.DELIVERY_EDIT,
    fields=FIELDS,
    check=check,
    write=write,
    instructions=(
        "One row per inspected lot. Skip-lot means that nobody looked: it counts neither for nor against the supplier.",
    ),
    identity=identity,
    label=lambda row: row.text("lot_number") or row.text("part_number"),
    record_url=lambda pk: reverse("deliveries:lot", args=[pk]),
    list_url=lambda: reverse("deliveries:lots"),
)
