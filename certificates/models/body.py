from django.db import models
from django.db.models import Q

from common.models import Versioned


class AccreditationBody(models.Model):
    """A body that accredits certification bodies: shipped reference data, each row with its source.

    `economy` is its country code, or several, as printed in the source.
    """

    abbreviation = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    economy = models.CharField(max_length=20)
    regional_group = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    class Meta:
        ordering = ["abbreviation"]

    def __str__(self) -> str:
        return self.abbreviation


class CertificationBody(Versioned):
    """A body that issues certificates. Recorded by whoever meets it first; `name_key` is the folded name."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(
        max_length=200,
        unique=True,
        editable=False,
        error_messages={"unique": "A certification body of this name exists."},
    )
    register_url = models.URLField("where to look up its certificates", max_length=300, blank=True)

    class Meta:
        ordering = ["name_key"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="certification_body_has_a_name")]

    def __str__(self) -> str:
        return self.name
