"""The visit note: what was sampled, measured again, asked and answered. Each row is saved by itself."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

from accounts.models import User
from capability.domain.measuring import Agreement, Conformity, Measured, agreement, conformity
from capability.domain.terms import Counted, Manner, Source, Unit, VisitState
from capability.domain.visits import Asked, Pulled
from capability.labels import manner_choices, unit_choices, visit_state_choices
from common.addresses import numbered
from common.models import IS_AN_IMAGE, Photo, Versioned
from common.uploads import Kind, stored_name
from suppliers.models import Scope, Site, Supplier, visible_suppliers


class VisitQuerySet(models.QuerySet["VisitNote"]):
    def visible_to(self, user: User) -> "VisitQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def counting(self) -> "VisitQuerySet":
        """Notes that are evidence: completed, and nothing has superseded them."""
        return self.filter(state=VisitState.COMPLETED.value, superseded_at=None)

    def shown(self) -> "VisitQuerySet":
        """All but what was discarded or replaced."""
        return self.exclude(state=VisitState.DISCARDED.value).filter(superseded_at=None)


class VisitNote(Versioned):
    """A visit to a site: a draft until it is completed, from then on evidence that another note may correct."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="visit_notes", editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    scopes = models.ManyToManyField(Scope, blank=True, related_name="+")
    visited_on = models.DateField("visited on")
    unannounced = models.BooleanField("nobody knew that we were coming", default=False)
    people = models.CharField("people met", max_length=500, blank=True)
    note = models.TextField("what somebody should know who reads nothing else", blank=True, max_length=5000)
    state = models.CharField(max_length=10, choices=visit_state_choices, default=VisitState.DRAFT.value, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(editable=False)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, editable=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="corrections")
    correction_reason = models.TextField(blank=True, editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-id"]
        verbose_name = "visit note"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=VisitState.COMPLETED.value, completed_at__isnull=False)
                | Q(state__in=[VisitState.DRAFT.value, VisitState.DISCARDED.value], completed_at=None),
                name="visit_completed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(state=VisitState.COMPLETED.value),
                name="visit_only_evidence_is_superseded",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(correction_reason=""),
                name="visit_correction_with_reason",
                violation_error_message="Say what was wrong with the first note.",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state=VisitState.DISCARDED.value),
                name="visit_corrected_once",
                violation_error_message="Somebody is correcting this note already.",
            ),
        ]
        indexes = [
            models.Index(fields=["visited_on", "id"], name="visit_by_day"),
            models.Index(fields=["supplier", "visited_on", "id"], name="visit_by_supplier"),
        ]

    def __str__(self) -> str:
        return f"Visit of {date_format(self.visited_on)}"

    def get_absolute_url(self) -> str:
        return numbered("capability:visit", self.pk)

    @property
    def is_draft(self) -> bool:
        return self.state == VisitState.DRAFT

    @property
    def source(self) -> Source:
        """How strong the note is: nobody could prepare for a visit that nobody expected."""
        return Source.UNANNOUNCED if self.unannounced else Source.ANNOUNCED

    def stood_at(self, moment: datetime) -> bool:
        """Whether the note was evidence at that moment."""
        begun = self.completed_at is not None and self.completed_at <= moment
        return begun and (self.superseded_at is None or self.superseded_at > moment)


class VisitRow(Versioned):
    """Part of a note that is saved by itself; `key` names its place on the page."""

    visit = models.ForeignKey(VisitNote, models.CASCADE, db_index=False, related_name="%(class)ss", editable=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    saved_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class Count(VisitRow):
    """Receipts or labels that were pulled at random."""

    what = models.CharField(max_length=10, editable=False)
    pulled = models.PositiveIntegerField("pulled at random", null=True, blank=True)
    in_order = models.PositiveIntegerField("in order", null=True, blank=True)
    refused = models.BooleanField("asked, not disclosed", default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "sample of a visit"
        constraints = [
            models.UniqueConstraint(fields=["visit", "what"], name="visit_counted_once"),
            models.CheckConstraint(condition=Q(what__in=[one.value for one in Counted]), name="visit_count_known"),
            models.CheckConstraint(
                condition=Q(pulled=None) | Q(in_order=None) | Q(in_order__lte=F("pulled")),
                name="visit_count_agrees",
                violation_error_message="More in order than were pulled.",
            ),
            models.CheckConstraint(
                condition=Q(refused=False) | Q(pulled=None, in_order=None),
                name="visit_refused_has_no_counts",
                violation_error_message="Not disclosed means that there are no counts. Remove them.",
            ),
        ]

    def __str__(self) -> str:
        return self.what.capitalize()

    @property
    def rule(self) -> Pulled:
        """The row as the rules read it."""
        return Pulled(Counted(self.what), self.pulled, self.in_order, self.refused)


def _value(label: str, *, positive: bool = False) -> "models.DecimalField[Decimal | None, Decimal | None]":
    least = [MinValueValidator(Decimal(0))] if positive else []
    return models.DecimalField(label, max_digits=14, decimal_places=6, null=True, blank=True, validators=least)


class Measurement(VisitRow):
    """A characteristic that we measured beside the value in the supplier's record."""

    number = models.PositiveSmallIntegerField(editable=False)
    characteristic = models.CharField(max_length=120, blank=True)
    lower = _value("lower limit")
    upper = _value("upper limit")
    recorded = _value("their record")
    measured = _value("we measured")
    unit = models.CharField(max_length=5, choices=unit_choices, default=Unit.MILLIMETRE.value)
    uncertainty = _value("our uncertainty (k = 2)", positive=True)
    theirs = _value("theirs, or half their last digit", positive=True)
    instrument = models.CharField("measured with", max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "measurement of a visit"
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="visit_measured_once"),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lte=F("upper")),
                name="visit_limits_in_order",
                violation_error_message="The lower limit lies above the upper one. Swap them.",
            ),
            models.CheckConstraint(
                condition=(Q(uncertainty=None) | Q(uncertainty__gte=0)) & (Q(theirs=None) | Q(theirs__gte=0)),
                name="visit_uncertainty_not_negative",
                violation_error_message="An uncertainty is not below zero.",
            ),
        ]

    def __str__(self) -> str:
        return self.characteristic or f"Measurement {self.number}"

    @property
    def rule(self) -> Measured | None:
        """The row as the rules read it; None while a value is missing."""
        if self.recorded is None or self.measured is None or self.uncertainty is None:
            return None
        theirs = self.theirs if self.theirs is not None else Decimal(0)
        return Measured(self.recorded, self.measured, self.uncertainty, theirs, self.lower, self.upper)

    @property
    def agreement(self) -> Agreement | None:
        return agreement(self.rule) if self.rule else None

    @property
    def conformity(self) -> Conformity | None:
        return conformity(self.rule) if self.rule else None


class Question(VisitRow):
    """A question, and how it was answered. `code` names a stock question; own ones are numbered."""

    code = models.CharField(max_length=12, editable=False)
    text = models.CharField("question", max_length=300)
    manner = models.CharField("answered", max_length=15, choices=manner_choices, blank=True)
    words = models.TextField("what was said or shown", blank=True, max_length=2000)

    class Meta:
        ordering = ["id"]
        verbose_name = "question of a visit"
        constraints = [
            models.UniqueConstraint(fields=["visit", "code"], name="visit_asked_once"),
            models.CheckConstraint(
                condition=Q(manner="") | Q(manner__in=[one.value for one in Manner]), name="visit_manner_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def rule(self) -> Asked:
        """The row as the rules read it."""
        return Asked(self.text, Manner(self.manner) if self.manner else None, self.words)


def photo_path(photo: "VisitPhoto", filename: str) -> str:
    """Where a photo lies: a name nobody can guess."""
    return stored_name("visits", Kind(photo.kind))


class VisitPhoto(Photo):
    """A photo taken on the visit, without the place and device its camera wrote into it."""

    visit = models.ForeignKey(VisitNote, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=photo_path, max_length=200)

    class Meta(Photo.Meta):
        verbose_name = "photo of a visit"
        constraints = [
            models.CheckConstraint(condition=IS_AN_IMAGE, name="visit_photo_is_an_image"),
        ]
