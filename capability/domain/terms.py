"""The words that capability records speak."""

from enum import StrEnum


class Kind(StrEnum):
    """The seven kinds of record, each answering one question about what a supplier can do."""

    EQUIPMENT = "equipment"
    METROLOGY = "metrology"
    ENGINEERING = "engineering"
    REFERENCE = "reference"
    SAMPLE_RUN = "sample_run"
    FIRST_ARTICLE = "first_article"
    PRESHIPMENT = "preshipment"


class Source(StrEnum):
    """How we know, strongest first. What each weighs is said by the rating model."""

    UNANNOUNCED = "unannounced"
    ANNOUNCED = "announced"
    OUR_CHECK = "our_check"
    REMOTE = "remote"
    DOCUMENT = "document"
    OWN_WORD = "own_word"

    @property
    def rank(self) -> int:
        """0 is strongest."""
        return tuple(Source).index(self)


SEEN_AT_THE_SITE = (Source.UNANNOUNCED, Source.ANNOUNCED, Source.REMOTE, Source.DOCUMENT, Source.OWN_WORD)
CHECKED = (Source.OUR_CHECK, Source.DOCUMENT)
SOURCES: dict[Kind, tuple[Source, ...]] = {
    Kind.EQUIPMENT: SEEN_AT_THE_SITE,
    Kind.METROLOGY: SEEN_AT_THE_SITE,
    Kind.ENGINEERING: tuple(Source),
    Kind.REFERENCE: (Source.OUR_CHECK, Source.DOCUMENT, Source.OWN_WORD),
    Kind.SAMPLE_RUN: CHECKED,
    Kind.FIRST_ARTICLE: CHECKED,
    Kind.PRESHIPMENT: (Source.OUR_CHECK, Source.REMOTE, Source.DOCUMENT),
}
"""From where each kind of record can be known: parts are measured by us or read from a report, never merely claimed."""


class Performs(StrEnum):
    """Whether the process that we buy is done on these machines."""

    IN_HOUSE = "in_house"
    PARTLY = "partly"
    OUTSOURCED = "outsourced"


class ToleranceUnit(StrEnum):
    """A tolerance as a width in millimetres or as an IT grade of ISO 286; smaller is finer in both."""

    MILLIMETRE = "mm"
    IT_GRADE = "it"


class Condition(StrEnum):
    """The state of a machine as it was seen; its year alone says nothing."""

    AS_NEW = "as_new"
    MAINTAINED = "maintained"
    WORN = "worn"
    NEGLECTED = "neglected"
    NOT_SEEN = "not_seen"


class Calibration(StrEnum):
    """Whether an instrument is calibrated."""

    CALIBRATED = "calibrated"
    NOT_CALIBRATED = "not_calibrated"
    NOT_SEEN = "not_seen"


class Traceability(StrEnum):
    """What stands behind a calibration certificate."""

    ACCREDITED = "accredited"
    TRACEABLE = "traceable"
    NONE = "none"
    NOT_SEEN = "not_seen"


class Support(StrEnum):
    """How well a question about engineering support was answered."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class ReferenceOutcome(StrEnum):
    """What a customer that the supplier names said when asked."""

    CONFIRMED = "confirmed"
    MIXED = "mixed"
    DENIED = "denied"
    UNREACHABLE = "unreachable"


class Scheme(StrEnum):
    """The rules of a first article: aerospace (AS9102) or automotive (PPAP)."""

    AS9102 = "as9102"
    PPAP = "ppap"


class Extent(StrEnum):
    """How much of the part a first article covers."""

    FULL = "full"
    PARTIAL = "partial"
    DELTA = "delta"


class ArticleResult(StrEnum):
    """What became of a submission."""

    FIRST_TIME = "first_time"
    RESUBMITTED = "resubmitted"
    REJECTED = "rejected"


class LotResult(StrEnum):
    """What an inspection at source decided. A lot on hold is not decided."""

    PASSED = "passed"
    FAILED = "failed"
    ON_HOLD = "on_hold"


class VisitState(StrEnum):
    """A note is evidence once it is completed; a discarded one never was."""

    DRAFT = "draft"
    COMPLETED = "completed"
    DISCARDED = "discarded"


class Counted(StrEnum):
    """What is pulled at random on a visit and followed to its record."""

    RECEIPTS = "receipts"
    LABELS = "labels"


class Manner(StrEnum):
    """How a question was answered."""

    WITH_EVIDENCE = "with_evidence"
    VERBALLY = "verbally"
    EVADED = "evaded"
    SOMETHING_ELSE = "something_else"
    REFUSED = "refused"


class Unit(StrEnum):
    """Units in which parts are measured on a visit."""

    MILLIMETRE = "mm"
    MICROMETRE = "um"
    DEGREE = "deg"
    GRAM = "g"
    NEWTON = "N"
    NEWTON_METRE = "Nm"
    HRC = "HRC"
    RA = "Ra"
    VOLT = "V"
    OHM = "ohm"
