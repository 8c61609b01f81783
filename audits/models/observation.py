"""Counts made on the floor, with or without an audit. A wrong one is superseded; the row itself stays as it was."""

from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audits.domain.audits import AuditState, Strength
from audits.domain.observations import Coverage, Disclosure, Sampling, StageCounts
from audits.labels import disclosure_choices, sampling_choices, strength_choices
from audits.models.audit import Audit
from common.models import Worded
from suppliers.models import Site, Supplier, visible_suppliers

O = TypeVar("O", bound="Observation")  # noqa: E741


class ObservationQuerySet(models.QuerySet[O]):
    def visible_to(self, user: User) -> "ObservationQuerySet[O]":
        return self.filter(visible_suppliers(user, "supplier"))

    def standing(self) -> "ObservationQuerySet[O]":
        """Not superseded."""
        return self.filter(superseded_at=None)

    def counting(self) -> "ObservationQuerySet[O]":
        """Observations that are evidence: standing, and of a completed audit where they belong to one."""
        return self.standing().filter(Q(audit=None) | Q(audit__state=AuditState.COMPLETED.value))

    def known_at(self, moment: datetime) -> "ObservationQuerySet[O]":
        """What stood at that moment, whatever was corrected since."""
        recorded = self.filter(recorded_at__lte=moment)
        return recorded.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment))


class Observation(Worded):
    """What is common: whose, when it was true, when we learnt it, how strong the source is, and what replaced it."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="%(class)ss")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    strength = models.CharField("source", max_length=20, choices=strength_choices)
    period_from = models.DateField("from")
    period_to = models.DateField("to")
    observed_on = models.DateField("seen on")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="corrected_by")
    superseded_at = models.DateTimeField(null=True, editable=False)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    superseded_reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-observed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strength__in=[s.value for s in Strength]), name="%(class)s_strength_known"
            ),
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")) & Q(period_to__lte=F("observed_on")),
                name="%(class)s_dates_in_order",
                violation_error_message="The period must end after it begins and not after the day of looking.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_reason="")
                | (Q(superseded_at__isnull=False) & ~Q(superseded_reason="")),
                name="%(class)s_superseded_with_reason",
                violation_error_message="Say why the observation was wrong.",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "observed_on", "id"], name="%(class)s_supplier")]

    @property
    def is_standing(self) -> bool:
        """Nothing has replaced it."""
        return self.superseded_at is None


class CoverageObservation(Observation):
    """Incoming-inspection coverage: receipts looked at, with a record, under documented skip-lot."""

    sampling = models.CharField("how chosen", max_length=20, choices=sampling_choices)
    receipts = models.PositiveIntegerField("receipts looked at", null=True, blank=True)
    with_record = models.PositiveIntegerField("with an inspection record", null=True, blank=True)
    skip_lot = models.PositiveIntegerField("under documented skip-lot", default=0)

    objects = ObservationQuerySet["CoverageObservation"].as_manager()

    class Meta(Observation.Meta):
        constraints = [
            *Observation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(sampling__in=[s.value for s in Sampling]), name="coverage_sampling_known"
            ),
            models.CheckConstraint(
                condition=Q(sampling=Sampling.NOT_DISCLOSED.value, receipts=None, with_record=None, skip_lot=0)
                | (
                    ~Q(sampling=Sampling.NOT_DISCLOSED.value)
                    & Q(receipts__gte=1, with_record__isnull=False)
                    & Q(receipts__gte=F("with_record") + F("skip_lot"))
                ),
                name="coverage_counts_agree",
                violation_error_message="Records and skip-lot together cannot be more than the receipts looked at; "
                "not disclosed has no counts.",
            ),
        ]

    def __str__(self) -> str:
        if self.with_record is None:
            return f"Incoming inspection, {self.period_from} to {self.period_to}: asked, not disclosed"
        covered = self.with_record + self.skip_lot
        return f"Incoming inspection, {self.period_from} to {self.period_to}: {covered} of {self.receipts}"

    @property
    def coverage(self) -> Coverage:
        """The observation as the rules read it."""
        return Coverage(
            period_from=self.period_from,
            period_to=self.period_to,
            observed_on=self.observed_on,
            sampling=Sampling(self.sampling),
            receipts=self.receipts,
            with_record=self.with_record,
            skip_lot=self.skip_lot,
        )


def _count(label: str) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True)


_OURS_COUNTED = Q(caught_receiving__isnull=False) | Q(caught_line__isnull=False) | Q(caught_customer__isnull=False)


class StageObservation(Observation):
    """Where the defects of a period were caught: at the supplier, early to late, and at ours."""

    disclosure = models.CharField("supplier's own counts", max_length=15, choices=disclosure_choices)
    caught_incoming = _count("incoming inspection")
    caught_subassembly = _count("subassembly")
    caught_in_process = _count("in process")
    caught_final = _count("final inspection")
    caught_receiving = _count("our receiving")
    caught_line = _count("our line")
    caught_customer = _count("our customer")

    objects = ObservationQuerySet["StageObservation"].as_manager()

    class Meta(Observation.Meta):
        constraints = [
            *Observation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    disclosure=Disclosure.DISCLOSED.value,
                    caught_incoming__isnull=False,
                    caught_subassembly__isnull=False,
                    caught_in_process__isnull=False,
                    caught_final__isnull=False,
                )
                | (
                    Q(caught_incoming=None, caught_subassembly=None, caught_in_process=None, caught_final=None)
                    & (
                        Q(disclosure=Disclosure.NOT_DISCLOSED.value)
                        | (Q(disclosure=Disclosure.NOT_ASKED.value) & _OURS_COUNTED)
                    )
                ),
                name="stages_counts_as_disclosed",
                violation_error_message="Give all four counts of the supplier, or none when they were not shown.",
            ),
        ]

    def __str__(self) -> str:
        return f"Where defects were caught, {self.period_from} to {self.period_to}"

    @property
    def counts(self) -> StageCounts:
        """The counts as the rules read them."""
        return StageCounts(
            incoming=self.caught_incoming,
            subassembly=self.caught_subassembly,
            in_process=self.caught_in_process,
            final=self.caught_final,
            receiving=self.caught_receiving,
            line=self.caught_line,
            customer=self.caught_customer,
        )
