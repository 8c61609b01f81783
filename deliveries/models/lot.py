from dataclasses import fields

from django.db import models
from django.db.models import F, Q

from common.addresses import numbered
from deliveries.domain.lots import LotResult
from deliveries.domain.records import LotData
from deliveries.labels import RESULT_TONES, result_choices
from deliveries.models.delivery import Delivery
from deliveries.models.evidence import Evidence, EvidenceQuerySet

DATA = tuple(field.name for field in fields(LotData))


class InspectionLotQuerySet(EvidenceQuerySet["InspectionLot"]):
    """Inspected lots."""


class InspectionLot(Evidence):
    """A lot that we received, how it was inspected and what was decided. `sample_size` None: nobody noted how many."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="lots")
    part_number = models.CharField(max_length=120, blank=True)
    revision = models.CharField(max_length=20, blank=True)
    lot_number = models.CharField("lot or heat", max_length=80, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    received_on = models.DateField("received on", null=True, blank=True)
    inspected_on = models.DateField("inspected on")
    lot_size = models.PositiveBigIntegerField("parts in the lot", null=True, blank=True)
    sample_size = models.PositiveBigIntegerField("parts inspected", null=True, blank=True)
    nonconforming = models.PositiveBigIntegerField("of them nonconforming", null=True, blank=True)
    plan = models.CharField("sampling plan", max_length=120, blank=True)
    result = models.CharField(max_length=12, choices=result_choices)
    inspector = models.CharField("inspected by", max_length=120, blank=True)
    note = models.TextField(blank=True)

    objects = InspectionLotQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = "inspected lot"
        ordering = ["-inspected_on", "-id"]
        constraints = [
            *Evidence.Meta.constraints,
            models.CheckConstraint(condition=Q(result__in=[r.value for r in LotResult]), name="lot_result_known"),
            models.CheckConstraint(
                condition=Q(nonconforming=None, sample_size=None)
                | Q(sample_size__gte=1, nonconforming__lte=F("sample_size"))
                | Q(sample_size=0, nonconforming=0, result=LotResult.SKIP_LOT.value),
                name="lot_counts_agree",
                violation_error_message="Give the parts inspected and how many of them did not conform, or neither.",
            ),
            models.CheckConstraint(
                condition=~Q(result=LotResult.SKIP_LOT.value) | Q(sample_size=None) | Q(sample_size=0),
                name="lot_skipped_was_not_inspected",
                violation_error_message="Skip-lot means that nobody looked.",
            ),
            models.CheckConstraint(
                condition=Q(lot_size=None) | Q(sample_size=None) | Q(sample_size__lte=F("lot_size")),
                name="lot_sample_within",
                violation_error_message="More parts were inspected than the lot has.",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__lte=F("inspected_on")),
                name="lot_inspected_after_receipt",
                violation_error_message="It was inspected before it came. Check the two dates.",
            ),
        ]
        indexes = [
            models.Index(fields=["inspected_on", "id"], name="lot_by_day"),
            models.Index(fields=["supplier", "inspected_on", "id"], name="lot_by_supplier"),
            models.Index(fields=["result", "inspected_on", "id"], name="lot_by_result"),
            models.Index(fields=["lot_number", "id"], name="lot_by_number"),
            models.Index(fields=["part_number", "id"], name="lot_by_part"),
        ]

    def __str__(self) -> str:
        return f"Lot {self.lot_number or self.part_number or self.external_id}"

    def get_absolute_url(self) -> str:
        return numbered("deliveries:lot", self.pk)

    @property
    def data(self) -> LotData:
        """As the rules read it."""
        values = {name: getattr(self, name) for name in DATA}
        return LotData(**{**values, "result": LotResult(self.result)})

    @property
    def tone(self) -> str:
        """How the result looks as a chip."""
        return RESULT_TONES[LotResult(self.result)]
