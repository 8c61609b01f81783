"""The seven kinds of record as one table: what the pages, the list, the export and the tab need to know of each."""

from dataclasses import dataclass

from capability.domain.terms import Kind
from capability.models import (
    CapabilityRecord,
    EngineeringSupport,
    Equipment,
    FirstArticle,
    Metrology,
    PreShipmentInspection,
    Reference,
    SampleRun,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields of the form, with its heading."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindPage:
    """One kind: its words, its model, the sections of its form, what feeds the rating, and what a row says of it.

    `told` names fields with the words that a line of a list puts around their values.
    """

    kind: Kind
    title: str
    many: str
    model: type[CapabilityRecord]
    sections: tuple[Section, ...]
    feeds: str
    told: tuple[tuple[str, str], ...]
    result: str = ""
    hint: str = ""

    @property
    def key(self) -> str:
        """How addresses name it."""
        return self.kind.value

    @property
    def fields(self) -> tuple[str, ...]:
        """All its own fields, in the order of its form."""
        return tuple(name for section in self.sections for name in section.fields)


_ALL = (
    KindPage(
        Kind.EQUIPMENT, "Equipment", "Equipment", Equipment,
        (
            Section("The machines", ("machine", "maker", "count", "year", "envelope", "condition")),
            Section("What they do for us", ("performs", "tolerance_unit", "held", "needed")),
        ),
        "equipment", (("year", "built {}"), ("held", "holds {}"), ("condition", "{}")),
        hint="One record for each type of machine that makes, or would make, our parts.",
    ),
    KindPage(
        Kind.METROLOGY, "Metrology", "Metrology", Metrology,
        (
            Section("The instrument", ("instrument", "maker", "resolution", "uncertainty", "tolerance")),
            Section("Its calibration", ("calibration", "calibration_due", "traceability")),
        ),
        "metrology", (("uncertainty", "± {} mm"), ("calibration_due", "calibrated until {}"), ("traceability", "{}")),
        hint="The instrument that releases our parts: its sticker, and the certificate behind the sticker.",
    ),
    KindPage(
        Kind.ENGINEERING, "Engineering support", "Engineering support", EngineeringSupport,
        (
            Section("What was answered", ("dfm", "data", "tooling", "language")),
            Section("How", ("response_days", "languages", "evidence")),
        ),
        "engineering", (("dfm", "feedback on our drawing: {}"), ("response_days", "answers after {} working days")),
        hint="Ask one real question on one real drawing; what comes back is the evidence.",
    ),
    KindPage(
        Kind.REFERENCE, "Reference", "References", Reference,
        (
            Section("Whom we asked", ("company", "person", "buys", "since")),
            Section("What they say", ("outcome", "quality", "delivery", "parts", "defective")),
        ),
        "references", (("buys", "{}"), ("parts", "{} parts"), ("defective", "{} defective")), result="outcome",
        hint="A customer of theirs, asked by us. Who cannot be reached is no evidence, in neither direction.",
    ),
    KindPage(
        Kind.SAMPLE_RUN, "Sample run", "Sample runs", SampleRun,
        (
            Section("The order", ("part_number", "revision", "order_number", "ordered")),
            Section("What came", ("received", "conforming", "critical", "cpk", "cpk_parts")),
        ),
        "parts_right", (("received", "{} inspected"), ("conforming", "{} conforming"), ("cpk", "Cpk {}")),
        hint="Parts ordered to be tried, inspected by us or read from their report.",
    ),
    KindPage(
        Kind.FIRST_ARTICLE, "First article", "First articles", FirstArticle,
        (
            Section("The part", ("part_number", "revision", "scheme", "ppap_level", "extent", "submission_number")),
            Section("What was found", ("checked", "out_of_tolerance", "result")),
        ),
        "first_pass",
        (("submission_number", "submission {}"), ("checked", "{} checked"), ("out_of_tolerance", "{} out")),
        result="result",
        hint="Each submission is a record. Right the first time means submission 1, with nothing out of tolerance.",
    ),
    KindPage(
        Kind.PRESHIPMENT, "Pre-shipment inspection", "Pre-shipment inspections", PreShipmentInspection,
        (
            Section("The lot", ("lot_number", "part_number", "revision", "lot_size")),
            Section(
                "What was found",
                ("sample_size", "aql", "critical_defects", "major_defects", "minor_defects", "result"),
            ),
        ),
        "lot_acceptance", (("part_number", "part {}"), ("sample_size", "{} inspected")), result="result",
        hint="A lot inspected at the supplier before it was sent. On hold is not decided, so it is no evidence yet.",
    ),
)  # fmt: skip

KINDS: dict[Kind, KindPage] = {page.kind: page for page in _ALL}
