from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from accounts.models import User
from common.models import Versioned
from suppliers.models.supplier import Supplier
from suppliers.models.visibility import visible_suppliers


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, user: User) -> "SiteQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))


class Site(Versioned):
    """A place where the supplier works. Certificates and audits hold for sites, not for companies."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, db_index=False, related_name="sites")
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    country = CountryField()
    is_main = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "name"],
                name="site_name_once",
                violation_error_message="This supplier has a site of that name.",
            ),
            models.UniqueConstraint(
                fields=["supplier"],
                condition=Q(is_main=True),
                name="site_one_main",
                violation_error_message="Another site is the main site.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address on one line, as it would be written on an envelope."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        return ", ".join(part for part in (self.street, town, self.region, self.country.name) if part)


class Contact(Versioned):
    """A person at the supplier."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="contacts")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="contacts")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
