from django.db import models

from standards.labels import duty_choices, sector_choices
from standards.models.standard import Standard


class SectorRequirement(models.Model):
    """A standard that a sector makes mandatory, or that we expect in it."""

    sector = models.CharField(max_length=30, choices=sector_choices)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="requirements")
    duty = models.CharField(max_length=10, choices=duty_choices)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    class Meta:
        ordering = ["sector", "standard__code"]
        constraints = [models.UniqueConstraint(fields=["sector", "standard"], name="sector_requirement_once")]

    def __str__(self) -> str:
        return f"{self.sector}: {self.standard} {self.duty}"
