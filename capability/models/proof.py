"""What was tried before the first order, and what others say."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from capability.domain.terms import (
    ArticleResult,
    Extent,
    Kind,
    LotResult,
    ReferenceOutcome,
    Scheme,
)
from capability.labels import (
    article_choices,
    extent_choices,
    lot_choices,
    outcome_choices,
    scheme_choices,
)
from capability.models.means import EARLIEST, LATEST
from capability.models.record import CapabilityRecord, from_sources, in_words


class Reference(CapabilityRecord):
    """A customer of the supplier that was asked."""

    kind = Kind.REFERENCE

    company = models.CharField(max_length=200)
    person = models.CharField("whom we spoke to", max_length=120, blank=True)
    buys = models.CharField("what they buy", max_length=200, blank=True)
    since = models.PositiveSmallIntegerField(
        "since", null=True, blank=True, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    )
    outcome = models.CharField(max_length=12, choices=outcome_choices, default=ReferenceOutcome.CONFIRMED.value)
    quality = models.CharField("on quality", max_length=500, blank=True)
    delivery = models.CharField("on delivery", max_length=500, blank=True)
    parts = models.PositiveIntegerField("parts that they bought", null=True, blank=True, help_text="In the last year.")
    defective = models.PositiveIntegerField("of them defective", null=True, blank=True)

    class Meta(CapabilityRecord.Meta):
        verbose_name = "reference"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.REFERENCE),
            in_words("reference__outcome", ReferenceOutcome),
            models.CheckConstraint(
                condition=Q(parts=None, defective=None)
                | (
                    Q(parts__gte=1, defective__isnull=False, defective__lte=F("parts"))
                    & ~Q(outcome=ReferenceOutcome.UNREACHABLE.value)
                ),
                name="reference_parts_agree",
                violation_error_message="Give parts and defective parts, not more defective than bought, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.company


class PartRecord(CapabilityRecord):
    """A record about one of our parts."""

    part_number = models.CharField("part", max_length=80)
    revision = models.CharField(max_length=20, blank=True)

    class Meta(CapabilityRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.part_number} rev. {self.revision}" if self.revision else self.part_number


class SampleRun(PartRecord):
    """A sample order: what came, and how much of it was right."""

    kind = Kind.SAMPLE_RUN

    order_number = models.CharField("order", max_length=80, blank=True)
    ordered = models.PositiveIntegerField("parts ordered", null=True, blank=True)
    received = models.PositiveIntegerField("parts inspected", validators=[MinValueValidator(1)])
    conforming = models.PositiveIntegerField("of them conforming")
    critical = models.CharField("critical characteristics", max_length=300, blank=True)
    cpk = models.DecimalField(
        "lowest Cpk", max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(-99)), MaxValueValidator(Decimal(99))],
    )  # fmt: skip
    cpk_parts = models.PositiveIntegerField(
        "measured on so many parts", null=True, blank=True, validators=[MinValueValidator(2)]
    )

    class Meta(PartRecord.Meta):
        verbose_name = "sample run"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.SAMPLE_RUN),
            models.CheckConstraint(
                condition=Q(received__gte=1) & Q(conforming__lte=F("received")),
                name="sample_run_counts_agree",
                violation_error_message="Conforming parts cannot be more than the parts inspected, at least one.",
            ),
            models.CheckConstraint(
                condition=Q(cpk=None) | Q(cpk_parts__gte=2),
                name="sample_run_cpk_of_parts",
                violation_error_message="On how many parts was Cpk measured? At least two.",
            ),
        ]


class FirstArticle(PartRecord):
    """A submission of a first article: AS9102 or PPAP."""

    kind = Kind.FIRST_ARTICLE

    scheme = models.CharField("by", max_length=8, choices=scheme_choices, default=Scheme.AS9102.value)
    ppap_level = models.PositiveSmallIntegerField(
        "PPAP level", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    extent = models.CharField(max_length=8, choices=extent_choices, default=Extent.FULL.value)
    submission_number = models.PositiveSmallIntegerField("submission", default=1, validators=[MinValueValidator(1)])
    checked = models.PositiveIntegerField("characteristics checked", validators=[MinValueValidator(1)])
    out_of_tolerance = models.PositiveIntegerField("of them out of tolerance", default=0)
    result = models.CharField(max_length=12, choices=article_choices, default=ArticleResult.FIRST_TIME.value)

    class Meta(PartRecord.Meta):
        verbose_name = "first article"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.FIRST_ARTICLE),
            in_words("first_article__scheme", Scheme),
            in_words("first_article__extent", Extent),
            models.CheckConstraint(
                condition=Q(checked__gte=1) & Q(out_of_tolerance__lte=F("checked")),
                name="first_article_counts_agree",
                violation_error_message="Not more out of tolerance than checked, and at least one checked.",
            ),
            models.CheckConstraint(
                condition=Q(result=ArticleResult.FIRST_TIME.value, submission_number=1, out_of_tolerance=0)
                | Q(result=ArticleResult.RESUBMITTED.value, submission_number__gte=2)
                | Q(result=ArticleResult.REJECTED.value, submission_number__gte=1),
                name="first_article_result_fits",
                violation_error_message="Approved the first time is submission 1 with nothing out of tolerance; "
                "approved after resubmission is a later one.",
            ),
            models.CheckConstraint(
                condition=Q(scheme=Scheme.PPAP.value, ppap_level__range=(1, 5))
                | (~Q(scheme=Scheme.PPAP.value) & Q(ppap_level=None)),
                name="first_article_level_of_ppap",
                violation_error_message="PPAP has a level from 1 to 5, AS9102 has none.",
            ),
            models.UniqueConstraint(
                fields=["site", "part_number", "revision", "scheme", "extent", "submission_number"],
                condition=Q(superseded_at=None),
                name="first_article_submission_once",
                violation_error_message="This submission of this part and revision is recorded. Correct that one.",
            ),
        ]


class PreShipmentInspection(PartRecord):
    """A lot that was inspected at the supplier before it was sent."""

    kind = Kind.PRESHIPMENT

    lot_number = models.CharField("lot", max_length=80)
    lot_size = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    sample_size = models.PositiveIntegerField("parts inspected", validators=[MinValueValidator(1)])
    aql = models.DecimalField(
        "AQL", max_digits=5, decimal_places=3, null=True, blank=True, validators=[MinValueValidator(Decimal("0.010"))],
        help_text="Acceptance quality limit of ISO 2859-1, in per cent.",
    )  # fmt: skip
    critical_defects = models.PositiveIntegerField("critical defects", default=0)
    major_defects = models.PositiveIntegerField("major defects", default=0)
    minor_defects = models.PositiveIntegerField("minor defects", default=0)
    result = models.CharField(max_length=8, choices=lot_choices, default=LotResult.PASSED.value)

    class Meta(PartRecord.Meta):
        verbose_name = "pre-shipment inspection"
        constraints = [
            *CapabilityRecord.Meta.constraints,
            from_sources(Kind.PRESHIPMENT),
            models.CheckConstraint(
                condition=Q(sample_size__gte=1) & Q(sample_size__lte=F("lot_size")),
                name="preshipment_sample_of_the_lot",
                violation_error_message="At least one part is inspected, and not more than the lot holds.",
            ),
            models.CheckConstraint(
                condition=Q(result__in=[one.value for one in LotResult])
                & (~Q(result=LotResult.PASSED.value) | Q(critical_defects=0)),
                name="preshipment_critical_defect_fails",
                violation_error_message="A critical defect passes no lot.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lot {self.lot_number}"
