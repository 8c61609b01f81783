"""What a supplier has to make and to measure our parts with, and who helps with the drawing."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from capability.domain.terms import (
    Calibration,
    Condition,
    Kind,
    Performs,
    Support,
    ToleranceUnit,
    Traceability,
)
from capability.labels import (
    calibration_choices,
    condition_choices,
    performs_choices,
    support_choices,
    tolerance_unit_choices,
    traceability_choices,
)
from capability.models.record import CapabilityRecord, from_sources, in_words

SMALLEST = Decimal("0.000001")
EARLIEST, LATEST = 1900, 2100


def exact(label: str, help_text: str = "") -> "models.DecimalField[Decimal | None, Decimal | None]":
    """A measure above zero, exact to a millionth of its unit."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=6, null=True, blank=True, help_text=help_text,
        validators=[MinValueValidator(SMALLEST)],
    )  # fmt: skip


class Equipment(CapabilityRecord):
    """Machines of one type for a process that we buy."""

    kind = Kind.EQUIPMENT

    machine = models.CharField("machine", max_length=120, help_text="Type or designation, as on its plate.")
    maker = models.CharField(max_length=120, blank=True)
    count = models.PositiveSmallIntegerField("how many", default=1, validators=[MinValueValidator(1)])
    year = models.PositiveSmallIntegerField(
        "built in", null=True, blank=True, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    )
    performs = models.CharField(
        "the process is done", max_length=12, choices=performs_choices, default=Performs.IN_HOUSE.value
    )
    held = exact("tolerance held", "The smallest that it holds in series, as shown by parts or a record.")
    needed = exact("tolerance needed", "The smallest on our drawings for this process.")
    tolerance_unit = models.CharField(
        "tolerances in", max_length=4, choices=tolerance_unit_choices, default=ToleranceUnit.MILLIMETRE.value
    )
    envelope = models.CharField("work envelope", max_length=120, blank=True, help_text="Such as 800 × 500 × 500 mm.")
    condition = models.CharField(max_length=12, choices=condition_choices, default=Condition.NOT_SEEN.value)

    class Meta(CapabilityRecord.Meta):
        verbose_name = "equipment"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.EQUIPMENT),
            in_words("equipment__performs", Performs),
            in_words("equipment__condition", Condition),
            in_words("equipment__tolerance_unit", ToleranceUnit),
            models.CheckConstraint(
                condition=Q(scope__isnull=False),
                name="equipment_of_a_process",
                violation_error_message="Choose the process that these machines are for.",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="equipment_there_is_one",
                violation_error_message="At least one machine; of none there is nothing to record.",
            ),
            models.CheckConstraint(
                condition=(Q(held=None) | Q(held__gt=0)) & (Q(needed=None) | Q(needed__gt=0)),
                name="equipment_tolerances_positive",
                violation_error_message="A tolerance is larger than zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.machine}" if self.count > 1 else self.machine


class Metrology(CapabilityRecord):
    """A measuring instrument or machine, what it can resolve, and what stands behind it."""

    kind = Kind.METROLOGY

    instrument = models.CharField(max_length=120, help_text="Measuring machine, micrometer, roughness tester …")
    maker = models.CharField(max_length=120, blank=True)
    resolution = exact("resolution, mm")
    uncertainty = exact("expanded uncertainty (k = 2), mm", "From its certificate, not from the brochure.")
    tolerance = exact("tolerance that it checks, mm", "The smallest on our drawings, as a whole width.")
    calibration = models.CharField(max_length=15, choices=calibration_choices, default=Calibration.NOT_SEEN.value)
    calibration_due = models.DateField("calibrated until", null=True, blank=True)
    traceability = models.CharField(
        "certificate", max_length=12, choices=traceability_choices, default=Traceability.NOT_SEEN.value
    )

    class Meta(CapabilityRecord.Meta):
        verbose_name = "metrology"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.METROLOGY),
            in_words("metrology__calibration", Calibration),
            in_words("metrology__traceability", Traceability),
            models.CheckConstraint(
                condition=~Q(calibration=Calibration.CALIBRATED.value) | Q(calibration_due__isnull=False),
                name="metrology_calibrated_until",
                violation_error_message="Calibrated until when? Without a date choose “Not looked at”.",
            ),
            models.CheckConstraint(
                condition=(Q(resolution=None) | Q(resolution__gt=0))
                & (Q(uncertainty=None) | Q(uncertainty__gt=0))
                & (Q(tolerance=None) | Q(tolerance__gt=0)),
                name="metrology_measures_positive",
                violation_error_message="Resolution, uncertainty and tolerance are larger than zero.",
            ),
        ]

    def __str__(self) -> str:
        return self.instrument


def support(label: str, help_text: str) -> "models.CharField[str, str]":
    """A graded answer."""
    return models.CharField(
        label, max_length=10, choices=support_choices, default=Support.NOT_ASKED.value, help_text=help_text
    )


class EngineeringSupport(CapabilityRecord):
    """What the supplier's engineers add to our drawing."""

    kind = Kind.ENGINEERING

    dfm = support("feedback on our drawing", "They say before the order what cannot be made or costs too much (DFM).")
    data = support("CAD and CAM", "They read our model and make their programs from it, with its revision.")
    tooling = support("tools and fixtures", "Designed and kept up here, with their drawings.")
    language = support("common language", "Engineers on both sides understand each other without an agent.")
    languages = models.CharField("languages", max_length=120, blank=True)
    response_days = models.PositiveSmallIntegerField(
        "working days until an answer", null=True, blank=True, help_text="To our last engineering question."
    )
    evidence = models.TextField("what was shown", blank=True, max_length=5000)

    class Meta(CapabilityRecord.Meta):
        verbose_name = "engineering support"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.ENGINEERING),
            *(in_words(f"engineering__{name}", Support) for name in ("dfm", "data", "tooling", "language")),
            models.CheckConstraint(
                condition=~Q(evidence="")
                | Q(
                    dfm=Support.NOT_ASKED.value,
                    data=Support.NOT_ASKED.value,
                    tooling=Support.NOT_ASKED.value,
                    language=Support.NOT_ASKED.value,
                    response_days__isnull=False,
                ),
                name="engineering_with_evidence",
                violation_error_message="Say what was shown: a grade without evidence stands up to nobody.",
            ),
        ]

    def __str__(self) -> str:
        return "Engineering support"
