from django.db import models
from django.db.models import Q

from accounts.models import User
from common.models import Versioned
from suppliers.domain.terms import Criticality, ScopeStage
from suppliers.labels import criticality_choices, stage_choices
from suppliers.models.site import Site
from suppliers.models.supplier import Supplier
from suppliers.models.visibility import visible_suppliers


class Process(models.Model):
    """A manufacturing process that can be bought: reference data, shipped with the product."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    is_special = models.BooleanField(
        default=False, help_text="Its result cannot be verified by later inspection (ISO 9001, 8.5.1 f)."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ScopeQuerySet(models.QuerySet["Scope"]):
    def visible_to(self, user: User) -> "ScopeQuerySet":
        return self.filter(visible_suppliers(user, "supplier"))

    def rated(self) -> "ScopeQuerySet":
        """Scopes that have a rating: all that we buy or may buy."""
        return self.exclude(stage=ScopeStage.ENDED.value)


class Scope(Versioned):
    """What we buy, or may buy: one process from one site. Each scope has its own rating."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="scopes")
    site = models.ForeignKey(Site, models.PROTECT, db_index=False, related_name="scopes")
    process = models.ForeignKey(Process, models.PROTECT, db_index=False, related_name="scopes")
    description = models.CharField(max_length=300, blank=True)
    criticality = models.CharField(max_length=10, choices=criticality_choices, default=Criticality.STANDARD.value)
    stage = models.CharField(max_length=10, choices=stage_choices, default=ScopeStage.ACTIVE.value)

    objects = ScopeQuerySet.as_manager()

    class Meta:
        ordering = ["site_id", "process__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "process"],
                name="scope_once",
                violation_error_message="This process is listed for the site already.",
            ),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in ScopeStage]), name="scope_stage_known"),
        ]
        indexes = [models.Index(fields=["process", "supplier"], name="scope_by_process")]

    def __str__(self) -> str:
        return f"{self.process} at {self.site}"
