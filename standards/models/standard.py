from django.db import models
from django.db.models import F, Q


class Standard(models.Model):
    """A management-system standard, by the name that is printed on certificates: `ISO 9001`."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """An edition of a standard with the dates of its transition; a blank date is not known or not set yet."""

    standard = models.ForeignKey(Standard, models.PROTECT, db_index=False, related_name="editions")
    code = models.CharField(max_length=20)
    published_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    no_new_certificates_after = models.DateField(null=True, blank=True)
    invalid_after = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    class Meta:
        ordering = ["standard__code", "code"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="edition_once"),
            models.CheckConstraint(
                condition=Q(invalid_after=None) | Q(published_on=None) | Q(invalid_after__gt=F("published_on")),
                name="edition_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return edition_name(self.standard.code, self.code)


def edition_name(standard: str, code: str) -> str:
    """`ISO 9001:2015`; a code that is no year stands apart: `NADCAP AC7102/8 2024`."""
    return f"{standard}:{code}" if code.isdigit() else f"{standard} {code}"


class Clause(models.Model):
    """A clause of one edition: number and title only."""

    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="clauses")
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition_id", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="clause_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
