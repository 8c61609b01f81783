from dataclasses import fields
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from common.addresses import numbered
from common.models import Versioned
from common.uploads import Kind, stored_name
from deliveries.domain.nonconformances import Disposition, KnownFrom, Severity, State
from deliveries.domain.records import NonconformanceData
from deliveries.domain.stages import OUR_STAGES, Stage
from deliveries.labels import (
    STATE_TONES,
    disposition_choices,
    known_from_choices,
    severity_choices,
    stage_choices,
    state_choices,
)
from deliveries.models.delivery import Delivery
from deliveries.models.evidence import Placed
from deliveries.models.lot import InspectionLot
from suppliers.models import visible_suppliers

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

DATA = tuple(field.name for field in fields(NonconformanceData))


class DefectType(models.Model):
    """What kind of thing was wrong: a list that is shipped, and edited by whoever keeps the settings."""

    name = models.CharField(max_length=80, unique=True)
    is_offered = models.BooleanField("offered for new records", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NonconformanceQuerySet(models.QuerySet["Nonconformance"]):
    def visible_to(self, user: User) -> "NonconformanceQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def counting(self) -> "NonconformanceQuerySet":
        """Evidence: all but the void ones."""
        return self.exclude(state=State.VOID.value)

    def pending(self) -> "NonconformanceQuerySet":
        """Not closed yet."""
        return self.filter(state__in=[State.OPEN.value, State.DISPOSITIONED.value])


class Nonconformance(Placed, Versioned):
    """Something that did not conform: where it was caught, how much of it, what became of it.

    Like a finding it has a course of its own, so it is corrected in place, with a reason and its history, and made void
    rather than deleted.
    """

    number = models.CharField(max_length=20, unique=True, editable=False)
    stage = models.CharField("caught at", max_length=12, choices=stage_choices)
    known_from = models.CharField(
        "how we know", max_length=12, choices=known_from_choices, default=KnownFrom.OUR_RECORD.value
    )
    severity = models.CharField(max_length=10, choices=severity_choices, default=Severity.MAJOR.value)
    defect_type = models.ForeignKey(DefectType, models.PROTECT, related_name="+", verbose_name="type of defect")
    description = models.TextField("what does not conform")
    found_on = models.DateField("found on")
    part_number = models.CharField(max_length=120, blank=True)
    revision = models.CharField(max_length=20, blank=True)
    lot_number = models.CharField("lot or heat", max_length=80, blank=True)
    order_number = models.CharField(max_length=60, blank=True)
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="nonconformances")
    lot = models.ForeignKey(InspectionLot, models.PROTECT, null=True, blank=True, related_name="nonconformances")
    quantity_affected = models.PositiveBigIntegerField("parts affected", null=True, blank=True)
    quantity_inspected = models.PositiveBigIntegerField("parts inspected", null=True, blank=True)
    stopped_line = models.BooleanField("it stopped our line", default=False)
    cost = models.DecimalField("cost to us", max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    disposition = models.CharField(max_length=12, choices=disposition_choices, blank=True, editable=False)
    disposition_note = models.TextField("concession, terms", blank=True, editable=False)
    disposition_on = models.DateField("decided on", null=True, editable=False)
    disposition_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    state = models.CharField(max_length=14, choices=state_choices, default=State.OPEN.value, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    end_note = models.TextField(blank=True, editable=False)

    objects = NonconformanceQuerySet.as_manager()

    if TYPE_CHECKING:
        files: RelatedManager["NonconformanceFile"]

    class Meta:
        ordering = ["-found_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "source", "external_id"],
                condition=~Q(external_id=""),
                name="nonconformance_once_per_source",
                violation_error_message="This number of that system is recorded for the supplier already.",
            ),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="nonconformance_stage_known"),
            models.CheckConstraint(
                condition=Q(severity__in=[s.value for s in Severity]), name="nonconformance_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(known_from=KnownFrom.OUR_RECORD.value)
                | (Q(known_from__in=[k.value for k in KnownFrom]) & ~Q(stage__in=[s.value for s in OUR_STAGES])),
                name="nonconformance_ours_is_our_record",
                violation_error_message="What was caught at ours or later is our own record.",
            ),
            models.CheckConstraint(
                condition=~Q(description=""),
                name="nonconformance_says_something",
                violation_error_message="Say what does not conform.",
            ),
            models.CheckConstraint(
                condition=Q(disposition="", disposition_on=None)
                | Q(disposition__in=[d.value for d in Disposition], disposition_on__isnull=False),
                name="nonconformance_decided_on_a_day",
                violation_error_message="A disposition needs the day on which it was decided.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, disposition="", closed_on=None)
                | (Q(state=State.DISPOSITIONED.value, closed_on=None) & ~Q(disposition=""))
                | (Q(state=State.CLOSED.value, closed_on__isnull=False) & ~Q(disposition=""))
                | (Q(state=State.VOID.value, closed_on=None) & ~Q(end_note="")),
                name="nonconformance_state_holds",
                violation_error_message="It is closed with a disposition and a day, and made void with a reason.",
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0),
                name="nonconformance_cost_not_negative",
                violation_error_message="Costs are not below zero.",
            ),
        ]
        indexes = [
            models.Index(fields=["found_on", "id"], name="nonconformance_by_day"),
            models.Index(fields=["supplier", "found_on", "id"], name="nonconformance_by_supplier"),
            models.Index(fields=["state", "found_on", "id"], name="nonconformance_by_state"),
            models.Index(fields=["supplier", "part_number", "defect_type"], name="nonconformance_same"),
            models.Index(fields=["part_number", "id"], name="nonconformance_by_part"),
            models.Index(fields=["lot_number", "id"], name="nonconformance_by_lot"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return numbered("deliveries:nonconformance", self.pk)

    @property
    def data(self) -> NonconformanceData:
        """As the rules read it."""
        values = {name: getattr(self, name) for name in DATA}
        kinds = {"stage": Stage(self.stage), "severity": Severity(self.severity)}
        return NonconformanceData(**{**values, **kinds, "known_from": KnownFrom(self.known_from)})

    @property
    def is_void(self) -> bool:
        return self.state == State.VOID.value

    @property
    def keeps_files(self) -> bool:
        """Closed or void: what shows it is evidence now and stays."""
        return self.closed_on is not None or self.is_void

    @property
    def tone(self) -> str:
        """How the state looks as a chip."""
        return STATE_TONES[State(self.state)]


class NonconformanceCounter(models.Model):
    """Last number given in a year. Its row is the lock under which numbers are given out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


def file_path(file: "NonconformanceFile", filename: str) -> str:
    """Where a file lies: a name nobody can guess; the name that came along is kept for display only."""
    return stored_name("nonconformances", Kind(file.kind))


class NonconformanceFile(models.Model):
    """A photo or a report that shows it."""

    nonconformance = models.ForeignKey(Nonconformance, models.CASCADE, related_name="files")
    file = models.FileField(upload_to=file_path, max_length=200)
    kind = models.CharField(max_length=20)
    original_name = models.CharField(max_length=200)
    caption = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="nonconformance_file_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.original_name
