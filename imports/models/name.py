from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from imports.domain.flow import NameDecision
from imports.models.batch import Batch
from suppliers.models import Supplier


class SupplierName(models.Model):
    """A name in the file that is no supplier's for certain, and whose it is by a person's word."""

    batch = models.ForeignKey(Batch, models.CASCADE, db_index=False, related_name="names")
    key = models.CharField(max_length=320)
    """The name and number as compared, the same for all spellings of one name."""
    name = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField()
    candidates = models.JSONField(default=list)
    """Best first: `supplier`, `score`, `reason`."""
    decision = models.CharField(max_length=8, default=NameDecision.OPEN.value)
    is_remembered = models.BooleanField(default=False)
    """Decided as in an earlier import."""
    supplier = models.ForeignKey(Supplier, models.SET_NULL, null=True, related_name="+")
    country = CountryField(blank=True)
    """Of a supplier to be created."""

    class Meta:
        ordering = ["-rows", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="record_import_name_once"),
            models.CheckConstraint(
                condition=Q(decision__in=[each.value for each in NameDecision]), name="record_import_name_decided"
            ),
            models.CheckConstraint(
                condition=~Q(decision=NameDecision.CREATE.value) | (~Q(country="") & ~Q(name="")),
                name="record_import_new_has_country",
                violation_error_message="A new supplier needs its name and its country.",
            ),
        ]
        indexes = [models.Index(fields=["batch", "rows", "id"], name="record_import_names")]

    def __str__(self) -> str:
        return self.name or self.number
