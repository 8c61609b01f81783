"""What every capability record has in common. A wrong one is superseded; the row itself stays as it was."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from capability.domain.terms import SOURCES, Kind, Source
from capability.labels import source_choices
from common.addresses import numbered
from common.models import Worded
from suppliers.models import Scope, Site, Supplier, visible_suppliers


class RecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "RecordQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def standing(self) -> "RecordQuerySet":
        """Records that are evidence: nothing has superseded them."""
        return self.filter(superseded_at=None)

    def known_at(self, moment: datetime) -> "RecordQuerySet":
        """What stood at that moment, whatever was corrected since."""
        recorded = self.filter(recorded_at__lte=moment)
        return recorded.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment))


class CapabilityRecord(Worded):
    """Whose it is, where and for which process, when it was true, when we learnt it, how we know, what replaced it."""

    kind: ClassVar[Kind]

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, editable=False, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    scope = models.ForeignKey(
        Scope, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="process",
        help_text="Empty: true of everything that is made at this site.",
    )  # fmt: skip
    source = models.CharField("how we know", max_length=12, choices=source_choices)
    observed_on = models.DateField("seen on")
    note = models.TextField(blank=True, max_length=5000)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="corrected_by")
    superseded_at = models.DateTimeField(null=True, editable=False)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    superseded_reason = models.TextField(blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-observed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_reason="")
                | (Q(superseded_at__isnull=False) & ~Q(superseded_reason="")),
                name="%(class)s_superseded_with_reason",
                violation_error_message="Say why the record was wrong.",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "observed_on", "id"], name="%(class)s_supplier"),
            models.Index(fields=["observed_on", "id"], name="%(class)s_day"),
        ]

    def get_absolute_url(self) -> str:
        return numbered("capability:record", self.pk, self.kind.value)

    @property
    def is_standing(self) -> bool:
        """Nothing has replaced it."""
        return self.superseded_at is None


def from_sources(kind: Kind) -> models.CheckConstraint:
    """The constraint that a kind of record is known only from where it can be known."""
    return models.CheckConstraint(
        condition=Q(source__in=[source.value for source in SOURCES[kind]]),
        name=f"{kind.value}_source_fits",
        violation_error_message="This cannot be known in that way. Choose how it was seen.",
    )


def in_words(name: str, values: Any) -> models.CheckConstraint:
    """The constraint that a column holds a known word: `name` is column and constraint, `kind__column`."""
    column = name.partition("__")[2]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": [one.value for one in values]}), name=name)


def source_of(value: str) -> Source:
    """A stored source as the rules know it."""
    return Source(value)
