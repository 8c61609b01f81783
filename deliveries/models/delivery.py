from dataclasses import fields
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from common.addresses import numbered
from deliveries.domain.on_time import Receipt
from deliveries.domain.records import DeliveryData
from deliveries.models.evidence import Evidence, EvidenceQuerySet

if TYPE_CHECKING:
    from decimal import Decimal

DATA = tuple(field.name for field in fields(DeliveryData))


def thousandths(quantity: "Decimal | None") -> int | None:
    """A quantity, which has at most three decimals, as the rules reckon with it."""
    return None if quantity is None else int(quantity * 1000)


class DeliveryQuerySet(EvidenceQuerySet["Delivery"]):
    """Deliveries and open order lines."""


class Delivery(Evidence):
    """One receipt of one order line; without a day of delivery an open line on which nothing has come yet.

    `line_key` says which receipts are parts of one line, `happened_on` is the day it is listed under: both follow from
    the other columns and are written by services only.
    """

    order_number = models.CharField(max_length=60, blank=True)
    order_line = models.CharField(max_length=20, blank=True)
    delivery_note = models.CharField("delivery note", max_length=60, blank=True)
    part_number = models.CharField(max_length=120, blank=True)
    revision = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=300, blank=True)
    ordered_quantity = models.DecimalField(
        "ordered on this line", max_digits=15, decimal_places=3, null=True, blank=True
    )
    delivered_quantity = models.DecimalField("came in", max_digits=15, decimal_places=3, default=0)
    unit = models.CharField(max_length=20, blank=True)
    requested_on = models.DateField("requested for", null=True, blank=True)
    promised_on = models.DateField("promised for", null=True, blank=True)
    delivered_on = models.DateField("delivered on", null=True, blank=True)
    noted_on = models.DateField("noted in that system on", null=True, blank=True)
    value = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    transport = models.CharField(max_length=60, blank=True)
    incoterm = models.CharField("Incoterm", max_length=40, blank=True)
    line_key = models.CharField(max_length=260, editable=False)
    happened_on = models.DateField(editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name_plural = "deliveries"
        ordering = ["-happened_on", "-id"]
        constraints = [
            *Evidence.Meta.constraints,
            models.CheckConstraint(
                condition=Q(delivered_on=None, delivered_quantity=0)
                | Q(delivered_on__isnull=False, delivered_quantity__gt=0),
                name="delivery_came_on_a_day",
                violation_error_message="What came needs its day and its quantity; an open line has neither.",
            ),
            models.CheckConstraint(
                condition=Q(ordered_quantity=None) | Q(ordered_quantity__gt=0),
                name="delivery_something_was_ordered",
                violation_error_message="More than nothing was ordered; leave it empty where it is not known.",
            ),
        ]
        indexes = [
            models.Index(fields=["happened_on", "id"], name="delivery_by_day"),
            models.Index(fields=["supplier", "happened_on", "id"], name="delivery_by_supplier"),
            models.Index(fields=["supplier", "line_key"], name="delivery_by_line"),
            models.Index(fields=["order_number", "id"], name="delivery_by_order"),
            models.Index(fields=["part_number", "id"], name="delivery_by_part"),
        ]

    def __str__(self) -> str:
        order = f"{self.order_number}/{self.order_line}" if self.order_line else self.order_number
        return f"Delivery {order or self.delivery_note or self.part_number or self.external_id}"

    def get_absolute_url(self) -> str:
        return numbered("deliveries:delivery", self.pk)

    @property
    def data(self) -> DeliveryData:
        """As the rules read it."""
        return DeliveryData(**{name: getattr(self, name) for name in DATA})

    @property
    def receipt(self) -> Receipt:
        """As the rule for on time reads it."""
        return Receipt(
            self.delivered_on,
            thousandths(self.delivered_quantity) or 0,
            thousandths(self.ordered_quantity),
            self.requested_on,
            self.promised_on,
        )
