"""What deliveries and lots have in common: whose they are, when we learnt of them, and what replaced a wrong one."""

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import Worded
from suppliers.models import Scope, Site, Supplier, visible_suppliers

E = TypeVar("E", bound="Evidence")


class EvidenceQuerySet(models.QuerySet[E]):
    def visible_to(self, user: User) -> "EvidenceQuerySet[E]":
        return self.filter(visible_suppliers(user, "supplier"))

    def standing(self) -> "EvidenceQuerySet[E]":
        """Neither corrected nor retracted."""
        return self.filter(superseded_at=None)


class Placed(Worded):
    """Of which supplier something is, from which site, and for what we buy there, where these are known."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, db_index=False, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.ForeignKey(Scope, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="process")
    source = models.CharField("system", max_length=60, blank=True)
    external_id = models.CharField("number there", max_length=80, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")

    class Meta:
        abstract = True


class Evidence(Placed):
    """A dated record that is superseded rather than edited, so that what was known on a day can be told."""

    corrects = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="corrected_by")
    superseded_at = models.DateTimeField(null=True, editable=False)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    superseded_reason = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_reason="")
                | (Q(superseded_at__isnull=False) & ~Q(superseded_reason="")),
                name="%(class)s_superseded_with_reason",
                violation_error_message="Say why the record was wrong.",
            ),
            models.UniqueConstraint(
                fields=["supplier", "source", "external_id"],
                condition=Q(superseded_at=None) & ~Q(external_id=""),
                name="%(class)s_once_per_source",
                violation_error_message="This number of that system is recorded for the supplier already.",
            ),
        ]

    @property
    def is_standing(self) -> bool:
        """Nothing has replaced it."""
        return self.superseded_at is None
