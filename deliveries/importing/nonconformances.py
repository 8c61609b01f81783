"""Nonconformances in a file."""

from collections.abc import Hashable, Mapping, Sequence

from django.urls import reverse

from accounts.domain.permissions import Permission
from common.text import fold
from deliveries.domain.nonconformances import KnownFrom, Severity
from deliveries.domain.records import NonconformanceData, nonconformance_problems
from deliveries.domain.stages import OUR_STAGES, Stage
from deliveries.importing.shared import NUMBER, PLACE, by_of, compare, incoming, recorded, report, source_of, texts
from deliveries.labels import KNOWN_FROM_LABELS, SEVERITY_LABELS, STAGE_LABELS
from deliveries.models import DefectType, Nonconformance
from deliveries.services import Links, Place, correct_nonconformance, log_nonconformances
from imports.domain.flow import Standing
from imports.kinds import Choice, Context, Field, Kind, Row, ValueKind, supplier_fields

STAGE_WORDS = {
    Stage.INCOMING: ("supplier incoming", "incoming"),
    Stage.SUBASSEMBLY: ("sub-assembly", "sub assembly"),
    Stage.IN_PROCESS: ("in-process", "process", "production"),
    Stage.FINAL: ("final", "outgoing", "pre-shipment"),
    Stage.RECEIVING: ("receiving", "goods receipt", "our incoming", "receiving inspection"),
    Stage.LINE: ("line", "assembly", "our production"),
    Stage.CUSTOMER: ("customer", "field", "end customer"),
}
STAGES = tuple(Choice(one.value, STAGE_LABELS[one], STAGE_WORDS[one]) for one in Stage)
SEVERITIES = tuple(Choice(one.value, SEVERITY_LABELS[one], (one.value,)) for one in Severity)
SOURCES = tuple(Choice(one.value, KNOWN_FROM_LABELS[one], (one.value.replace("_", " "),)) for one in KnownFrom)
OTHER = "Other"
TEXTS = ("description", "part_number", "revision", "lot_number", "order_number", "external_id")
COUNTS = ("quantity_affected", "quantity_inspected")
FIELDS = (
    *supplier_fields(),
    *PLACE,
    Field("description", "What does not conform", required=True, synonyms=("description", "defect description", "problem", "text"), max_length=5000, example="Bore 0.08 mm too large"),
    Field("defect_type", "Type of defect", synonyms=("defect", "defect code", "defect type", "category"), max_length=80, example="Dimension out of tolerance",
          help="As in the list of types; an unknown one is taken as “Other”."),
    Field("stage", "Caught at", ValueKind.CHOICE, required=True, choices=STAGES, synonyms=("stage", "detected at", "found at", "detection"), example="Our receiving"),
    Field("known_from", "How we know", ValueKind.CHOICE, choices=SOURCES, synonyms=("reported by",)),
    Field("severity", "Severity", ValueKind.CHOICE, choices=SEVERITIES, synonyms=("class", "grade"), example="major"),
    Field("found_on", "Found on", ValueKind.DATE, required=True, synonyms=("date", "date found", "nc date", "created"), example="2026-05-31"),
    Field("part_number", "Part number", synonyms=("part", "material", "article"), max_length=120, example="BR-200"),
    Field("revision", "Revision", synonyms=("rev",), max_length=20),
    Field("lot_number", "Lot or heat", synonyms=("lot", "batch", "heat"), max_length=80),
    Field("order_number", "Order", synonyms=("po", "po number", "purchase order"), max_length=60),
    Field("quantity_affected", "Parts affected", ValueKind.INTEGER, synonyms=("quantity", "defective quantity", "qty"), minimum=0, example="12"),
    Field("quantity_inspected", "Parts inspected", ValueKind.INTEGER, synonyms=("inspected", "sample"), minimum=0, example="50"),
    Field("stopped_line", "Stopped our line", ValueKind.FLAG, synonyms=("line stop", "line down")),
    Field("cost", "Cost to us", ValueKind.DECIMAL, synonyms=("cost", "costs"), minimum=0),
    Field("currency", "Currency", max_length=3, example="EUR"),
    *NUMBER,
)  # fmt: skip
LABELS = {
    field.key: field.title
    for field in FIELDS
    if field.key in {*TEXTS, *COUNTS, "stage", "severity", "found_on", "stopped_line"}
}


def data_of(row: Row) -> NonconformanceData:
    """What the row says; who told us defaults to what the stage says: ours is our record, the supplier's its word."""
    stage = Stage(row["stage"])
    told = KnownFrom.OUR_RECORD if stage in OUR_STAGES else KnownFrom.THEIR_WORD
    cost = row.get("cost")
    return NonconformanceData(
        **texts(row, TEXTS),
        **{name: row.get(name) for name in COUNTS},
        stage=stage,
        known_from=KnownFrom(row.get("known_from", told.value)),
        severity=Severity(row.get("severity", Severity.MAJOR.value)),
        found_on=row["found_on"],
        stopped_line=bool(row.get("stopped_line", False)),
        cost=cost,
        currency=row.text("currency").upper() if cost else "",
        source=source_of(row),
    )


def check(rows: Sequence[Row], context: Context) -> None:
    """By the number of their system; rows without one by part, day, stage and words."""
    known = recorded(Nonconformance, rows)
    alike = _alike(rows)
    types = _types(context)
    for row in rows:
        data = data_of(row)
        if not report(row, nonconformance_problems(data, context.today)) or row.supplier_id is None:
            continue
        if (name := row.text("defect_type")) and fold(name) not in types:
            row.warn(
                "This type of defect is not on the list.", "It is taken as “Other”.", field="defect_type", value=name
            )
        before = known.get((row.supplier_id, data.source, data.external_id)) if data.external_id else None
        if before is not None:
            compare(row, before, data, LABELS)
            if row.standing is Standing.CHANGED and before.is_void:
                row.error("It was made void on record.", "Bring it back on its page first, or leave the row out.")
            elif row.standing is Standing.CHANGED and not context.actor.can(Permission.NONCONFORMANCE_EDIT):
                row.error("It is on record otherwise.", "A quality engineer or manager may correct it.")
        elif (same := alike.get((row.supplier_id, *_named(data)))) is not None and not data.external_id:
            row.same(same)


def _named(data: NonconformanceData) -> tuple[Hashable, ...]:
    return (data.part_number, data.found_on, data.stage.value, data.description.strip())


def _alike(rows: Sequence[Row]) -> dict[Hashable, int]:
    bare = [row for row in rows if row.supplier_id and not row.text("external_id")]
    if not bare:
        return {}
    days = [row["found_on"] for row in bare]
    found = Nonconformance.objects.counting().filter(
        supplier__in={row.supplier_id for row in bare}, found_on__range=(min(days), max(days)), external_id=""
    )
    return {(row.supplier_id, *_named(row.data)): row.pk for row in found}


def _types(context: Context) -> dict[str, int]:
    """The types of defects by their folded names, read once per run."""
    if "types" not in context.memory:
        context.memory["types"] = {fold(kind.name): kind.pk for kind in DefectType.objects.all()}
    found: dict[str, int] = context.memory["types"]
    return found


def _type_of(row: Row, context: Context) -> int:
    types = _types(context)
    other = types.get(fold(OTHER))
    if other is None:
        other = types[fold(OTHER)] = DefectType.objects.create(name=OTHER).pk
    return types.get(fold(row.text("defect_type")), other)


def write(rows: Sequence[Row], context: Context) -> Mapping[str, int]:
    """New ones are logged in bulk; changed ones are corrected one by one, each with its history."""
    new, changed = ([row for row in rows if (row.record_id is None) is fresh] for fresh in (True, False))
    ready = incoming([(row, data_of(row)) for row in new], context)
    types = [_type_of(row, context) for row in new]
    made = log_nonconformances(list(zip(ready, types, strict=True)), by_of(context)) if new else []
    for row, record in zip(new, made, strict=True):
        row.record_id = record.pk
    _correct(changed, context)
    return {"nonconformances": len(rows)}


def _correct(rows: Sequence[Row], context: Context) -> None:
    related = ("supplier", "site", "scope", "defect_type", "delivery", "lot")
    known = Nonconformance.objects.select_related(*related).in_bulk([row.record_id for row in rows if row.record_id])
    for row in rows:
        record = known[row.record_id or 0]
        by = by_of(context)
        correct_nonconformance(
            record,
            Place(record.supplier, record.site, record.scope),
            data_of(row),
            Links(record.defect_type, record.delivery, record.lot),
            type(by)(by.actor, by.at, by.today, reason=context.reason(row)),
            expected_version=record.version,
        )


def identity(row: Row) -> Hashable:
    """The same number in the same system is the same record."""
    number = row.text("external_id")
    return (source_of(row), number) if number else None


KIND = Kind(
    key="nonconformances",
    title="Nonconformances",
    permission=Permission.NONCONFORMANCE_LOG,
    fields=FIELDS,
    check=check,
    write=write,
    instructions=(
        "One row per nonconformance, with the stage that caught it: the first four are the supplier's own.",
        "What the supplier caught counts with the strength of how we know it.",
    ),
    identity=identity,
    label=lambda row: row.text("description")[:80],
    record_url=lambda pk: reverse("deliveries:nonconformance", args=[pk]),
    list_url=lambda: reverse("deliveries:nonconformances"),
)
