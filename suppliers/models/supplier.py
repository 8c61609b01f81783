from datetime import date
from functools import reduce
from operator import and_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from accounts.models import Team, User
from common.addresses import numbered
from common.models import Versioned
from standards.domain.duty import Sector
from standards.labels import sector_choices
from suppliers.domain.searching import number_pattern, search_patterns
from suppliers.domain.terms import Claim, Criticality, IdentifierKind, Rating, Status
from suppliers.labels import (
    claim_choices,
    criticality_choices,
    identifier_choices,
    rating_choices,
    status_choices,
)
from suppliers.models.visibility import visible_suppliers

NO_EXPIRY = date(9999, 12, 31)
"""`next_expiry_on` of a supplier with nothing that expires: sorts last and keeps the column NOT NULL."""


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def visible_to(self, user: User) -> "SupplierQuerySet":
        return self.filter(visible_suppliers(user))

    def current(self) -> "SupplierQuerySet":
        """Without the archived."""
        return self.filter(archived_at=None)

    def expiring_by(self, day: date) -> "SupplierQuerySet":
        """Suppliers with a certificate that expires on or before `day`, or has lapsed."""
        return self.filter(next_expiry_on__lte=day)

    def matching(self, text: str) -> "SupplierQuerySet":
        """Suppliers found by `text`: every word in a name, alias, number or city, or the whole as a number."""
        patterns = search_patterns(text)
        if not patterns:
            return self
        words = reduce(and_, (Q(search_key__contains=pattern) for pattern in patterns))
        number = number_pattern(text)
        return self.filter(words | Q(search_key__contains=number) if number else words)


class Supplier(Versioned):
    """A company that we buy from or may buy from.

    The columns from `search_key` on are projections: stored so that lists sort and filter by index, written only by
    services, compared with their origin by `check_projections`, and not part of the record's version.
    """

    legal_name = models.CharField(max_length=300)
    local_name = models.CharField("name in local script", max_length=300, blank=True)
    country = CountryField()
    sector = models.CharField(max_length=30, choices=sector_choices, default=Sector.GENERAL_INDUSTRY.value)
    criticality = models.CharField(max_length=10, choices=criticality_choices, default=Criticality.STANDARD.value)
    status = models.CharField(max_length=20, choices=status_choices, default=Status.PROSPECT.value)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="suppliers")
    website = models.URLField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    is_restricted = models.BooleanField(default=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="suppliers")
    named_people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="named_for", blank=True)
    archived_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    search_key = models.TextField(editable=False, default="")
    name_key = models.CharField(max_length=300, editable=False, default="")
    city = models.CharField(max_length=120, editable=False, default="", blank=True)
    rating = models.CharField(max_length=10, choices=rating_choices, default=Rating.UNPROVEN.value, editable=False)
    rating_rank = models.PositiveSmallIntegerField(default=2, editable=False)
    score_tenths = models.PositiveSmallIntegerField(default=0, editable=False)
    confidence_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    headline = models.CharField(max_length=300, blank=True, default="", editable=False)
    next_step = models.CharField(max_length=300, blank=True, default="", editable=False)
    rated_on = models.DateField(null=True, editable=False)
    claim = models.CharField(max_length=12, choices=claim_choices, default=Claim.NONE.value, editable=False)
    claim_text = models.CharField(max_length=120, blank=True, default="", editable=False)
    next_expiry_on = models.DateField(default=NO_EXPIRY, editable=False)

    objects = SupplierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(legal_name=""), name="supplier_has_a_name"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="supplier_status_known"),
            models.CheckConstraint(
                condition=Q(criticality__in=[c.value for c in Criticality]), name="supplier_criticality_known"
            ),
            models.CheckConstraint(condition=Q(rating__in=[r.value for r in Rating]), name="supplier_rating_known"),
            models.CheckConstraint(
                condition=Q(score_tenths__lte=1000) & Q(confidence_percent__lte=100),
                name="supplier_rating_in_range",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="supplier_by_name"),
            models.Index(fields=["rating_rank", "score_tenths", "id"], name="supplier_by_rating"),
            models.Index(fields=["score_tenths", "id"], name="supplier_by_score"),
            models.Index(fields=["next_expiry_on", "id"], name="supplier_by_expiry"),
            models.Index(fields=["confidence_percent", "id"], name="supplier_by_confidence"),
            models.Index(fields=["created_at", "id"], name="supplier_by_creation"),
            models.Index(fields=["status", "name_key", "id"], name="supplier_by_status"),
            models.Index(fields=["country", "name_key", "id"], name="supplier_by_country"),
            models.Index(fields=["owner", "name_key", "id"], name="supplier_by_owner"),
            models.Index(fields=["name_key", "id"], condition=Q(archived_at__isnull=False), name="supplier_archived"),
            models.Index(fields=["id", "team"], condition=Q(is_restricted=True), name="supplier_restricted"),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def get_absolute_url(self) -> str:
        return numbered("suppliers:detail", self.pk)

    @property
    def expires_on(self) -> date | None:
        """The day on which the next certificate expires, None when nothing does."""
        return None if self.next_expiry_on == NO_EXPIRY else self.next_expiry_on


class Alias(models.Model):
    """Another name under which the supplier is known: former name, brand, name on an invoice."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, db_index=False, related_name="aliases")
    name = models.CharField(max_length=300)

    class Meta:
        verbose_name = "other name"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "name"],
                name="alias_once",
                violation_error_message="This alias is listed already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """A number of the supplier, checked for its form when it is entered, stored compact (no blanks or dots)."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=identifier_choices, default=IdentifierKind.OWN_NUMBER.value)
    country = CountryField(blank=True)
    value = models.CharField(max_length=60)

    class Meta:
        verbose_name = "number"
        ordering = ["kind", "value", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "country", "value"],
                name="identifier_once",
                violation_error_message="Another supplier has this number.",
            )
        ]

    def __str__(self) -> str:
        return self.value


def rating_rank(rating: Rating) -> int:
    """The place of a rating when lists sort by it: 0 is the worst."""
    return list(Rating).index(rating)
